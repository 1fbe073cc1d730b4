"""Stretches of the calendar: weeks, months, quarters, seasons and thirds of them, relative to a day."""

from __future__ import annotations

import calendar
import datetime as dt

Stretch = tuple[dt.date, dt.date]
DAY = dt.timedelta(days=1)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_MONTHS_OF = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}


def month(year: int, number: int) -> Stretch:
    """A month; numbers beyond 1 to 12 run on into the years beside."""
    year += (number - 1) // 12
    number = (number - 1) % 12 + 1
    return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])


def months(year: int, first: int, count: int) -> Stretch:
    return month(year, first)[0], month(year, first + count - 1)[1]


def week(day: dt.date) -> Stretch:
    """Monday to Sunday."""
    monday = day - DAY * day.weekday()
    return monday, monday + 6 * DAY


def iso_week(year: int, number: int) -> Stretch | None:
    try:
        return week(dt.date.fromisocalendar(year, number, 1))
    except ValueError:
        return None


def unit(at: dt.date, name: str, ahead: int) -> Stretch | None:
    """The day, week, month, quarter, half or year that is `ahead` of the one of `at`."""
    if name == "day":
        return at + DAY * ahead, at + DAY * ahead
    if name == "week":
        return week(at + 7 * DAY * ahead)
    if name == "weekend":
        saturday = week(at)[0] + 5 * DAY + 7 * DAY * (ahead - (at.weekday() < 5 and ahead > 0))
        return saturday, saturday + DAY
    if name == "fiscal":
        return months(at.year + ahead, 1, 12)
    if name not in _MONTHS_OF:
        return None
    count = _MONTHS_OF[name]
    first = (at.month - 1) // count * count + 1
    return months(at.year, first + count * ahead, count)


def season(name: str, year: int) -> Stretch:
    """By the months of the weather service; winter begins in December."""
    return months(year, SEASONS[name], 3)


def third(stretch: Stretch, part: str) -> Stretch:
    """`early`, `mid` or `late` in a stretch. Of a year, a half or a quarter these are months."""
    first, last = stretch
    days = (last - first).days + 1
    if days <= 7:
        edges = {"early": (0, 1), "mid": (2, 2), "late": (3, 4)}[part]
        return first + DAY * edges[0], min(first + DAY * edges[1], last)
    if days <= 31:
        return {
            "early": (first, first + 9 * DAY),
            "mid": (first + 10 * DAY, first + 19 * DAY),
            "late": (first + 20 * DAY, last),
        }[part]
    count = round(days / 30.4)
    if part == "early":
        return months(first.year, first.month, 1)
    if part == "late":
        return months(first.year, first.month + count - 1, 1)
    size = 2 if count % 2 == 0 else 1
    return months(first.year, first.month + (count - size) // 2, size)


def half(stretch: Stretch, number: int) -> Stretch:
    """The first or the second half."""
    first, last = stretch
    days = (last - first).days + 1
    count = round(days / 30.4)
    if count >= 6:
        size = count // 2
        return months(first.year, first.month + (number - 1) * size, size)
    middle = first + DAY * (days // 2)
    return (first, middle - DAY) if number == 1 else (middle, last)


def later(at: dt.date, count: int, name: str, *, halves: int = 0) -> Stretch | None:
    """So many units from now. The coarser the unit, the wider what is meant: a day or so for weeks, days for months."""
    if name == "day":
        day = at + DAY * count
        return day, day + DAY * (2 if count >= 10 else 0)
    if name in ("week", "fortnight"):
        days = (14 if name == "fortnight" else 7) * count + 3 * halves
        return at + DAY * days, at + DAY * (days + min(2 + count, 6))
    if name not in _MONTHS_OF:
        return None
    ahead = _MONTHS_OF[name] * count + _MONTHS_OF[name] * halves // 2
    whole = month(at.year, at.month + ahead)
    day = whole[0].replace(day=min(at.day, whole[1].day))
    return day, day + DAY * min(4 + 3 * ahead, 16)
