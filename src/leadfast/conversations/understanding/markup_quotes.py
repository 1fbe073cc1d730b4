"""Cutting what an HTML mail quotes, in its tree: marked quotes of clients, and unmarked ones by their headers."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from leadfast.conversations.understanding import quoting
from leadfast.conversations.understanding.markup import readable, text_of_node

# What clients wrap a quote or a forwarded mail in.
_CONTAINERS = (
    "div.gmail_quote",
    "blockquote.gmail_quote",
    "div.gmail_quote_container",
    "div.yahoo_quoted",
    "div.protonmail_quote",
    "div.tutanota_quote",
    "blockquote[type=cite]",
    "div.moz-forward-container",
    "blockquote.protonmail_quote",
    "div.zmail_extra",
    "blockquote[itemscope]",
    "div.front-blockquote",
    "blockquote.front-blockquote",
    "#mail-editor-reference-message-container",
    "#isForwardContent",
    "#isReplyContent",
    "div.ms-outlook-mobile-reference-message",
    "div.email-quote",
    "#OLK_SRC_BODY_SECTION",
    "div.WordSection1 > div.gmail_quote",
    "blockquote.cite",
    "div.x_gmail_quote",
    "div.moz-cite-quote",
)
# After one of these, everything that follows is quoted.
_BREAKS = (
    "#divRplyFwdMsg",
    "#appendonsend",
    "div.OutlookMessageHeader",
    "#x_divRplyFwdMsg",
    "hr#stopSpelling",
    "hr[id=stopSpelling]",
    "#reply-intro",
    "div.quoteheader",
    "#ms-outlook-mobile-signature ~ hr",
)
_ANNOUNCES = (
    "div.gmail_attr",
    "div.moz-cite-prefix",
    "p.zmail_quote_intro",
    "div.protonmail_signature_block ~ br",
    "div.yahoo_quoted_begin",
    "span.gmail_quote",
)


def without_quotes(html: str) -> tuple[str, str]:
    """The HTML without what it quotes, and the text of what was cut."""
    tree = LexborHTMLParser(readable(html))
    body = tree.body
    if body is None:
        return html, ""
    cut: list[str] = []
    for selector in _BREAKS:
        found = body.css_first(selector)
        if found is not None and _text_before(body, found):
            _cut_from(body, found, cut)
    for selector in _CONTAINERS:
        for node in body.css(selector):
            if _attached(node, body) and not _answer_follows_inside(node):
                _announcement_above(node, cut)
                cut.append(text_of_node(node))
                node.decompose()
    for selector in _ANNOUNCES:
        for node in body.css(selector):
            if _attached(node, body) and quoting.quote_start(text_of_node(node).split("\n")) is not None:
                cut.append(text_of_node(node))
                node.decompose()
    for node in body.css("blockquote"):
        if not _attached(node, body):
            continue
        opening = text_of_node(node).strip().split("\n")
        if _announcement_above(node, cut) or (
            opening[0] and quoting.attribution(opening, 0) is not None and _text_before(body, node)
        ):
            cut.append(text_of_node(node))
            node.decompose()
    for node in body.css("div[style], td[style], p[style]"):
        if not _attached(node, body):
            continue
        style = re.sub(r"\s+", "", (node.attributes.get("style") or "").lower())
        if "border-top:solid" in style or "border:none;border-top" in style:
            text = text_of_node(node).strip()
            lines = text.split("\n")
            if text and quoting.header_block(lines, 0) is not None and _text_before(body, node):
                outer = (
                    node.parent
                    if node.parent is not None
                    and text_of_node(node.parent).strip() == text
                    and node.parent.tag == "div"
                    else node
                )
                _cut_from(body, outer, cut)
                break
    text_cut = "\n".join(one.strip() for one in cut if one.strip())
    return (tree.html or html), text_cut


def _attached(node: LexborNode, body: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id == body.mem_id:
            return True
        above = above.parent
    return False


def _text_before(body: LexborNode, node: LexborNode) -> bool:
    """Is anything said above this node? A mail that is nothing but a quote keeps it."""
    marker = "\x02"
    probe = node.prev
    while True:
        while probe is not None:
            if (text_of_node(probe) if probe.tag != "-text" else (probe.text_content or "")).strip(
                " \n\xa0" + marker
            ):
                return True
            probe = probe.prev
        parent = node.parent
        if parent is None or parent.mem_id == body.mem_id:
            return False
        node = parent
        probe = node.prev


def _cut_from(body: LexborNode, node: LexborNode, cut: list[str]) -> None:
    """Remove the node and all that follows it, at every level up to the body."""
    here: LexborNode | None = node
    while here is not None and here.mem_id != body.mem_id:
        parent = here.parent
        follower = here.next
        if here is node:
            cut.append(text_of_node(here))
        while follower is not None:
            after = follower.next
            cut.append(text_of_node(follower) if follower.tag != "-text" else (follower.text_content or ""))
            follower.decompose()
            follower = after
        if here is node:
            here.decompose()
        here = parent


def _answer_follows_inside(node: LexborNode) -> bool:
    """Some clients put the answer inside the quote container: then the blockquote within it is cut instead."""
    inner = node.css_first("blockquote")
    if inner is None or inner.mem_id == node.mem_id:
        return False
    follower = inner.next
    while follower is not None:
        text = text_of_node(follower) if follower.tag != "-text" else (follower.text_content or "")
        if len(text.strip(" \n\xa0>")) > 3 and not re.match(r"\s*(?:--|sent from)", text, re.IGNORECASE):
            return True
        follower = follower.next
    return False


def _announcement_above(node: LexborNode, cut: list[str]) -> bool:
    """Cut the "On … wrote:" that stands right above a quote."""
    above = node.prev
    steps = 0
    pieces: list[LexborNode] = []
    text = ""
    while above is not None and steps < 8:
        piece = (
            text_of_node(above)
            if above.tag not in ("-text", "br")
            else ("\n" if above.tag == "br" else (above.text_content or ""))
        )
        if above.tag and above.tag.startswith("-") and above.tag != "-text":
            piece = ""
        pieces.append(above)
        text = f"{piece} {text}"
        flat = " ".join(text.split())
        if flat and quoting.attribution([flat], 0) is not None:
            for one in pieces:
                one.decompose()
            cut.append(flat)
            return True
        if len(flat) > 300 or (flat and above.tag in ("p", "div")):
            break
        above = above.prev
        steps += 1
    return False
