"""Name, title and company among the lines that are left: each line scored for each, the best lot taken. Pure."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from leadfast.capture.doors.card import vocabulary
from leadfast.capture.doors.card.sight import Line

ROLES: Final = ("name", "title", "company")
# Most lines of a card are short of these; the tallest of the rest are tried first.
_TRIED: Final = 7
_NOTHING: Final = 0.35
# Where everybody may have an address: such a domain says nothing about a company.
_OPEN_HOUSES: Final = frozenset(
    {
        "gmail", "googlemail", "gmx", "web", "yahoo", "hotmail", "outlook", "icloud", "live", "aol", "proton",
        "protonmail", "t-online", "freenet", "orange", "wanadoo", "free", "laposte", "libero", "qq", "163", "126",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What the rest of the card says about who it is: mail names, and the house of its mail and web."""

    people: tuple[str, ...]
    houses: tuple[str, ...]


def known(mails: Sequence[str], webs: Sequence[str]) -> Known:
    """From addresses: ``kendra@maslowhomes.example`` knows a *kendra* and a *maslowhomes*."""
    people = tuple(mail.split("@")[0] for mail in mails)
    hosts = [mail.split("@")[1] for mail in mails] + [
        re.sub(r"^https?://", "", web).split("/")[0] for web in webs
    ]
    houses = dict.fromkeys(_house(host) for host in hosts)
    return Known(people, tuple(house for house in houses if house and house not in _OPEN_HOUSES))


def of(lines: Sequence[Line], said: Known) -> dict[str, tuple[int, float]]:
    """The line of each role with how sure that is; a role that no line fits is absent."""
    order = sorted(range(len(lines)), key=lambda place: -lines[place].height)[:_TRIED]
    if not order:
        return {}
    tallest = max(line.height for line in lines)
    scores = [
        {
            "name": _name(lines[place], said, lines[place].height / tallest),
            "title": _title(lines[place].text),
            "company": _company(lines[place], said, lines[place].height / tallest),
        }
        for place in order
    ]
    best = max(_lots(len(order)), key=lambda lot: _total(lot, scores))
    return {
        role: (order[place], _sure(scores[place], role))
        for role, place in zip(ROLES, best, strict=True)
        if place is not None
    }


#: A line for each role, in their order; None where a role has none.
Lot = tuple[int | None, ...]


def _lots(lines: int) -> Iterator[Lot]:
    """Every way to give the roles to different lines, or to none."""
    for lot in itertools.product((*range(lines), None), repeat=len(ROLES)):
        taken = [place for place in lot if place is not None]
        if len(set(taken)) == len(taken):
            yield lot


def _total(lot: Lot, scores: Sequence[dict[str, float]]) -> float:
    return sum(
        _NOTHING if place is None else scores[place][role] for role, place in zip(ROLES, lot, strict=True)
    )


_SPELT: Final = {
    ord(letter): said
    for letter, said in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ß", "ss"),
        ("ø", "o"),
        ("æ", "ae"),
        ("ł", "l"),
    )
}


