"""Days that people name instead of a date: "after Labor Day", "nach Ostern", "à la rentrée".

Computed, so that every year is there; where the same words mean another day elsewhere, the country decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Stretch = tuple[dt.date, dt.date]


def easter(year: int) -> dt.date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus, Nature 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, over = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    fourth, left = divmod(rest, 4)
    weekday = (32 + 2 * over + 2 * fourth - epact - left) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)


def holiday(name: str, year: int, *, country: str = "") -> Stretch:
    """The first and the last day of a named holiday or season of holidays in a year."""
    if name == "thanksgiving" and country == "CA":
        return _one(_nth(year, 10, 0, 2))
    if name == "mayday" and country in ("CA", "US"):
        return _one(_nth(year, 9, 0, 1))
    if name == "easter" and country in ("GR", "RO", "BG", "RS", "UA"):
        return _one(_orthodox_easter(year))
    return _RULES[name](year)


def _one(day: dt.date) -> Stretch:
    return day, day


def _fixed(month: int, day: int, last_month: int = 0, last_day: int = 0) -> Callable[[int], Stretch]:
    def stretch(year: int) -> Stretch:
        first = dt.date(year, month, day)
        if not last_month:
            return first, first
        return first, dt.date(year + (last_month < month), last_month, last_day)

    return stretch


def _from_easter(first: int, last: int | None = None) -> Callable[[int], Stretch]:
    def stretch(year: int) -> Stretch:
        sunday = easter(year)
        end = first if last is None else last
        return sunday + dt.timedelta(days=first), sunday + dt.timedelta(days=end)

    return stretch


def _counted(month: int, weekday: int, number: int, more: int = 0) -> Callable[[int], Stretch]:
    def stretch(year: int) -> Stretch:
        first = _nth(year, month, weekday, number)
        return first, first + dt.timedelta(days=more)

    return stretch


def _nth(year: int, month: int, weekday: int, number: int) -> dt.date:
    """The n-th such weekday of a month; 0 is the last one."""
    if number == 0:
        after = dt.date(year + month // 12, month % 12 + 1, 1)
        return after - dt.timedelta(days=(after.weekday() - weekday - 1) % 7 + 1)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _orthodox_easter(year: int) -> dt.date:
    """Meeus' Julian algorithm, moved to the Gregorian calendar (13 days from 1900 to 2099)."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return dt.date(year, month, day + 1) + dt.timedelta(days=13)


_RULES: dict[str, Callable[[int], Stretch]] = {
    "allsaints": _fixed(11, 1),
    "armistice": _fixed(11, 11),
    "ascension": _from_easter(39),
    "assumption": _fixed(8, 15),
    "augustbank": _counted(8, 0, 0),
    "australiaday": _fixed(1, 26),
    "autumnbreak": _fixed(10, 12, 10, 31),
    "bastille": _fixed(7, 14),
    "blackfriday": _counted(11, 3, 4, 4),
    "boxingday": _fixed(12, 26),
    "canadaday": _fixed(7, 1),
    "carnival": _from_easter(-48, -47),
    "christmas": _fixed(12, 24, 12, 26),
    "columbus": _counted(10, 0, 2),
    "constitution": _fixed(12, 6, 12, 8),
    "corpuschristi": _from_easter(60),
    "earlymaybank": _counted(5, 0, 1),
    "easter": _from_easter(0, 1),
    "epiphany": _fixed(1, 6),
    "fallas": _fixed(3, 15, 3, 19),
    "feria": _from_easter(14, 20),
    "freedom": _fixed(4, 25),
    "goldenweek": _fixed(4, 29, 5, 6),
    "goodfriday": _from_easter(-2),
    "halloween": _fixed(10, 31),
    "hispanic": _fixed(10, 12),
    "holidays": _fixed(12, 20, 1, 1),
    "immaculate": _fixed(12, 8),
    "independence": _fixed(7, 4),
    "independencepl": _fixed(11, 11),
    "juneteenth": _fixed(6, 19),
    "kingsday": _fixed(4, 27),
    "laborday": _counted(9, 0, 1),
    "liberation": _fixed(4, 25),
    "liberationnl": _fixed(5, 5),
    "maybreak": _fixed(4, 25, 5, 3),
    "maybridges": _fixed(5, 1, 5, 3),
    "mayday": _fixed(5, 1),
    "memorialday": _counted(5, 0, 0),
    "mlk": _counted(1, 0, 3),
    "newyearsday": _fixed(12, 31, 1, 1),
    "obon": _fixed(8, 13, 8, 16),
    "oktoberfest": _fixed(9, 19, 10, 4),
    "pentecost": _from_easter(49, 50),
    "portugal": _fixed(6, 10),
    "presidents": _counted(2, 0, 3),
    "ramadan": _fixed(2, 18, 3, 20),
    "republic": _fixed(6, 2),
    "saints": _fixed(6, 12, 6, 29),
    "sanjuan": _fixed(6, 24),
    "sinterklaas": _fixed(12, 5),
    "springbank": _counted(5, 0, 0),
    "stpatrick": _fixed(3, 17),
    "summerbreak": _fixed(7, 1, 8, 31),
    "superbowl": _counted(2, 6, 2),
    "taxseason": _fixed(4, 1, 4, 15),
    "thanksgiving": _counted(11, 3, 4),
    "unity": _fixed(10, 3),
    "valentine": _fixed(2, 14),
    "veterans": _fixed(11, 11),
    "winterbreak": _fixed(2, 1, 2, 28),
}
