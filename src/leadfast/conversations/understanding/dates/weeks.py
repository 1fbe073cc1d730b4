"""Weekdays, weeks and so many units from now: next Tuesday, the week after next, in two weeks, KW 12."""

from __future__ import annotations

from leadfast.conversations.understanding.dates import calendar as cal
from leadfast.conversations.understanding.dates import seasons, written
from leadfast.conversations.understanding.dates.calendar import DAY
from leadfast.conversations.understanding.dates.reader import Read, Reader


def weekday(r: Reader, index: int) -> Read | None:
    """Thursday · Thursday 14 March · Thursday the 14th · Thursday next week · mercredi prochain · (水)"""
    place = index
    ahead = r.kind(place) in ("next", "this")
    place += ahead
    if r.kind(place) != "weekday":
        return None
    wanted = r.number(place)
    after = place + 1
    if not ahead and r.kind(after) in ("ordinal", "number", "dotted", "slashed", "month", "iso"):
        said = written.in_figures(r, after) or written.day_first(r, after) or written.month_first(r, after)
        if said is not None and said[1][0] == said[1][1]:
            return said
        if (
            r.kind(after) in ("ordinal", "number")
            and 1 <= r.number(after) <= 31
            and (r.kind(after + 1) not in ("clock", "oclock", "part", "unit") or r.kind(after) == "ordinal")
        ):
            day = r.next_day_of_month(r.number(after), wanted)
            if day is not None and (day.weekday() == wanted or r.kind(after) == "ordinal"):
                return after + 1, (day, day)
    day = r.at + DAY * ((wanted - r.at.weekday() - 1) % 7 + 1)
    for words in (0, 1):
        weeks = r.kind(after + words)
        if weeks in ("next", "afternext") and r.value_is(after + words + 1, "unit", "week"):
            jump = 2 if weeks == "afternext" else 1
            day = cal.week(r.at + 7 * DAY * jump)[0] + DAY * wanted
            return after + words + 2, (day, day)
        if r.value_is(after + words, "unit", "week") and r.kind(after + words + 1) == "next":
            day = cal.week(r.at + 7 * DAY)[0] + DAY * wanted
            return after + words + 2, (day, day)
        if r.kind(after) != "in":
            break
    if r.value_is(after, "rel", "nextweek"):
        return after + 1, (cal.week(r.at + 7 * DAY)[0] + DAY * wanted,) * 2
    if r.kind(after) == "next" and r.kind(after + 1) != "weekday":
        if r.kind(after + 1) in ("ordinal", "number"):
            said = written.day_first(r, after + 1)
            if said is not None:
                return said
        after += 1
    return after, (day, day)


def next_something(r: Reader, index: int) -> Read | None:
    """next week · this month · the week after next · next March · next spring"""
    kind = r.kind(index)
    if kind not in ("next", "this", "afternext", "last"):
        return None
    ahead = {"next": 1, "this": 0, "afternext": 2, "last": -1}[kind]
    follows = r.kind(index + 1)
    if follows == "num" and r.kind(index + 2) == "unit" and kind == "next":
        # "in the next two weeks"
        stretch = cal.later(r.at, r.number(index + 1), str(r.value(index + 2)))
        return (index + 3, (r.at + DAY, stretch[0])) if stretch else None
    if follows == "unit" or (follows == "rel" and r.value(index + 1) == "weekend"):
        stretch = cal.unit(r.at, str(r.value(index + 1)), ahead)
        if stretch is None:
            return None
        if ahead == 0:
            stretch = max(stretch[0], min(r.at + DAY, stretch[1])), stretch[1]
        return index + 2, stretch
    if follows == "month" and kind != "last":
        stretch = cal.month(r.at.year, r.number(index + 1))
        if stretch[0] <= r.at and kind == "next":
            stretch = cal.month(r.at.year + 1, r.number(index + 1))
        return index + 2, stretch
    if follows in ("season", "holiday", "quarter", "halfyear"):
        return seasons.season(r, index + 1) or seasons.holiday(r, index + 1)
    return None


def unit_next(r: Reader, index: int) -> Read | None:
    """la semaine prochaine · el mes que viene · das Jahr darauf"""
    if r.kind(index) != "unit" or r.kind(index + 1) not in ("next", "afternext", "this"):
        return None
    ahead = {"next": 1, "afternext": 2, "this": 0}[r.kind(index + 1)]
    stretch = cal.unit(r.at, str(r.value(index)), ahead)
    return (index + 2, stretch) if stretch else None


def this_unit(r: Reader, index: int) -> Read | None:
    """A bare unit after "end of": the one that runs."""
    if r.kind(index) != "unit":
        return None
    if r.kind(index + 1) == "next":
        stretch = cal.unit(r.at, str(r.value(index)), 1)
        return (index + 2, stretch) if stretch else None
    stretch = cal.unit(r.at, str(r.value(index)), 0)
    return (index + 1, stretch) if stretch else None


def ahead(r: Reader, index: int) -> Read | None:
    """(in) two weeks · (dans) un mois · (in) a year and a half · (in) half a year"""
    halves = 0
    place = index
    if r.kind(place) == "num" and r.number(place) == 1 and r.kind(place + 1) in ("half", "halfto"):
        place += 1
    if r.kind(place) in ("half", "halfto") and r.kind(place + 1) == "unit":
        stretch = cal.later(r.at, 0, str(r.value(place + 1)), halves=1)
        return (place + 2, stretch) if stretch else None
    if r.value_is(place, "rel", "halfyear"):
        stretch = cal.later(r.at, 6, "month")
        return (place + 1, stretch) if stretch else None
    if r.kind(place) not in ("num", "number"):
        return None
    count = r.number(place)
    place += 1
    if r.kind(place) == "to" and r.kind(place + 1) in ("num", "number"):
        # "in two or three weeks", "2 bis 3 Monate"
        most, place = r.number(place + 1), place + 2
    elif r.kind(place) in ("num", "number") and r.kind(place + 1) == "unit":
        most, place = r.number(place), place + 1
    else:
        most = count
    if r.kind(place) in ("next", "half"):
        place += 1
    if r.kind(place) != "unit" or r.value(place) in ("weekend", "fiscal"):
        return None
    unit = str(r.value(place))
    first = cal.later(r.at, count, unit, halves=halves)
    last = cal.later(r.at, most, unit, halves=halves)
    return (place + 1, (first[0], last[1])) if first and last else None


def ahead_from_now(r: Reader, index: int) -> Read | None:
    """two weeks from now · drei Monate später · 3週間後"""
    read = ahead(r, index)
    if read is None:
        return None
    if r.kind(read[0]) in ("later", "after_") or r.kind(index - 1) in ("from", "after", "by"):
        return read[0] + (r.kind(read[0]) in ("later", "after_")), read[1]
    return None


def week_number(r: Reader, index: int) -> Read | None:
    kind = r.kind(index)
    if kind == "weekno_":
        number, end = r.number(index), index + 1
    elif (
        kind in ("weekno", "unit")
        and r.kind(index + 1) == "number"
        and (kind == "weekno" or r.value(index) == "week")
    ):
        if r.kind(index + 2) in ("unit", "clock"):
            return None
        number, end = r.number(index + 1), index + 2
    else:
        return None
    year = r.at.year
    stretch = cal.iso_week(year, number)
    if stretch and stretch[1] < r.at:
        stretch = cal.iso_week(year + 1, number)
    return (end, stretch) if stretch else None
