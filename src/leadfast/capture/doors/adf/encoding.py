"""In which letters ADF was really written, whatever it says of itself; and out of base64 where nothing told. Pure."""

import base64
import binascii
import re
from typing import Final

_DECLARED: Final = re.compile(rb"""^(\s*<\?xml[^>]*encoding=["'])([\w-]+)(["'])""", re.IGNORECASE)
# In these every row of bytes is some text, so that nobody notices when they are the wrong ones.
_ANY_BYTES: Final = frozenset(
    {b"iso-8859-1", b"latin-1", b"latin1", b"windows-1252", b"cp1252", b"iso-8859-15"}
)
_PACKED: Final = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}\s*")
_LEAST: Final = 40
_LARGEST: Final = 8_000_000


def as_declared(xml: bytes) -> bytes:
    """The same with a declaration that is true: what reads as UTF-8 beyond ASCII was written as UTF-8.

    Letters of Latin-1 do not make UTF-8 by chance: each would have to be followed by the right sign. Text that was
    written so twice (``LÃ³pez``) is written so once.
    """
    if xml.isascii():
        return xml
    try:
        xml = _once(xml.decode("utf-8")).encode()
    except UnicodeDecodeError:
        return xml
    declared = _DECLARED.match(xml)
    if declared is None or declared.group(2).lower() not in _ANY_BYTES:
        return xml
    return _DECLARED.sub(rb"\g<1>utf-8\g<3>", xml, count=1)


def _once(text: str) -> str:
    """The text itself, where all that is not ASCII in it is UTF-8 that was taken for letters of one byte."""
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        # Five of its bytes are no letter; programs pass them through as they are.
        return letter.encode("latin-1")


def unpacked(raw: bytes) -> bytes:
    """What stands in base64, where that is all there is and it is XML; else the same."""
    if raw.lstrip()[:1] == b"<" or not _LEAST <= len(raw) <= _LARGEST or not _PACKED.fullmatch(raw):
        return raw
    packed = b"".join(raw.split())
    try:
        inside = base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except binascii.Error:
        return raw
    return inside if b"<" in inside.replace(b"\x00", b"")[:200] else raw
