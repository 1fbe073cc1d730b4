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


def text_of_html(html: str) -> str:
    """The words of an HTML mail, one line per block or break, white space collapsed as a browser does."""
    tree = LexborHTMLParser(html)
    body = tree.body or tree.root
    return text_of_node(body) if body is not None else ""


def text_of_node(node: LexborNode) -> str:
    """The words below one node."""
    pieces: list[str] = []
    _walk(node, pieces, preformatted=False)
    text = "".join(pieces)
    text = re.sub(rf"[ ]*{_BREAK}[ ]*", _BREAK, text).replace(_BREAK, "\n")
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")


def shown(html: str) -> str:
    """HTML that is safe to put on a page: no scripts, no forms, nothing loaded from elsewhere."""
    return nh3.clean(
        html,
        tags=_SHOWN_TAGS,
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "tel"},
    )


def _walk(node: LexborNode, pieces: list[str], *, preformatted: bool) -> None:
    child = node.child
    while child is not None:
        tag = (child.tag or "").lower()
        if tag == "-text":
            text = child.text_content or ""
            if preformatted:
                pieces.append(text.replace("\n", _BREAK))
            else:
                text = re.sub(r"[ \t\r\n\f]+", " ", text).replace("\xa0", " ")
                if text.strip() or (pieces and not pieces[-1].endswith((" ", _BREAK))):
                    pieces.append(text)
        elif tag == "br":
            pieces.append(_BREAK)
        elif tag in _SILENT or tag.startswith("-"):
            pass
        else:
            block = tag in _BLOCKS
            if block:
                _fresh_line(pieces)
            _walk(child, pieces, preformatted=preformatted or tag == "pre")
            if tag in ("td", "th"):
                pieces.append(" ")
            if block:
                _fresh_line(pieces)
                if tag == "p":
                    pieces.append(_BREAK)
        child = child.next


def _fresh_line(pieces: list[str]) -> None:
    while pieces and pieces[-1] == " ":
        pieces.pop()
    if pieces and not pieces[-1].endswith(_BREAK):
        pieces.append(_BREAK)
