"""Dates that are written out: 14 March, 14.3., March 14th, the 14th, March."""

from __future__ import annotations

import datetime as dt
import re

from leadfast.conversations.understanding.dates import calendar as cal
from leadfast.conversations.understanding.dates.calendar import DAY
from leadfast.conversations.understanding.dates.reader import Read, Reader, valid


def in_figures(r: Reader, index: int) -> Read | None:
    kind = r.kind(index)
    if kind not in ("iso", "dotted", "slashed"):
        return None
    pieces = [int(one) for one in re.findall(r"\d+", str(r.value(index)))]
    day: dt.date | None
    if kind == "iso":
        day = valid(*pieces)
    else:
        year = (pieces[2] if pieces[2] > 99 else 2000 + pieces[2]) if len(pieces) > 2 else None
        european = r.placed(pieces[0], pieces[1], year)
        american = r.placed(pieces[1], pieces[0], year)
        if kind == "dotted" or r.language not in ("en", "ja"):
            day = european or american
        elif r.language == "ja" or r.country in ("US", "PH", "JP"):
            day = american or european
        elif r.country or not (european and american):
            day = european or american
        else:
            day = min((european, american), key=lambda one: (one < r.at, abs((one - r.at).days)))
    return (index + 1, (day, day)) if day else None


def day_first(r: Reader, index: int) -> Read | None:
    """14 March 2026 · 14 to 18 March · Tuesday, 14 March"""
    if r.kind(index) not in ("ordinal", "number"):
        return None
    day, place, last = r.number(index), index + 1, 0
    ranged = r.kind(place) in ("to", "by") and r.kind(place + 1) in ("ordinal", "number")
    if ranged and r.kind(place + 2) == "month":
        last, place = r.number(place + 1), place + 2
    if r.kind(place) != "month":
        return None
    year, end = r.year_behind(place + 1)
    first = r.placed(day, r.number(place), year)
    if first is None:
        return None
    until = r.placed(last, first.month, first.year) if last else None
    return end, (first, until if until and until > first else first)


def month_first(r: Reader, index: int) -> Read | None:
    """March 14th, 2026 · March · March next year · next March"""
    if r.kind(index) != "month":
        return None
    number = r.number(index)
    numbered = r.kind(index + 1) in ("ordinal", "number") and 1 <= r.number(index + 1) <= 31
    if numbered and (r.kind(index + 1) == "ordinal" or r.kind(index + 2) != "clock"):
        year, end = r.year_behind(index + 2)
        day = r.placed(r.number(index + 1), number, year)
        if day is not None:
            return end, (day, day)
    if not r.tokens[index].sure and not r.beside_time(index):
        return None
    year, end = r.year_behind(index + 1)
    if year is None:
        stretch = cal.month(r.at.year, number)
        if stretch[1] <= r.at + DAY * 5:
            stretch = cal.month(r.at.year + 1, number)
    else:
        stretch = cal.month(year, number)
    return end, stretch


def bare_day(r: Reader, index: int) -> Read | None:
    """the 14th · le 14 · am 14."""
    return day_of_month(r, index, article=r.kind(index) == "ordinal")


def day_of_month(r: Reader, index: int, *, article: bool) -> Read | None:
    if r.kind(index) not in ("ordinal", "number") or not article:
        return None
    if r.kind(index + 1) in ("unit", "halfyear", "clock", "oclock", "part", "month", "quarter"):
        return None
    day = r.next_day_of_month(r.number(index), None)
    return (index + 1, (day, day)) if day else None
