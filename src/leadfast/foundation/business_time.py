"""Business days and hours of a place: when may we write, when do people work, when is +3 business days?

A `Calendar` is a zone, its public holidays, the open hours of each weekday and the days of leave.
Moments are aware and come back in UTC; nothing here reads a clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from leadfast.foundation import business_time_holidays, business_time_zones
from leadfast.foundation.errors import Refusal

Span = tuple[time, time]
"""Opening and closing wall time; a closing of 00:00 is the midnight that ends the day."""

Week = tuple[tuple[Span, ...], ...]
"""Seven days from Monday, each with its open spans in order."""

# Longer than any leave or closure a calendar can sensibly hold, and the horizon of a lead's next step.
HORIZON_DAYS = 400


class NeverOpen(Refusal):
    """There is no open hour in the next 400 days: check the working hours and the leave."""


def week(start: time, end: time, *, days: int = 5) -> Week:
    """The same hours on the first `days` days of each week."""
    return tuple(((start, end),) if day < days else () for day in range(7))


WORKING_HOURS = week(time(9), time(17))
SENDING_WINDOW = week(time(8), time(18))


@dataclass(frozen=True)
class Calendar:
    """The open hours of one place, person or window. `leave` holds first and last day of each absence."""

    zone: str
    country: str = ""
    subdivision: str = ""
    hours: Week = WORKING_HOURS
    leave: tuple[tuple[date, date], ...] = ()

    def window(self, hours: Week = SENDING_WINDOW) -> "Calendar":
        """The same place with other hours and nobody's leave: when its people may be written to."""
        return replace(self, hours=hours, leave=())


def closed_because(calendar: Calendar, on: date) -> str:
    """Why a local day is not a business day, as the end of a sentence, or "" when it is one."""
    if not calendar.hours[on.weekday()]:
        return f"{on:%A} is not a working day"
    holiday = business_time_holidays.name_of(on, country=calendar.country, subdivision=calendar.subdivision)
    if holiday:
        return f"{on:%-d %B} is {holiday}"
    if any(first <= on <= last for first, last in calendar.leave):
        return f"{on:%-d %B} is a day of leave"
    return ""


def is_business_day(calendar: Calendar, on: date) -> bool:
    """Whether anybody works on that local day."""
    return not closed_because(calendar, on)


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """Whether the moment lies inside the open hours (the closing instant is outside)."""
    on = business_time_zones.local(moment, calendar.zone).date()
    return any(start <= moment < end for start, end in _spans(calendar, on))


def next_slot(calendar: Calendar, moment: datetime) -> datetime:
    """The first open instant at or after the moment."""
    for start, end in _open_spans_from(calendar, moment):
        if moment < end:
            return max(moment.astimezone(UTC), start)
    raise NeverOpen


def next_business_day(calendar: Calendar, on: date) -> date:
    """The day itself if it is a business day, otherwise the first one after it."""
    for later in range(HORIZON_DAYS):
        if is_business_day(calendar, on + timedelta(days=later)):
            return on + timedelta(days=later)
    raise NeverOpen


def shift_business_days(calendar: Calendar, on: date, days: int) -> date:
    """The Nth business day after (or, negative, before) a day; 0 is the day itself or the next open one."""
    if days == 0:
        return next_business_day(calendar, on)
    step = timedelta(days=1 if days > 0 else -1)
    left, closed_in_a_row = abs(days), 0
    while left:
        on += step
        if is_business_day(calendar, on):
            left, closed_in_a_row = left - 1, 0
        elif (closed_in_a_row := closed_in_a_row + 1) > HORIZON_DAYS:
            raise NeverOpen
    return on


def add_business_days(calendar: Calendar, moment: datetime, days: int, *, at: time | None = None) -> datetime:
    """N business days later at the same wall time (or `at`), within the hours of that very day.

    A wall time after closing becomes that day's opening, so that "+1" from a Monday evening is Tuesday
    and not Wednesday. With 0 days and today's hours over, it is the next opening.
    """
    wall = business_time_zones.local(moment, calendar.zone)
    on = shift_business_days(calendar, wall.date(), days)
    wanted = business_time_zones.instant(on, at or wall.time(), calendar.zone)
    slot = next_slot(calendar, wanted)
    if on > wall.date() and business_time_zones.local(slot, calendar.zone).date() != on:
        return next_slot(calendar, business_time_zones.start_of_day(on, calendar.zone))
    return slot


def business_days_between(calendar: Calendar, first: date, last: date) -> int:
    """How many business days lie after `first` up to and including `last`; negative when it is earlier."""
    if last < first:
        return -business_days_between(calendar, last, first)
    days = (last - first).days
    return sum(is_business_day(calendar, first + timedelta(days=later)) for later in range(1, days + 1))


def add_business_time(calendar: Calendar, moment: datetime, amount: timedelta) -> datetime:
    """The instant at which that much open time has passed since the moment."""
    for start, end in _open_spans_from(calendar, moment):
        begin = max(moment, start)
        if begin < end:
            if amount <= end - begin:
                return (begin + amount).astimezone(UTC)
            amount -= end - begin
    raise NeverOpen


def business_time_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """How much open time lies between two moments (zero when `end` is not after `start`)."""
    total = timedelta(0)
    if end <= start:
        return total
    for opens, closes in _open_spans_from(calendar, start):
        if opens >= end:
            break
        total += max(timedelta(0), min(closes, end) - max(opens, start))
    return total


def first_business_day(calendar: Calendar, year: int, month: int) -> date:
    """The first business day of a month: what a vague "call me in March" means."""
    return next_business_day(calendar, date(year, month, 1))


def add_months(on: date, months: int) -> date:
    """The same day of a later month, or that month's last day when it is shorter."""
    month = on.month - 1 + months
    year, month = on.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(on.day, last))


def _spans(calendar: Calendar, on: date) -> Iterator[tuple[datetime, datetime]]:
    if not is_business_day(calendar, on):
        return
    for opens, closes in calendar.hours[on.weekday()]:
        start = business_time_zones.instant(on, opens, calendar.zone)
        if closes == time(0):
            end = business_time_zones.start_of_day(on + timedelta(days=1), calendar.zone)
        else:
            # The later of two equal wall times, so that an autumn night does not close before it opens.
            end = business_time_zones.instant(on, closes, calendar.zone, later=True)
        # A span that lies wholly inside a spring jump has no length.
        if start < end:
            yield start, end


def _open_spans_from(calendar: Calendar, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    on = business_time_zones.local(moment, calendar.zone).date()
    closed_in_a_row = 0
    while closed_in_a_row <= HORIZON_DAYS:
        spans = list(_spans(calendar, on))
        yield from spans
        closed_in_a_row = 0 if spans else closed_in_a_row + 1
        on += timedelta(days=1)
