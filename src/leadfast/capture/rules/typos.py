"""Mail addresses whose domain looks like a slip of the finger: asked about, never changed. Pure.

Only domains where everybody has an address are compared with: whose own domain is one letter away from another's is
right as it is. Distances are those of Damerau: a letter more, less, other, or two swapped.
"""

from functools import lru_cache
from typing import Final

from leadfast.conversations.rules.free_mail import FREE_MAIL

# The large ones, by how likely they are meant; everything in FREE_MAIL is right as it is.
_MEANT: Final = (
    "gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "googlemail.com", "protonmail.com",
    "hotmail.co.uk", "yahoo.co.uk", "hotmail.fr", "yahoo.fr", "wanadoo.fr", "orange.fr", "laposte.net",
    "t-online.de", "outlook.de", "hotmail.de", "yahoo.de", "freenet.de", "libero.it", "virgilio.it", "hotmail.it",
    "hotmail.es", "yahoo.es", "outlook.es", "btinternet.com", "comcast.net", "verizon.net", "bigpond.com",
    "rediffmail.com", "terra.com.br", "seznam.cz", "interia.pl", "ziggo.nl", "bluewin.ch", "yandex.ru",
)  # fmt: skip
# Real ones that a careful reader would not take for a slip.
_RIGHT: Final = FREE_MAIL | frozenset(
    """
    mail.com email.com ymail.com gmx.com fmail.com tmail.com hotmail.be hotmail.nl outlook.fr outlook.it
    outlook.be outlook.nl outlook.pt outlook.in outlook.co.th yahoo.it yahoo.ca yahoo.in yahoo.ie yahoo.se
    yahoo.no yahoo.dk yahoo.gr yahoo.pl yahoo.ro yahoo.co.in yahoo.co.jp yahoo.co.id yahoo.co.nz yahoo.co.za
    yahoo.com.br yahoo.com.au yahoo.com.mx yahoo.com.ar yahoo.com.sg yahoo.com.hk yahoo.com.tw hotmail.ca
    hotmail.se hotmail.no hotmail.ch hotmail.gr hotmail.com.br hotmail.com.au orange.com orange.es orange.pl
    orange.be libero.com verizon.com comcast.com laposte.fr yandex.com yandex.ua seznam.sk gmail.de
    """.split()  # noqa: SIM905 (a table reads better)
)
# So short that most of what is near is somebody's own.
_SHORTEST: Final = 5


@lru_cache(maxsize=4096)
def meant_domain(domain: str) -> str:
    """The large domain that was probably meant; empty when this one is right, or nobody can say."""
    given = domain.strip().lower().rstrip(".")
    if not given or given in _RIGHT or "." not in given:
        return ""
    name, _, ending = given.partition(".")
    for meant in _MEANT:
        its_name, _, its_ending = meant.partition(".")
        in_name = _distance(name, its_name)
        in_ending = _distance(ending, its_ending)
        if len(its_name) < _SHORTEST or in_name > 2 or in_ending > 1 or not in_name + in_ending:
            continue
        # Hardly anybody slips at the first letter, unless it changes places with the second.
        if name[:1] != its_name[:1] and set(name[:2]) != set(its_name[:2]):
            continue
        # Two slips in one name are believed only of a long one whose ending is right.
        if in_name == 2 and (in_ending or len(its_name) < 7):
            continue
        # Another ending is another country, unless it is nobody's.
        if in_ending and ending in _COUNTRIES:
            continue
        return meant
    return ""


def meant(address: str) -> str:
    """The address that was probably meant; empty when there is nothing to ask."""
    local, at, domain = address.strip().rpartition("@")
    better = meant_domain(domain) if at and local else ""
    return f"{local}@{better}" if better else ""


def _distance(one: str, other: str) -> int:
    """Damerau's, of neighbours swapped at most once; 3 stands for more."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        next_row = [i]
        for j, its in enumerate(other, start=1):
            cost = min(row[j] + 1, next_row[j - 1] + 1, row[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, before[j - 2] + 1)
            next_row.append(cost)
        before, row = row, next_row
    return min(row[-1], 3)


# Endings that exist beside the large ones: "yahoo.cz" is no slip of "yahoo.ca".
_COUNTRIES: Final = frozenset(
    """
    com net org info biz de fr es it nl be ch at uk co.uk ie pt pl cz sk hu ro bg gr dk se no fi is ee lv lt ru ua
    tr il in jp co.jp cn hk sg au com.au nz ca us mx com.mx br com.br ar cl me io eu
    """.split()  # noqa: SIM905 (a table reads better)
)
