"""HTML of mails as text with its lines kept, and sanitised for showing."""

from __future__ import annotations

import re

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "thead",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset(("style", "script", "head", "title", "meta", "link", "noscript", "template"))
_SHOWN_TAGS = nh3.ALLOWED_TAGS - {"img", "map", "area"}
_BREAK = "\x01"
# Characters of a page that are read: newer words stand at the top, and a hostile page is not read for ever.
MOST = 300_000
MOST_SHOWN = 2_000_000
# Parsers of HTML need the square of the depth; no mail program nests like this.
_DEEPEST = 1000
_NESTING = re.compile(
    r"<(/?)(?:div|table|span|blockquote|font|b|i|u|a|center|ul|ol|section)\b", re.IGNORECASE
)


def text_of_html(html: str) -> str:
    """The words of an HTML mail, one line per block or break, white space collapsed as a browser does."""
    tree = LexborHTMLParser(readable(html))
    body = tree.body or tree.root
    return text_of_node(body) if body is not None else ""


def readable(html: str) -> str:
    """As much of a page as is read; one that nests beyond reason loses its tags."""
    page = html[:MOST]
    return re.sub(r"<[^>]*>", " ", page) if too_deep(page) else page


def too_deep(html: str) -> bool:
    """Does this page open far more than it closes?"""
    depth = 0
    for match in _NESTING.finditer(html):
        depth += -1 if match[1] else 1
        if depth > _DEEPEST:
            return True
    return False


def text_of_node(node: LexborNode) -> str:
    """The words below one node."""
    pieces: list[str] = []
    _walk(node, pieces)
    text = "".join(pieces)
    text = re.sub(rf"[ ]*{_BREAK}[ ]*", _BREAK, text).replace(_BREAK, "\n")
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")


def shown(html: str) -> str:
    """HTML that is safe to put on a page: no scripts, no forms, nothing loaded from elsewhere.

    Empty for a page too big to be shown; its text is shown instead.
    """
    if len(html) > MOST_SHOWN or too_deep(html):
        return ""
    return nh3.clean(
        html,
        tags=_SHOWN_TAGS,
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "tel"},
    )


def _walk(top: LexborNode, pieces: list[str]) -> None:
    # Walked with our own stack: a forged page can nest for ever.
    waiting: list[tuple[LexborNode | None, str, bool]] = [(top.child, "", False)]
    while waiting:
        node, closing, preformatted = waiting.pop()
        if closing:
            _close(closing, pieces)
        if node is None:
            continue
        waiting.append((node.next, "", preformatted))
        tag = (node.tag or "").lower()
        if tag == "-text":
            _say(node.text_content or "", pieces, preformatted=preformatted)
        elif tag == "br":
            pieces.append(_BREAK)
        elif tag not in _SILENT and not tag.startswith("-"):
            if tag in _BLOCKS:
                _fresh_line(pieces)
            waiting.append((None, tag, preformatted))
            waiting.append((node.child, "", preformatted or tag == "pre"))


def _say(text: str, pieces: list[str], *, preformatted: bool) -> None:
    if preformatted:
        pieces.append(text.replace("\n", _BREAK))
        return
    text = re.sub(r"[ \t\r\n\f]+", " ", text).replace("\xa0", " ")
    if text.strip() or (pieces and not pieces[-1].endswith((" ", _BREAK))):
        pieces.append(text)


def _close(tag: str, pieces: list[str]) -> None:
    if tag in ("td", "th"):
        pieces.append(" ")
    if tag in _BLOCKS:
        _fresh_line(pieces)
        if tag == "p":
            pieces.append(_BREAK)


def _fresh_line(pieces: list[str]) -> None:
    while pieces and pieces[-1] == " ":
        pieces.pop()
    if pieces and not pieces[-1].endswith(_BREAK):
        pieces.append(_BREAK)
