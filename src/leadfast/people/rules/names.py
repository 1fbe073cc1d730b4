"""Which part of a name is the given one, which the family's. Pure."""

import re
from functools import cache, lru_cache
from typing import Final

from nameparser import HumanName
from nameparser.config import CONSTANTS

from leadfast.people.rules.family_names import FAMILY_NAMES

# A word of a name in scripts that put the given name first (Latin, Greek, Cyrillic).
_WORD: Final = r"[^\W\d_\u0500-\u1dff\u2000-\uffff]{2,}(?:-[^\W\d_\u0500-\u1dff\u2000-\uffff]+)?"
# Two or three such words, the middle one perhaps an initial, or the family's name first behind a comma:
# nothing about them has to be looked at again.
_PLAIN: Final = re.compile(
    rf"(?P<given>{_WORD}) (?:(?P<middle>{_WORD}|[A-Z]\.?) )?(?P<family>{_WORD})|(?P<last>{_WORD}), (?P<first>{_WORD})"
)
_TITLES = frozenset(
    "mr mrs ms miss dr prof sir dame herr frau m mme mlle sr sra srta dott ing rev hon st".split()  # noqa: SIM905
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "mba"))
# What somebody does, written behind the name without being part of it.
_PROFESSION: Final = re.compile(
    r"[\s,]+(?:(?:attorneys?|att(?:orne)?y\.?|counsell?ors?|barristers?|solicitors?|advocates?)(?:[ -]at[ -]law)?"
    r"|rechtsanw[aä]lt(?:in)?|avocate?|abogad[oa]|avvocat[oa]|architects?|architekt(?:in)?|architecte"
    r"|notar(?:in|y public)?|steuerberater(?:in)?|chartered accountants?)\b.*$",
    re.IGNORECASE,
)
_WORKS_LISTED: Final = """
attorney attorneys atty advocate advocates abogado abogada avvocato avvocata avocat avocate architect architects
architekt architektin architecte barrister barristers solicitor solicitors counselor counsellor counselors
counsellors notar notarin rechtsanwalt rechtsanwältin rechtsanwaltin steuerberater steuerberaterin representative
senator congressman congresswoman alderman alderwoman councilman councilwoman councillor councilor doctors drs state
"""
_WORKS: Final = frozenset(_WORKS_LISTED.split())
# Titles that the parser does not know.
_OFFICE: Final = re.compile(
    r"^(?:(?:state )?(?:representative|senator)|congress(?:wo)?man|alder(?:wo)?man|council(?:lor|l?(?:wo)?man)"
    r"|doctors|drs)\.? (?=\S)",
    re.IGNORECASE,
)


def given_and_family(shown: str) -> tuple[str, str]:
    """Given and family name; two empty texts for an address or a number kept as a name."""
    if "@" in shown or shown.startswith("+"):
        return "", ""
    plain = _PLAIN.fullmatch(shown)
    if plain is None:
        return _looked_at(shown)
    given, middle, family, last, first = plain.groups()
    if last:
        given, family = first, last
    elif middle is None:
        before = given.lower()
        if before in _TITLES or before in _never_given() or family.lower() in _SUFFIXES:
            return _looked_at(shown)
        return given, family
    if _special().isdisjoint((given.lower(), (middle or "").lower(), family.lower())):
        return given, family
    return _looked_at(shown)


@cache
def _never_given() -> frozenset[str]:
    """Particles that are no given name anywhere: “de Ruiter” is a family's name alone."""
    return frozenset(CONSTANTS.non_first_name_prefixes)


@cache
def _special() -> frozenset[str]:
    """Words that are more than a name's part to the parser: titles, suffixes, particles."""
    told = (
        CONSTANTS.titles,
        CONSTANTS.first_name_titles,
        CONSTANTS.suffix_acronyms,
        CONSTANTS.suffix_not_acronyms,
    )
    parts = CONSTANTS.prefixes, CONSTANTS.conjunctions, CONSTANTS.bound_first_names
    return frozenset(word for some in (*told, *parts) for word in some) | _WORKS


@lru_cache(maxsize=4096)
def _looked_at(shown: str) -> tuple[str, str]:
    name = _OFFICE.sub("", profession_cut(shown))
    words = name.split()
    if len(words) == 1:
        return _single(words[0])
    parts = HumanName(name)
    given, family = str(parts.first), str(parts.last)
    if not given and not family:
        # Every word of it is a title somewhere: Bishop Knight is somebody nevertheless.
        return " ".join(words[:-1]), words[-1]
    return given, family


def profession_cut(shown: str) -> str:
    """A name without the profession that is written behind it (Jo Smith, attorney at law)."""
    return _PROFESSION.sub("", shown) or shown


def bears_an_office(shown: str) -> bool:
    """Is a profession written behind the name, or an office before it? Then it is somebody's."""
    return profession_cut(shown) != shown or _OFFICE.match(shown) is not None


def _single(word: str) -> tuple[str, str]:
    """A single word is a given name, as people sign, unless it is a family's more often."""
    plain = word.strip(".,")
    return ("", plain) if plain.lower() in FAMILY_NAMES else (plain, "")
