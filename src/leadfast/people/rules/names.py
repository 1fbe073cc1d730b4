"""Which part of a name is the given one, which the family's. Pure."""

import re
from functools import lru_cache

from nameparser import HumanName

# Two words of letters: nothing about them has to be looked at again.
_TWO_WORDS = re.compile(r"([^\W\d_]{2,}(?:-[^\W\d_]+)?) ([^\W\d_]{2,}(?:-[^\W\d_]+)?)")
_TITLES = frozenset(
    "mr mrs ms miss dr prof sir dame herr frau m mme mlle sr sra srta dott ing rev hon".split()  # noqa: SIM905
)


def given_and_family(shown: str) -> tuple[str, str]:
    """Given and family name; two empty texts for an address or a number kept as a name."""
    if "@" in shown or shown.startswith("+"):
        return "", ""
    plain = _TWO_WORDS.fullmatch(shown)
    if (
        plain is not None
        and plain.group(1).lower() not in _TITLES
        and plain.group(2).lower() not in _SUFFIXES
    ):
        return plain.group(1), plain.group(2)
    return _looked_at(shown)


_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "mba"))


@lru_cache(maxsize=4096)
def _looked_at(shown: str) -> tuple[str, str]:
    parts = HumanName(shown)
    return str(parts.first), str(parts.last)
