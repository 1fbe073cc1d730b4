"""One cell at a time: text mended, several addresses told apart, money, yes and no. Pure."""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from leadfast.capture.doors.spreadsheet import vocabulary
from leadfast.foundation.contacts import mail_key
from leadfast.foundation.spreadsheets import plain_cell

# What people type where they have no address or number.
_WORDS_FOR_NOTHING: Final = """
n/a|na|n.a.|none|none@|no|nil|null|unknown|unbekannt|inconnu|desconocido|sconosciuto|declined|refused
not given|not provided|not available|no email|no mail|no e-mail|no phone|noemail|keine|keine angabe|k.a.|aucun
sans|ninguno|nessuno|nenhum|geen|ingen|brak|tbd|tba|to follow|pending|test|x|xx|xxx|0|#n/a|undefined|nan|empty|missing
"""
_NOTHING: Final = frozenset(
    vocabulary.title_key(word) for word in _WORDS_FOR_NOTHING.replace("\n", "|").split("|")
)
_LONGEST_NOTHING: Final = 24
# How the words above and below begin: what begins in another way need not be looked at.
_BEGINNINGS: Final = frozenset(
    {word.replace(" ", "")[:2] for word in _NOTHING} | {"no", "na", "un", "xx", "xn", "xe", "de", "re"}
)
_NO_ONE: Final = re.compile(
    r"^(none|no|noemail|no-?mail|na|n/a|unknown|x+|declined|refused)@?(none|no|example|x+|na)?(\.\w+)?$",
    re.IGNORECASE,
)
# Begun only where a word begins, and of a length: a picture in letters is one word of a million and no address.
_MAIL: Final = re.compile(
    r"(?<![^\s@<>,;:\"()\[\]|/\\])[^\s@<>,;:\"()\[\]|/\\]{1,200}"
    r"@[^\s@<>,;:\"()\[\]|\\/]+\.[^\s@<>,;:\"()\[\]|\\/]{2,}"
)
_ONE_MAIL: Final = re.compile(
    r"^[A-Za-z0-9][\w.+-]{0,60}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$", re.ASCII
)
_ONE_NUMBER: Final = re.compile(r"^\+?\d[\d .()-]{4,22}$", re.ASCII)
# 4.41E+11: a spreadsheet program made a sum of a number.
_SHORTENED: Final = re.compile(r"^\s*\+?(\d)(?:[.,](\d+))?E\+?(\d{1,2})\s*$", re.IGNORECASE | re.ASCII)
_SPELT: Final = re.compile(
    r"^\s*(\S+(?:\s+(?:dot|punkt|point|punto)\s+\S+)*)\s+(?:at|\(at\)|\[at\])\s+(\S+(?:\s+(?:dot|punkt|point|punto)\s+\S+)+)\s*$",
    re.IGNORECASE,
)
_BROKEN: Final = re.compile("[ÂÃâðÐÑÅÄ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_WORDS_FOR_YES: Final = (
    "true yes y 1 x ja oui si sim da tak kylla on opted-out unsubscribed wahr vrai verdadero vero"
)
_YES: Final = frozenset(_WORDS_FOR_YES.split())
_SCALE: Final = {"k": 1_000, "tsd": 1_000, "m": 1_000_000, "mio": 1_000_000, "mn": 1_000_000}


def clean(cell: str) -> str:
    """A cell as it was meant: a formula as its text, letters that went through the wrong encoding mended."""
    cell = cell.strip()
    if cell[:1] == "'":
        cell = plain_cell(cell)
    return cell if cell.isascii() else mended(cell)


def mended(text: str) -> str:
    """``GroÃŸkopf`` is Großkopf: UTF-8 that was read as Windows-1252, once or twice."""
    for _ in range(2):
        if not _BROKEN.search(text):
            return text
        try:
            text = b"".join(_byte(c) for c in text).decode("utf-8")
        except UnicodeError:
            return text
    return text


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        # Places that cp1252 leaves empty are read as Latin-1 by the programs that do this.
        return character.encode("latin-1")


def whole_name(name: str, first: str, last: str) -> str:
    """A name of its parts. *Name* beside *First name* (or *Apellidos* beside *Nombre*) is the other half of it."""
    if not name:
        return " ".join([part for part in (first, last) if part])
    if bool(first) == bool(last):
        # Nothing beside it, or both halves: then it is the whole.
        return name
    half, rest = (first, f"{first} {name}") if first else (last, f"{name} {last}")
    return name if set(_name_words(half)) & set(_name_words(name)) else rest


