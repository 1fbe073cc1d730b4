"""Quarters, seasons, holidays and words for a time: Q2, next spring, Easter, month end, the new year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from leadfast.conversations.understanding.dates import calendar as cal
from leadfast.conversations.understanding.dates import holidays, written
from leadfast.conversations.understanding.dates.calendar import DAY, Stretch
from leadfast.conversations.understanding.dates.reader import Read, Reader, valid


def counted(r: Reader, index: int) -> Read | None:
    """Q2 · second quarter · 2. Halbjahr · zweite Hälfte · H1 2027"""
    kind = r.kind(index)
    if kind in ("quarter", "halfyear"):
        number, name, place = r.number(index), kind, index + 1
    elif kind in ("ord", "ordinal", "number") and r.kind(index + 1) == "unit":
        number, name, place = r.number(index), str(r.value(index + 1)), index + 2
    elif kind in ("ord", "ordinal") and r.kind(index + 1) == "weekof":
        number, name, place = r.number(index), "week", index + 2
    elif kind == "half" and r.value_is(index + 1, "unit", "halfyear"):
        number, name, place = r.number(index), "halfyear", index + 2
    else:
        return None
    if name == "week" and r.kind(place) == "month":
        month = written.month_first(r, place)
        first = month[1][0] + 7 * DAY * (number - 1) if month and number <= 4 else None
        return (month[0], (first, first + 6 * DAY)) if month and first else None
    if name not in ("quarter", "halfyear") or not 1 <= number <= (4 if name == "quarter" else 2):
        return None
    year, end = r.year_behind(place)
    size = 3 if name == "quarter" else 6
    stretch = cal.months(year or r.at.year, (number - 1) * size + 1, size)
    if year is None and stretch[1] < r.at + DAY * 5:
        stretch = cal.months(r.at.year + 1, (number - 1) * size + 1, size)
    return end, stretch


def season(r: Reader, index: int) -> Read | None:
    if r.kind(index) not in ("season",):
        return counted(r, index) if r.kind(index) in ("quarter", "halfyear") else None
    if not r.tokens[index].sure and not r.beside_time(index):
        return None
    year, end = r.year_behind(index + 1)
    if r.kind(end) == "next":
        end += 1
    name = str(r.value(index))
    stretch = cal.season(name, year or r.at.year)
    if year is None and stretch[1] < r.at + DAY * 10:
        stretch = cal.season(name, r.at.year + 1)
    return end, stretch


def holiday(r: Reader, index: int) -> Read | None:
    if r.kind(index) != "holiday":
        return None
    name = str(r.value(index))
    if name == "summerbreak" and (r.at.month >= 11 or r.at.month == 1):
        name = "holidays"
    year, end = r.year_behind(index + 1)
    years = [year] if year else [r.at.year - 1, r.at.year, r.at.year + 1]
    for one in years:
        stretch = holidays.holiday(name, one, country=r.country)
        if year or stretch[1] >= r.at - DAY * 2:
            return end, stretch
    return None


def relative(r: Reader, index: int) -> Read | None:
    if r.kind(index) != "rel":
        return None
    at, name = r.at, str(r.value(index))
    end = index + 1
    if name == "newyear":
        year = at.year + (at.month > 1)
        return end, (dt.date(year, 1, 2), dt.date(year, 1, 31))
    if name == "nextyear" and r.kind(end) == "month":
        return end + 1, cal.month(at.year + 1, r.number(end))
    if name in ("nextmonth", "thismonth") and r.kind(end) == "ordinal":
        month = cal.unit(at, "month", int(name == "nextmonth"))
        day = valid(month[0].year, month[0].month, r.number(end)) if month else None
        return (end + 1, (day, day)) if day else None
    if name in ("nextweek", "thisweek", "weekafternext") and r.kind(end) == "weekday":
        monday = cal.week(at + 7 * DAY * {"thisweek": 0, "nextweek": 1, "weekafternext": 2}[name])[0]
        return end + 1, (monday + DAY * r.number(end),) * 2
    stretch = _RELATIVE[name](at) if name in _RELATIVE else None
    return (end, stretch) if stretch else None


def year(r: Reader, index: int) -> Read | None:
    if r.kind(index) == "year" and r.kind(index - 1) not in ("gap", "", "stop") and r.number(index) >= r.at.year:  # fmt: skip  # noqa: E501
        if r.kind(index + 1) == "month":
            return index + 2, cal.month(r.number(index), r.number(index + 1))
        return index + 1, cal.months(r.number(index), 1, 12)
    if r.kind(index) == "year" and r.kind(index + 1) == "month":
        if r.kind(index + 2) == "ordinal":
            day = valid(r.number(index), r.number(index + 1), r.number(index + 2))
            return (index + 3, (day, day)) if day else None
        return index + 2, cal.month(r.number(index), r.number(index + 1))
    return None


_RELATIVE: dict[str, Callable[[dt.date], Stretch | None]] = {
    "today": lambda at: (at, at),
    "tomorrow": lambda at: (at + DAY, at + DAY),
    "overmorrow": lambda at: (at + 2 * DAY, at + 2 * DAY),
    "soon": lambda at: (at + DAY, at + 5 * DAY),
    "thisweek": lambda at: (min(at + DAY, cal.week(at)[1]), cal.week(at)[1]),
    "nextweek": lambda at: cal.unit(at, "week", 1),
    "weekafternext": lambda at: cal.unit(at, "week", 2),
    "thismonth": lambda at: (at + DAY, cal.month(at.year, at.month)[1]),
    "nextmonth": lambda at: cal.unit(at, "month", 1),
    "monthafternext": lambda at: cal.unit(at, "month", 2),
    "nextquarter": lambda at: cal.unit(at, "quarter", 1),
    "thisyear": lambda at: (at + DAY, dt.date(at.year, 12, 31)),
    "nextyear": lambda at: cal.unit(at, "year", 1),
    "yearend": lambda at: (max(at, dt.date(at.year, 12, 1)), dt.date(at.year, 12, 31)),
    "yearmid": lambda at: cal.months(at.year + (at.month > 7), 6, 2),
    "monthend": lambda at: cal.third(cal.month(at.year, at.month + (at.day > 27)), "late"),
    "monthstart": lambda at: cal.third(cal.month(at.year, at.month + 1), "early"),
    "weekend": lambda at: cal.third(cal.week(at + DAY * (2 if at.weekday() >= 4 else 0)), "late"),
    "quarterend": lambda at: cal.third(cal.unit(at, "quarter", 0) or (at, at), "late"),
    "quarterstart": lambda at: cal.third(cal.unit(at, "quarter", 1) or (at, at), "early"),
    "nextfiscal": lambda at: cal.months(at.year + (at.month >= 4), 4, 2),
    "fiscalend": lambda at: cal.months(at.year + (at.month >= 4), 3, 1),
    "halfyear": lambda at: cal.later(at, 6, "month"),
    "schoolreturn": lambda at: cal.month(at.year + (at.month > 9), 9),
}
