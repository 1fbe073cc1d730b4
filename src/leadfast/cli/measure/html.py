"""New words of HTML replies and forwards, per corpus; beside quotequail. White space is ignored."""

import argparse
from collections import Counter
from pathlib import Path

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import Item, bare, share
from leadfast.conversations.understanding.markup import text_of_html
from leadfast.conversations.understanding.words import words_of_html


def measure(arguments: argparse.Namespace) -> Figures:
    """The pages of nylas and quotequail, and the HTML parts of invented replies."""
    found = Figures()
    root: Path = arguments.corpora
    of, exact, stock = Counter[str](), Counter[str](), Counter[str]()
    quotequail = corpora.installed("quotequail")
    for item in corpora.items(root, "reply-html", found):
        corpus = item.name.partition("/")[0]
        wanted = _wanted(item)
        said = words_of_html(item.text)
        of[corpus] += 1
        good = bool({bare(said.words), bare(said.fresh)} & wanted)
        exact[corpus] += good
        if not good:
            found.failures.append(f"{item}: expected {max(wanted)[-120:]!r}, got {bare(said.fresh)[-120:]!r}")
        if quotequail is not None:
            stock[corpus] += bare(_quotequail(quotequail, item.text)) in wanted
    found.figures = {f"{corpus}.exact": share(exact[corpus], of[corpus]) for corpus in of}
    if quotequail is not None:
        found.figures |= {
            f"stock.quotequail.{corpus}.exact": share(stock[corpus], of[corpus]) for corpus in of
        }
    return found


def _wanted(item: Item) -> set[str]:
    if "expected_file" in item.label:
        page = (item.path.parent.parent / item.label["expected_file"]).read_bytes().decode("utf-8", "replace")
        return {bare(text_of_html(page))}
    top = bare(text_of_html(item.label["html_top"]))
    bottom = bare(text_of_html(item.label.get("html_bottom", "")))
    return {top, top + bottom}


def _quotequail(module: object, page: str) -> str:
    parts = module.quote_html(page)  # type: ignore[attr-defined]
    return "\n".join(text_of_html(part) for expanded, part in parts if expanded)
