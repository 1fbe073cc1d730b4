"""Reads ADF: everybody who asks in it."""

import html
import re
from collections.abc import Sequence
from typing import Final

from leadfast.capture.doors.adf import encoding, prospect, tree
from leadfast.capture.doors.adf.errors import NoProspect
from leadfast.capture.doors.adf.prospect import Prospect
from leadfast.capture.rules.found import Found

_MINE: Final = re.compile(rb"<\s*(\w+:)?(adf|prospect)\b|&lt;\s*adf\b", re.IGNORECASE)
_ESCAPED: Final = re.compile(rb"&lt;\s*(/?)(adf|prospect)", re.IGNORECASE)


def parse(raw: bytes, country: str) -> Sequence[Found]:  # noqa: ARG001 - numbers are read by whoever receives
    """One for every prospect."""
    found = [one.found for one in prospects(raw)]
    if not any(one.says_who for one in found):
        raise NoProspect
    return found


def is_mine(raw: bytes) -> bool:
    """Is there ADF in this, well formed or not?"""
    return _MINE.search(encoding.unpacked(raw).replace(b"\x00", b"")[:200_000]) is not None


def prospects(raw: bytes) -> list[Prospect]:
    """Every prospect, in order; what stands around the XML (a mail's greeting, a signature) is passed over."""
    raw = encoding.unpacked(raw)
    if _ESCAPED.search(raw) and not re.search(rb"<\s*(adf|prospect)\b", raw, re.IGNORECASE):
        # A mail program wrote it as text of a page.
        raw = html.unescape(raw.decode("utf-8", "replace")).encode()
    root, _ = tree.read(encoding.as_declared(_xml_of(raw)))
    nodes = root.all("prospect") or root.all("adf") or ([root] if root.one("customer", "contact") else [])
    return [prospect.read(node) for node in nodes]


def _xml_of(raw: bytes) -> bytes:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw
    begin = re.search(rb"<\?xml|<\?adf|<\s*(\w+:)?adf\b|<\s*prospect\b", raw, re.IGNORECASE)
    if not begin:
        return raw
    end = list(re.finditer(rb"</\s*(\w+:)?adf\s*>", raw, re.IGNORECASE))
    return raw[begin.start() : end[-1].end() if end else len(raw)]
