"""In which encoding a text was saved: by its mark, by what decodes, else by which reading looks like words. Pure."""

import codecs
import re
import unicodedata
from collections.abc import Callable
from typing import BinaryIO, Final

from leadfast.capture.doors.spreadsheet import vocabulary

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK: Final = 1 << 20
_SAMPLE: Final = 200_000
# In the order in which they are believed when two look equally well.
_EIGHT_BITS: Final = ("cp1252", "mac_roman", "cp1250", "cp1251")
_ASIAN: Final = ("shift_jis", "gb18030")
# Told by the words of their headers: in cp1252 a name in Russian or Greek looks like one in no language.
_BY_TITLES: Final = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "mac_roman", "shift_jis", "euc_jp", "gb18030", "big5",
    "euc_kr",
)  # fmt: skip
_HEADER_LINES: Final = 20
_BETWEEN: Final = re.compile(r"[,;\t|^\"]")
# Letters that Windows-1252 has where Turkish has others; whoever writes them in Icelandic writes the second as well.
_TURKISH: Final = frozenset("ÝýÞþÐð")
_ICELANDIC: Final = frozenset("ÁÉÍÓÚÆáéíóúæ")


def encoding_of(content: BinaryIO) -> str:
    """Reads the whole of ``content`` in pieces, and leaves it at its beginning."""
    content.seek(0)
    head = content.read(4000)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    found = marked or _by_zeros(head) or _by_decoding(content)
    content.seek(0)
    return found


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of western text is zero."""
    zeros = head.count(b"\x00")
    if zeros <= len(head) // 4:
        return None
    return "utf-16-le" if head[1::2].count(b"\x00") * 2 > zeros else "utf-16-be"


def _by_decoding(content: BinaryIO) -> str:
    content.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    odd = bytearray()
    is_utf8 = True
    while chunk := content.read(_CHUNK):
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        if len(odd) < _SAMPLE and not chunk.isascii():
            odd += b"\n".join(line for line in chunk.split(b"\n") if not line.isascii())[:_SAMPLE]
    if is_utf8:
        return "utf-8"
    content.seek(0)
    return _by_titles(content.read(_SAMPLE), otherwise=_likeliest(bytes(odd)))


def _by_titles(head: bytes, *, otherwise: str) -> str:
    """The encoding in which more titles of columns are words that we know than ``otherwise``."""
    lines = b"\n".join(head.replace(b"\r", b"\n").split(b"\n")[:_HEADER_LINES])

    def known(encoding: str) -> int:
        cells = _BETWEEN.split(lines.decode(encoding, "replace").replace("\n", ";"))
        keys = (vocabulary.title_key(cell) for cell in cells if not cell.isascii() and len(cell) < 60)
        return len({key for key in keys if key in vocabulary.TITLES})

    best = max(_BY_TITLES, key=known)
    return best if known(best) > known(otherwise) else otherwise


def _likeliest(sample: bytes) -> str:
    def score(encoding: str) -> float:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            return -1.0
        return _wordlike(text)

    # The commonest is believed unless another reads clearly better.
    best = max(_EIGHT_BITS, key=lambda encoding: score(encoding) + (0.15 if encoding == "cp1252" else 0.0))
    asian = max(_ASIAN, key=_asian_share(sample))
    if _asian_share(sample)(asian) > 0.9 and score(best) < 0.6:
        return asian
    if best == "cp1252" and _is_turkish(sample.decode(best, "replace")):
        return "cp1254"
    # Windows leaves five places of cp1252 empty; Latin-1 has no empty place, so nothing is lost.
    return best if score(best) >= 0 else "latin-1"


def _is_turkish(text: str) -> bool:
    letters = set(text)
    return bool(letters & _TURKISH) and not letters & _ICELANDIC


def _wordlike(text: str) -> float:
    """The share of odd characters that stand where a letter or a mark would stand."""
    good = bad = 0
    before = " "
    for character in text:
        if ord(character) > 127:
            kind = unicodedata.category(character)
            if kind == "Ll" or (kind == "Lu" and not before.islower()):
                good += 1
            elif kind == "Lu" or (before.isalpha() and kind not in ("Pd", "Pf", "Po", "Sc")) or kind == "Cc":
                bad += 2
        before = character
    return good / (good + bad) if good + bad else 0.5


def _asian_share(sample: bytes) -> Callable[[str], float]:
    def share(encoding: str) -> float:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            return 0.0
        odd = [c for c in text if ord(c) > 127]
        asian = [c for c in odd if unicodedata.name(c, "").startswith(("CJK", "HIRAGANA", "KATAKANA"))]
        return len(asian) / len(odd) if odd else 0.0

    return share
