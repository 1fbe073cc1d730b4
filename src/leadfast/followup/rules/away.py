"""When somebody is away or asked for later: the day on which we go on, or the question for a person.

Out of office: the day of return and one business day, seven business days when no day is named; a day in the past or
more than a hundred days away goes to a person. A vague month is its first business day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar

UNKNOWN_RETURN_BUSINESS_DAYS = 7
FURTHEST_RETURN_DAYS = 100
REMINDER_BUSINESS_DAYS = 2
A_GOOD_HOUR = time(9, 30)


@dataclass(frozen=True)
class GoOn:
    """The same step of the same cadence, on this day."""

    on: date
    sentence: str


@dataclass(frozen=True)
class AskAPerson:
    """The date makes no sense to a machine."""

    sentence: str


def after_absence(back: date | None, today: date, calendar: Calendar) -> GoOn | AskAPerson:
    """What an automatic answer means for a running cadence. `back` is the day the person is back at work."""
    if back is None:
        on = business_time.shift_business_days(calendar, today, UNKNOWN_RETURN_BUSINESS_DAYS)
        return GoOn(on, f"Away without a date: goes on {on:%a %-d %b}, seven business days from today.")
    if back < today:
        return AskAPerson(
            f"The automatic answer names {back:%-d %B %Y}, which is past: when should we go on?"
        )
    if (back - today).days > FURTHEST_RETURN_DAYS:
        return AskAPerson(
            f"The automatic answer names {back:%-d %B %Y}, more than {FURTHEST_RETURN_DAYS} days away: "
            "should somebody else be asked meanwhile?"
        )
    on = business_time.shift_business_days(calendar, back, 1)
    return GoOn(on, f"Away until {back:%a %-d %b}: goes on {on:%a %-d %b}.")


def callback_day(
    calendar: Calendar, *, day: date | None = None, month: tuple[int, int] | None = None
) -> date:
    """The business day that a stated date or a vague month (year, month) stands for."""
    if day is not None:
        return business_time.next_business_day(calendar, day)
    if month is None:
        raise ValueError("either a day or a month")
    return business_time.first_business_day(calendar, *month)


def callback_anchor(on: date, now: datetime, calendar: Calendar) -> datetime:
    """Where the cadence *Later* starts for a call on that day: two business days before it, never in the past."""
    reminder = business_time.shift_business_days(calendar, on, -REMINDER_BUSINESS_DAYS)
    return max(now, business_time_zones.instant(reminder, A_GOOD_HOUR, calendar.zone))
