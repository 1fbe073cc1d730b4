"""The same person twice in one file, and two people with one address. Pure."""

import re
import unicodedata
from dataclasses import dataclass, field

from leadfast.capture.rules.found import Found


@dataclass(slots=True)
class Twins:
    """Remembers the rows of a file by address and number. Memory grows with the rows: for previews and measures."""

    _by_mail: dict[str, int] = field(default_factory=dict)
    _by_phone: dict[str, list[int]] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _companies: dict[int, str] = field(default_factory=dict)

    def look(self, number: int, found: Found) -> tuple[str, int]:
        """*same* or *other_name* and the earlier row; *new* otherwise. ``found`` has to be tidy."""
        for mail in found.mails:
            if (first := self._by_mail.get(mail)) is not None:
                same = alike(found.name, self._names[first]) or not found.name or not self._names[first]
                if same:
                    self._point(first, found)
                return ("same" if same else "other_name"), first
        for phone in found.phones:
            for first in self._by_phone.get(phone, ()):
                if found.name and alike(found.name, self._names[first]):
                    self._point(first, found)
                    return "same", first
        self._names[number] = found.name
        self._point(number, found)
        return "new", 0

    def _point(self, number: int, found: Found) -> None:
        for mail in found.mails:
            self._by_mail.setdefault(mail, number)
        for phone in found.phones:
            self._by_phone.setdefault(phone, []).append(number)


def alike(one: str, other: str) -> bool:
    """Can these be the names of one person? Initials, accents, umlauts spelt out, middle names and order vary."""
    for ours in _readings(one):
        for theirs in _readings(other):
            if ours and theirs and _fit(ours, theirs):
                return True
    return False


def _fit(one: list[str], other: list[str]) -> bool:
    short, long = sorted((one, other), key=len)
    left = list(long)
    whole = 0
    for word in short:
        match = next((w for w in left if w == word), None) or next(
            (w for w in left if (len(word) == 1 or len(w) == 1) and w[0] == word[0]), None
        )
        if match is None:
            return False
        whole += len(word) > 1 and len(match) > 1
        left.remove(match)
    return whole > 0


def _readings(name: str) -> tuple[list[str], list[str]]:
    """A name with its umlauts as single letters, and spelt out."""
    small = unicodedata.normalize("NFC", name).casefold()
    spelt = small.translate(
        {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ø"): "oe", ord("å"): "aa", ord("æ"): "ae"}
    )
    return _words(small), _words(spelt)


def _words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word for word in re.split(r"[^\w]+", plain) if word and not word.isdigit()]
