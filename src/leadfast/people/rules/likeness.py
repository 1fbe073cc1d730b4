"""How likely two descriptions are of one person, and why. Pure.

Evidence for and against is added up, field by field, as Fellegi and Sunter do ("A Theory for Record
Linkage", 1969): what is rarely equal by chance weighs more. The weights are decibans, so that 20 more make
the odds a hundred times as good; they were chosen by hand and checked on FEBRL 1 to 3.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from leadfast.foundation.contacts import domain_of, name_key

# From here on it is the same person; from there on a person should look.
SURE: Final = 100
LIKELY: Final = 60
# One address of a household, a switchboard or a reception desk is nobody's own.
_OPEN: Final = frozenset("info office sales contact hello mail kontakt admin team support".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of somebody, as far as it tells people apart. Blank says nothing."""

    given: str = ""
    family: str = ""
    company: str = ""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    street: str = ""
    house: str = ""
    more: str = ""
    city: str = ""
    postal_code: str = ""
    # As eight digits, and whatever number they are known by elsewhere.
    born: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """The sum of what speaks for and against, and the strongest of what speaks for it."""

    score: int
    reason: str

    @property
    def sure(self) -> bool:
        """Nobody has to look."""
        return self.score >= SURE

    @property
    def likely(self) -> bool:
        """Somebody has to look."""
        return LIKELY <= self.score < SURE


def compare(one: Traits, other: Traits) -> Alike:
    """The two in the light of each other."""
    found = [*_names(one, other), *_ways(one, other), *_places(one, other), *_marks(one, other)]
    score = sum(weight for weight, _ in found)
    best = sorted((item for item in found if item[0] > 0 and item[1]), reverse=True)[:3]
    return Alike(max(0, score), ", ".join(words for _, words in best))


def blocks(traits: Traits) -> Iterator[str]:
    """Those who share one of these are worth comparing; no others are looked at."""
    given, family = _letters(traits.given), _letters(traits.family)
    for mail in traits.mails:
        yield f"mail {mail}"
    for phone in traits.phones:
        yield f"phone {phone[-8:]}"
    if traits.number:
        yield f"number {traits.number}"
    if traits.born:
        yield f"born {traits.born}"
    # Given and family name are confused often enough to be put in one order.
    if given and family:
        yield "name " + " ".join(sorted((given, family)))
        yield f"sound {sound(family)} {given[:1]}"
        yield f"sound {sound(given)} {family[:1]}"
    if family and traits.postal_code:
        yield f"home {sound(family)} {traits.postal_code}"
    if given and traits.postal_code:
        yield f"home {sound(given)} {traits.postal_code}"
    street = _letters(traits.street)
    if street and traits.house:
        yield f"door {street[:6]} {traits.house}"
    if street and (family or given):
        yield f"street {street} {(family or given)[:2]}"
    if family and traits.company:
        yield f"works {family} {name_key(traits.company)[:8]}"


def sound(word: str) -> str:
    """The consonants of a word, alike ones made equal: Schmidt and Schmitt sound alike."""
    plain = _letters(word)
    if not plain:
        return ""
    classes = plain[:1] + "".join(_CLASS.get(letter, "") for letter in plain[1:])
    return re.sub(r"(.)\1+", r"\1", classes)[:5]


_CLASS: Final = {
    **dict.fromkeys("bpfv", "p"),
    **dict.fromkeys("cgjkqsxz", "s"),
    **dict.fromkeys("dt", "t"),
    "l": "l",
    **dict.fromkeys("mn", "m"),
    "r": "r",
}

_Found = Iterator[tuple[int, str]]


def _names(one: Traits, other: Traits) -> _Found:
    straight = _word(one.given, other.given, 20, -20) + _word(one.family, other.family, 35, -35)
    crossed = 0
    if one.given and one.family and other.given and other.family:
        crossed = _word(one.given, other.family, 27, -27) + _word(one.family, other.given, 27, -27)
    if crossed > max(straight, 0):
        yield crossed - 5, "the same names, given and family name exchanged"
    elif straight:
        yield straight, "the same name" if straight >= 50 else "a name like it"
    company = _word(one.company, other.company, 20, -8)
    if company:
        yield company, "the same company" if company >= 18 else "a company like it"


def _ways(one: Traits, other: Traits) -> _Found:
    shared = set(one.mails) & set(other.mails)
    if shared:
        own = any(mail.partition("@")[0] not in _OPEN for mail in shared)
        yield (70, "the same mail address") if own else (15, "the same office address")
    elif one.mails and other.mails:
        locals_ = {mail.partition("@")[0] for mail in one.mails} & {m.partition("@")[0] for m in other.mails}
        if locals_ - _OPEN:
            yield 20, "the same name before the @"
        elif {domain_of(mail) for mail in one.mails} & {domain_of(mail) for mail in other.mails}:
            yield 0, ""
        else:
            yield -10, ""
    if set(one.phones) & set(other.phones):
        yield 45, "the same number"
    elif {p[-8:] for p in one.phones} & {p[-8:] for p in other.phones}:
        yield 30, "a number that ends alike"
    elif one.phones and other.phones:
        yield -8, ""


def _places(one: Traits, other: Traits) -> _Found:
    yield _word(one.street, other.street, 35, -10), "the same street"
    if one.house and other.house:
        yield (18 if one.house == other.house else -5), "the same house number"
    yield _word(one.more, other.more, 18, -3), "the same address"
    yield _word(one.city, other.city, 15, -5), "the same town"
    if one.postal_code and other.postal_code:
        far = _edits(one.postal_code, other.postal_code)
        yield (25 if far == 0 else 12 if far == 1 else -8), "the same postal code"


def _marks(one: Traits, other: Traits) -> _Found:
    if one.born and other.born:
        far = _edits(one.born, other.born)
        turned = one.born[:4] + one.born[6:8] + one.born[4:6] == other.born
        yield (45 if far == 0 else 28 if far == 1 or turned else -15), "the same date of birth"
    if one.number and other.number:
        far = _edits(one.number, other.number)
        yield (70 if far == 0 else 45 if far == 1 else -25), "the same number elsewhere"


def _word(one: str, other: str, same: int, different: int) -> int:
    """Evidence of two words: all of it when they are equal, less the less alike they are."""
    a, b = _letters(one), _letters(other)
    if not a or not b:
        return 0
    if a == b:
        return same
    if len(a) == 1 or len(b) == 1:
        return same // 4 if a[0] == b[0] else different // 2
    alike = JaroWinkler.similarity(a, b)
    if alike >= 0.9 or _edits(a, b) == 1:
        return same * 4 // 5
    if alike >= 0.8:
        return same // 3
    return different if alike < 0.65 else different // 3


def _edits(one: str, other: str) -> int:
    return int(OSA.distance(one, other, score_cutoff=2))


def _letters(text: str) -> str:
    return "".join([letter for letter in name_key(text) if letter.isalnum()])
