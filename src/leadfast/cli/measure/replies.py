"""New words of plain text: exact, own words lost, quotes kept; beside mail-parser-reply and email-reply-parser.

Sources disagree on whether a signature belongs to a reply, so a fixture counts when the text equals either of our two
readings, with or without the signature; the stock tools are given the same two chances where they have them.
*words_lost* is the share of mails in which a word of the expected text is missing, *quote_kept* the share in which a
tenth or more was added to it. The annotated mails compare what stands above the first quoted header (similarity > 0.9).
"""

import argparse
import difflib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import bare, flat, share
from leadfast.conversations.understanding.letter import Letter
from leadfast.conversations.understanding.words import new_words, words_of_html, words_of_text

Views = Sequence[str]
Reader = Callable[["Case"], Views]


@dataclass(frozen=True, slots=True)
class Case:
    """A mail, and what a reader must make of it."""

    corpus: str
    name: str
    raw: bytes
    kind: str
    holds: Callable[[str], bool]
    expected: str | None

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "replace")


def measure(arguments: argparse.Namespace) -> Figures:
    """All corpora of replies, by every reader that is installed."""
    found = Figures()
    root: Path = arguments.corpora
    cases = [
        *_trimmer(root, found), *_fixtures(root, found), *_zones(root, "zones-enron", found),
        *_zones(root, "zones-asf", found), *_intents(root, found),
    ]  # fmt: skip
    found.figures = {**_figures(cases, _ours, found, ""), **_stock(cases)}
    return found


def _figures(cases: list[Case], reader: Reader, found: Figures, prefix: str) -> dict[str, float]:
    of, exact, lost, kept = (Counter[str]() for _ in range(4))
    for case in cases:
        views = reader(case)
        good = any(case.holds(view) for view in views)
        of[case.corpus] += 1
        exact[case.corpus] += good
        if not good and not prefix:
            found.failures.append(
                f"{case.corpus}/{case.name}: expected {_end(case.expected)}, got {_end(views[0])}"
            )
        if case.expected is not None:
            # The reading that is nearer to the expected text is judged.
            missing, added = min((_missing(case.expected, v), _missing(v, case.expected)) for v in views)
            lost[case.corpus] += missing > 0 and not good
            kept[case.corpus] += added > max(3, len(case.expected.split()) // 10) and not good
    figures: dict[str, float] = {}
    for corpus, whole in of.items():
        figures[f"{prefix}{corpus}.exact"] = share(exact[corpus], whole)
        figures[f"{prefix}{corpus}.words_lost"] = share(lost[corpus], whole)
        figures[f"{prefix}{corpus}.quote_kept"] = share(kept[corpus], whole)
    return figures


def _ours(case: Case) -> Views:
    if case.kind == "eml":
        said = new_words(Letter(case.raw))
    elif case.kind == "html":
        said = words_of_html(case.text)
    else:
        said = words_of_text(case.text)
    # Above the first quoted header stands the signature too.
    return (said.fresh, said.words) if case.corpus.startswith("zones") else (said.words, said.fresh)


def _stock(cases: list[Case]) -> dict[str, float]:
    figures: dict[str, float] = {}
    nothing = Figures()
    parser = corpora.installed("mailparser_reply")
    if parser is not None:
        languages = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "ja", "da", "sv", "fi"]
        reads = parser.EmailReplyParser(languages=languages)

        def latest(case: Case) -> Views:
            try:
                reply = reads.read(_plain(case)).replies[0]
                return (reply.body or "", reply.full_body or "")
            except (IndexError, ValueError, TypeError, RecursionError):
                return ("",)

        figures |= _figures(cases, latest, nothing, "stock.mail_parser_reply.")
    fragments = corpora.installed("email_reply_parser")
    if fragments is not None:
        figures |= _figures(
            cases,
            lambda case: (str(fragments.EmailReplyParser.parse_reply(_plain(case))),),
            nothing,
            "stock.email_reply_parser.",
        )
    return figures


