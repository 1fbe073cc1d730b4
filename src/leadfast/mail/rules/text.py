"""Bytes of any charset into text that PostgreSQL can store: no NUL, no lone surrogate."""

import codecs
import functools

# What mail programs write and Python does not know, or knows under another name.
_ALIASES = {
    "ansi": "cp1252",
    "ansi_x3.110-1983": "latin-1",
    "cp-850": "cp850",
    "default": "utf-8",
    "default_charset": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
    "iso-ir-100": "cp1252",
    "latin1": "cp1252",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "shift-jis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "us-ascii": "ascii",
    "utf8": "utf-8",
    "utf-8mb4": "utf-8",
    "utf8mb4": "utf-8",
    "unknown-8bit": "utf-8",
    "x-unknown": "utf-8",
    "windows-874": "cp874",
    "x-gbk": "gb18030",
    "cp1250": "cp1250",
}


@functools.lru_cache(maxsize=512)
def codec_name(charset: str) -> str | None:
    """The Python codec for a charset as written in mail; None if there is none for text."""
    name = charset.strip().strip("\"'").lower().replace(" ", "")
    name = _ALIASES.get(name, name)
    if not name or "\0" in name:
        return None
    try:
        # Python also files base64, zlib and rot13 under codecs; ``bytes.decode`` refuses those.
        b"".decode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def decoded(raw: bytes, charset: str = "") -> str:
    """``raw`` as text: by its charset, else UTF-8, else Windows-1252; never raises."""
    name = codec_name(charset) if charset else None
    if name not in (None, "ascii", "cp1252", "utf-8"):
        try:
            return clean(raw.decode(str(name)))
        except (UnicodeError, ValueError):
            # One broken character must not turn the rest of a Japanese mail into Windows-1252.
            text = raw.decode(str(name), "replace")
            if text.count("\ufffd") * 10 < max(len(text), 1):
                return clean(text)
    # Declared ASCII or Latin-1 is UTF-8 surprisingly often, and UTF-8 rarely decodes by accident.
    if name != "cp1252" or _looks_like_utf8(raw):
        try:
            return clean(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            if name == "utf-8" and error.start > len(raw) * 0.8:
                return clean(raw.decode("utf-8", "replace"))
    try:
        return clean(raw.decode("cp1252"))
    except UnicodeDecodeError:
        return clean(raw.decode("latin-1"))


def clean(text: str) -> str:
    """``text`` without what a database refuses: NUL out, lone surrogates re-read as bytes."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "surrogateescape" if _only_escapes(text) else "replace")
        text = raw.decode("utf-8", "replace")
    return text


def _only_escapes(text: str) -> bool:
    return all(0xDC80 <= ord(c) <= 0xDCFF for c in text if 0xD800 <= ord(c) <= 0xDFFF)


def _looks_like_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
