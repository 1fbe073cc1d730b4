"""One line about a lead, as one would say it: who, what of, and how to reach them. Pure."""

import re
from dataclasses import dataclass

import phonenumbers

from leadfast.capture.doors.hand.vocabulary import LEGAL_FORMS, TRADES

_MAIL = re.compile(
    r"(?<![^\s@<>,;:\"()\[\]])[^\s@<>,;:\"()\[\]]{1,200}@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"()\[\]]{2,}"
)
_WEB = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
# "Dan Cohen (Cohen Ltd)" are two parts; "Siemens (UK) Ltd" is one.
_PARTS = re.compile(
    r"[,;|\n\t]+|\s+[-–—]\s+|\s+(?:at|from|of)\s+(?=[A-Z])|\s+\((?=[^()]*\)\s*(?:[,;|\n\t]|$))"
)
# Looks like a number but belongs to nobody we can dial from here: kept as it was typed.
_DIGITS = re.compile(r"\+?\d[\d\s().\-/]{5,}\d")


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says."""

    name: str = ""
    company: str = ""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    website: str = ""
    note: str = ""


def read(text: str, *, country: str) -> Told:
    """Addresses and numbers wherever they stand; then the first words are who, the rest is kept as a note."""
    left = text
    mails = tuple(match.strip(".") for match in _MAIL.findall(left))
    left = _MAIL.sub(", ", left)
    web = _WEB.search(left)
    left = _WEB.sub(", ", left)
    phones, left = _phones(left, country)
    parts = [part.strip(' .:()<>"') for part in _PARTS.split(left)]
    parts = [part for part in parts if part]
    name, company, rest = _who(parts)
    note = ", ".join(rest)
    return Told(name, company, mails, phones, web.group(0).strip(".,;") if web else "", note)


def _phones(text: str, country: str) -> tuple[tuple[str, ...], str]:
    matches = list(
        phonenumbers.PhoneNumberMatcher(text, country or None, leniency=phonenumbers.Leniency.POSSIBLE)
    )
    found = [match.raw_string for match in matches]
    for match in reversed(matches):
        text = f"{text[: match.start]}, {text[match.end :]}"
    for odd in _DIGITS.findall(text):
        found.append(odd)
        text = text.replace(odd, ", ")
    return tuple(found), text


def _who(parts: list[str]) -> tuple[str, str, list[str]]:
    """Name, company and what is left. The first part is who, unless a later one looks more like a name."""
    if not parts:
        return "", "", []
    companies = [part for part in parts if _is_company(part)]
    company = companies[0] if companies else ""
    others = [part for part in parts if part != company]
    name = ""
    if others and _is_name(others[0]):
        name, others = others[0], others[1:]
    if not name and not company:
        # Something is always somebody: the first words, whatever they are.
        name, others = others[0], others[1:]
    return name, company, others


def _is_company(part: str) -> bool:
    words = [word.strip(".&'").lower() for word in part.split()]
    if words and words[-1] in LEGAL_FORMS:
        return True
    # "Beacon Dental" is called so; "big bakery in Leeds" only describes one.
    called = part[:1].isupper() or part[:1].isdigit()
    return called and any(word in TRADES or word in LEGAL_FORMS for word in words[1:])


def _is_name(part: str) -> bool:
    words = part.split()
    return 0 < len(words) <= 5 and not any(c.isdigit() for c in part) and not _describes(words)


def _describes(words: list[str]) -> bool:
    """A description is written small: "big bakery in Leeds". So may be a name, but then it is short."""
    small = [word for word in words if word[:1].islower()]
    return len(words) > 2 and len(small) * 2 >= len(words)
