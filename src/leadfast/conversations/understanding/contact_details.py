"""What a signature says about the person who signs with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadfast.conversations.understanding.contact_words import addresses, phones
from leadfast.conversations.understanding.signing import is_disclaimer, is_title


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """A signature as fields, as written. Empty where it does not say; never guessed from elsewhere."""

    name: str
    title: str
    company: str
    mails: tuple[str, ...]
    phones: tuple[str, ...]
    web: tuple[str, ...]


_WEB = re.compile(r"(?:https?://|www\.)[^\s|<>()\"',;]+[^\s|<>()\"',;.]", re.IGNORECASE)
_FAX = re.compile(r"\bfax\b|\btelefax\b|\bf:\s*$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:tel(?:efon|éfono|efono|efoon|ephone)?|phone|ph|mob(?:ile|il)?|cell|direct|office|handy|t|m|p|d|e-?mail|mail|e|web|w|"
    r"fax|f|tél|móvil|cellulare|電話|携帯)\b\.?\s*[:.]?\s*$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|ug|inc|llc|ltd|limited|corp|corporation|co|company|plc|llp|s\.?a\.?r?\.?l?|sas|sarl|s\.?r\.?l|s\.?p\.?a|"
    r"b\.?v|n\.?v|lda|s\.?l|sp\. z o\.?o|group|gruppe|holding|industries|solutions|services|"
    r"systems|technologies|associates|"
    r"partners|bank|university|institute|consulting|logistics|engineering|manufacturing|foundation)\b\.?|株式会社|有限会社|合同会社",
    re.IGNORECASE,
)
_ADDRESS_LINE = re.compile(
    r"\b\d{4,6}\b|\b(?:street|st|road|rd|avenue|ave|suite|floor|box|str|straße|strasse|platz|rue|calle|via|plaza|laan|straat|"
    r"rua|ul)\b\.?(?:\s|,|\d)|straße|〒",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:\n|\||·|•|–|—| / |\t|\s{3,})\s*")


def contact_details(signature: str, *, sender_name: str = "") -> ContactDetails | None:
    """The fields of a signature block; None when it holds nothing but a name, or no signature was cut."""
    block = _without_small_print(signature)
    if not block.strip():
        return None
    mails = tuple(dict.fromkeys(one[1].lower() for one in addresses(block)))
    webs = tuple(dict.fromkeys(one[0].rstrip("/") for one in _WEB.finditer(block) if "@" not in one[0]))
    numbers = tuple(
        dict.fromkeys(
            " ".join(one[0].split()).strip(" .,;-") for one in phones(block) if not _is_fax(block, one)
        )
    )
    name, title, company = _words(block, sender_name)
    if not (mails or webs or numbers or title or company):
        return None
    return ContactDetails(name, title, company, mails, numbers, webs)


def _is_fax(block: str, number: re.Match[str]) -> bool:
    """Is it said on the same line, before or behind the number?"""
    before = block[max(0, number.start() - 12) : number.start()].rpartition("\n")[2]
    behind = block[number.end() : number.end() + 12].partition("\n")[0]
    return bool(_FAX.search(before)) or bool(
        re.match(r"\W{0,3}(?:tele)?fax\b|\W{0,3}\(?f\)", behind, re.IGNORECASE)
    )


def _without_small_print(signature: str) -> str:
    kept: list[str] = []
    for line in signature.split("\n"):
        if is_disclaimer(line):
            break
        if len(line) < 90 and not (line.rstrip().endswith(".") and len(line.split()) > 8):
            kept.append(line)
    return "\n".join(kept[:15])


def _words(block: str, sender_name: str) -> tuple[str, str, str]:
    """Name, title and company: each piece of a line is one of them, a way to reach the person, or an address."""
    name = title = company = ""
    for piece in _pieces(block, sender_name):
        if _same(piece, sender_name) and not name:
            name = piece
        elif _COMPANY.search(piece) and not company and not is_title(piece):
            company = piece
        elif is_title(piece) and not title:
            title = piece
        elif _COMPANY.search(piece) and not company:
            company = piece
        elif not name and not sender_name and _looks_like_name(piece):
            name = piece
        elif not company and (name or title) and _looks_like_firm(piece):
            company = piece
    return name, title, company


def _pieces(block: str, sender_name: str) -> list[str]:
    pieces: list[str] = []
    for line in _SPLIT.split(block):
        line = line.strip(" ,;:-_*\t>")
        # "Fay Windle, Hartwell Foods" is a name and a firm; "Sales, Europe" is one piece.
        first, comma, rest = line.partition(",")
        parts = (
            [first, rest]
            if comma and (_same(first, sender_name) or (not pieces and is_title(rest)))
            else [line]
        )
        for part in parts:
            part = part.strip(" ,;:-")
            if (
                1 < len(part) < 80
                and not addresses(part)
                and not phones(part)
                and not _WEB.search(part)
                and not _LABEL.match(part)
            ):
                pieces.append(part)
    return pieces


def _same(piece: str, sender_name: str) -> bool:
    wanted = {word for word in re.sub(r"\W+", " ", sender_name).lower().split() if len(word) > 1}
    said = {word for word in re.sub(r"\W+", " ", piece).lower().split() if len(word) > 1}
    return bool(wanted) and len(wanted & said) >= min(2, len(wanted)) and len(said) <= len(wanted) + 2


def _looks_like_name(piece: str) -> bool:
    words = piece.split()
    return (
        1 < len(words) <= 4
        and all(word[0].isupper() for word in words)
        and not any(c.isdigit() for c in piece)
    )


def _looks_like_firm(piece: str) -> bool:
    return (
        piece[0].isupper()
        and len(piece.split()) <= 6
        and not _ADDRESS_LINE.search(piece)
        and not piece.endswith((".", "!", "?"))
    )