def plain(text: str) -> str:
    """Letters and digits only, small, without accents; ä as in addresses: ae."""
    spelt = text.lower().translate(_SPELT)
    decomposed = unicodedata.normalize("NFKD", spelt)
    return re.sub(r"[\W_]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _sure(scored: dict[str, float], role: str) -> float:
    rival = max(value for other, value in scored.items() if other != role)
    return max(0.2, min(0.99, 0.6 + 0.4 * (scored[role] - max(rival, _NOTHING))))


def _name(line: Line, said: Known, size: float) -> float:
    text = vocabulary.HONORIFIC.sub("", line.text).strip()
    if not text or re.search(r"\d|[@:/|&+]", text):
        return 0.0
    score = 0.25 + 0.3 * size
    if vocabulary.CJK.search(text):
        bare = re.sub(r"\s", "", text)
        score += 0.45 if 2 <= len(bare) <= 5 and not vocabulary.has_title_sign(text) else -0.4
    else:
        words = re.split(r"[\s]+", text)
        fits = 2 <= len(words) <= 4 and all(
            word[:1].isupper() or word.lower() in _PARTICLES for word in words
        )
        score += 0.35 if fits else (-0.1 if len(words) == 1 else -0.3)
        score -= 0.25 * sum(vocabulary.is_title_word(word) for word in words)
        score -= 0.25 * sum(_is_company_word(word) for word in words)
        score += 0.5 * _like_person(words, said.people)
    if vocabulary.HONORIFIC.match(line.text):
        score += 0.25
    if vocabulary.LEGAL_FORM.search(text):
        score -= 0.6
    return score


_PARTICLES: Final = frozenset(
    {
        "von", "van", "de", "der", "den", "del", "della", "di", "da", "dos", "le", "la", "du", "zu", "zur", "of",
        "y", "e", "bin", "al", "ibn",
    }
)  # fmt: skip


def _title(text: str) -> float:
    if re.search(r"\d{2}|@", text):
        return 0.0
    if vocabulary.CJK.search(text):
        return 0.9 if vocabulary.has_title_sign(text) and not vocabulary.LEGAL_FORM.search(text) else 0.2
    words = [word for word in re.split(r"[\s,/&-]+", text) if word]
    hits = sum(vocabulary.is_title_word(word) for word in words)
    if not words:
        return 0.0
    score = 0.3 + 0.75 * hits / len(words) + (0.1 if hits else 0)
    if vocabulary.LEGAL_FORM.search(text):
        score -= 0.5
    return score


def _company(line: Line, said: Known, size: float) -> float:
    text = line.text
    if "@" in text or re.search(r"\d{4}", text):
        return 0.0
    score = 0.3 + 0.15 * size
    if vocabulary.LEGAL_FORM.search(text):
        score += 0.6
    words = [word for word in re.split(r"[\s,&/-]+", text) if word]
    score += min(0.4, 0.25 * sum(_is_company_word(word) for word in words))
    if "&" in text or re.search(r"\b(?:and|und|et|y)\b", text):
        score += 0.1
    titles = sum(vocabulary.is_title_word(word) for word in words)
    score -= 0.3 * titles / max(1, len(words))
    score += 0.55 * _like_house(text, said.houses)
    if vocabulary.CJK.search(text) and not vocabulary.LEGAL_FORM.search(text):
        score -= 0.15
    if text[:1].islower() and text == text.lower() and not _like_house(text, said.houses):
        # Rather a remark that somebody wrote on it.
        score -= 0.25
    return score


def _is_company_word(word: str) -> bool:
    return word.lower().strip(".,") in vocabulary.COMPANY_WORDS


def _like_person(words: Sequence[str], people: Sequence[str]) -> float:
    """How much of a name is in the name part of a mail: all of it, one word, an initial with a word."""
    best = 0.0
    parts = [plain(word) for word in words if len(word) > 1]
    for person in people:
        flat = plain(person)
        hits = sum(len(part) > 2 and part in flat for part in parts)
        initials = bool(parts) and flat == parts[0][:1] + parts[-1]
        best = max(best, 1.0 if initials else min(1.0, hits / 2 if hits < 2 else 1.0))
    return best


def _like_house(text: str, houses: Sequence[str]) -> float:
    """How alike a line is to the domain: 1 when it is the domain spelt out."""
    flat = plain(text)
    if len(flat) < 3:
        return 0.0
    best = 0.0
    for house in houses:
        whole = fuzz.ratio(flat, plain(house)) / 100
        part = fuzz.partial_ratio(flat, plain(house)) / 100 if min(len(flat), len(house)) >= 5 else 0.0
        best = max(best, whole if whole > 0.85 else max(whole, 0.75 * part))
    return max(0.0, (best - 0.4) / 0.6)


def _house(host: str) -> str:
    """The name in a domain: ``www.maslowhomes.co.uk`` is *maslowhomes*."""
    labels = [label for label in host.lower().split(".") if label != "www"]
    while (
        len(labels) > 1
        and (len(labels[-1]) <= 3 or labels[-1] in ("info", "example", "email", "online", "shop"))
        and len(labels) > 1
    ):
        labels.pop()
    return labels[-1] if labels else ""