def _plain(case: Case) -> str:
    """What a reader of plain text is given; very long lines are cut, on which the stock tools hang."""
    if case.kind == "eml":
        letter = Letter(case.raw)
        return letter.plain or words_of_html(letter.html).fresh
    return "\n".join(line[:5000] for line in case.text.split("\n"))


def _trimmer(root: Path, found: Figures) -> Iterator[Case]:
    folder = root / "reply-trimmer"
    if not (folder / "emails").exists():
        found.failures.append("reply-trimmer: expected a corpus, got no reply-trimmer/emails")
        return
    for path in sorted((folder / "emails").glob("*.txt")):
        expected = (folder / "trimmed" / path.name).read_text(encoding="utf-8")
        yield Case("reply-trimmer", path.name, path.read_bytes(), "text", _equals(expected), expected)


def _fixtures(root: Path, found: Figures) -> Iterator[Case]:
    asserted = ("reply", "starts_with", "contains", "not_contains", "whole_message")
    for item in corpora.items(root, "reply-fixtures", found):
        if any(name in item.label for name in asserted):
            kind = {".eml": "eml", ".html": "html"}.get(item.path.suffix, "text")
            holds = _asserts(item.label, item.text)
            yield Case("reply-fixtures", item.name, item.raw, kind, holds, item.label.get("reply"))


def _zones(root: Path, corpus: str, found: Figures) -> Iterator[Case]:
    for item in corpora.items(root, corpus, found):
        text = item.raw.decode("utf-8", "replace")
        first = item.label["first_header"]
        expected = text if first is None else text[:first]
        if expected.strip():
            name = f"{corpus}.unquoted" if first is None else f"{corpus}.quoted"
            yield Case(name, item.name, item.raw, "text", _like(expected), expected)


def _intents(root: Path, found: Figures) -> Iterator[Case]:
    for item in corpora.items(root, "reply-intents", found):
        expected, closing = item.label["new_text"], item.label.get("closing") or ""
        without = expected.removesuffix(closing) if closing else expected
        wanted = {bare(expected), bare(without)}
        yield Case("reply-intents", item.name, item.raw, "eml", lambda v, w=wanted: bare(v) in w, expected)  # type: ignore[misc]


def _equals(expected: str) -> Callable[[str], bool]:
    wanted = flat(expected)
    return lambda view: flat(view) == wanted


def _like(expected: str) -> Callable[[str], bool]:
    wanted = flat(expected)

    def alike(view: str) -> bool:
        got = flat(view)
        if got == wanted:
            return True
        if max(len(got), len(wanted)) > 20_000:
            return False
        matcher = difflib.SequenceMatcher(None, got, wanted, autojunk=False)
        return matcher.real_quick_ratio() > 0.9 and matcher.quick_ratio() > 0.9 and matcher.ratio() > 0.9

    return alike


def _asserts(label: dict[str, object], whole: str) -> Callable[[str], bool]:
    squeeze = bare if "compare" in label else flat

    def holds(view: str) -> bool:
        got = squeeze(view)
        return (
            ("reply" not in label or got == squeeze(str(label["reply"])))
            and got.startswith(squeeze(str(label.get("starts_with", ""))))
            and all(squeeze(one) in got for one in _strings(label.get("contains")))
            and not any(squeeze(one) in got for one in _strings(label.get("not_contains")))
            and (not label.get("whole_message") or got == squeeze(whole))
        )

    return holds


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _missing(wanted: str, got: str) -> int:
    """How many words of ``wanted`` are not in ``got``."""
    left = Counter(wanted.split())
    left.subtract(Counter(got.split()))
    return sum(count for count in left.values() if count > 0)


def _end(text: str | None) -> str:
    return (
        json.dumps(flat(text)[-160:], ensure_ascii=False) if text is not None else "the source's assertions"
    )