def _name_words(text: str) -> list[str]:
    return vocabulary.title_key(text).split()


def mails(cell: str) -> tuple[str, ...]:
    """Every address in a cell, each once."""
    if _ONE_MAIL.match(cell):
        # The usual cell: one address and nothing else.
        return (cell,)
    found = (match.strip(".'") for match in _MAIL.findall(cell.replace("mailto:", " ")))
    return tuple(dict.fromkeys(mail for mail in found if mail_key(mail)))


def spelt_mail(cell: str) -> str:
    """``kelsey dot langdon at oak dot example`` as the address it spells; a suggestion, nothing more."""
    found = _SPELT.match(cell)
    if not found:
        return ""
    local, domain = (
        re.sub(r"\s+(?:dot|punkt|point|punto)\s+", ".", part, flags=re.IGNORECASE) for part in found.groups()
    )
    return mail_key(f"{local}@{domain}") or ""


def says_nothing(cell: str) -> bool:
    """Is it only a word for *there is none*?"""
    if len(cell) > _LONGEST_NOTHING:
        return False
    first = cell[:2]
    if first.isascii() and first.isalnum() and first.lower() not in _BEGINNINGS:
        return False
    return _says_nothing(cell)


@lru_cache(maxsize=20_000)
def _says_nothing(cell: str) -> bool:
    return (
        vocabulary.title_key(cell) in _NOTHING
        or not any(c.isalnum() for c in cell)
        or bool(_NO_ONE.match(cell))
    )


def phones(cell: str) -> tuple[str, ...]:
    """Every number in a cell, as it is written."""
    if _ONE_NUMBER.match(cell):
        return (cell,) if sum(map(str.isdigit, cell)) >= 5 else ()
    if "E" in cell.upper() and (shortened := _SHORTENED.match(cell)):
        first, rest, size = shortened.group(1), shortened.group(2) or "", int(shortened.group(3))
        # With a digit for each place it is whole; else the last ones are lost, and nobody can tell them.
        return (first + rest,) if len(rest) == size else ()
    parts = re.split(r"[;,|\n]| or | oder | ou | / (?=\+|0)|/(?=\s*\+)", cell)
    found: list[str] = []
    for part in parts:
        number = re.sub(
            r"^\s*'?(p|tel|phone|mobile|cell|fax|m|t|w|h)\s*[:.]\s*", "", part, flags=re.IGNORECASE
        ).strip()
        if sum(c.isdigit() for c in number) >= 5:
            found.append(number)
    return tuple(dict.fromkeys(found))


def is_cut(cell: str) -> bool:
    """Is it a number whose last digits a spreadsheet program has thrown away?"""
    return _SHORTENED.match(cell) is not None and not phones(cell)


def money(cell: str) -> Decimal | None:
    """``12k``, ``1.234,56 €``, ``$9 000``; None for what is no sum, or below zero."""
    text = cell.strip().casefold()
    if says_nothing(text) and text not in ("0",):
        return None
    if text.startswith(("-", "−", "(")) or text.endswith("-"):
        return None
    found = re.search(r"(\d[\d\s.,'’\u00a0]*)\s*(k|tsd|m|mio|mn)?\b", text)
    if not found:
        return None
    digits = re.sub(r"[\s'’\u00a0]", "", found.group(1)).rstrip(".,")
    last = max(digits.rfind("."), digits.rfind(","))
    scale = _SCALE.get(found.group(2) or "", 1)
    decimals = len(digits) - last - 1
    both = "." in digits and "," in digits
    if last >= 0 and (decimals in (1, 2) or (both and decimals != 3) or (scale > 1 and not both)):
        digits = f"{re.sub(r'[.,]', '', digits[:last])}.{digits[last + 1 :]}"
    else:
        digits = re.sub(r"[.,]", "", digits)
    try:
        value = Decimal(digits) * scale
    except InvalidOperation:
        return None
    return value if value < Decimal(10) ** 12 else None


def is_yes(cell: str) -> bool:
    """Is the box ticked?"""
    return cell.strip().casefold() in _YES
