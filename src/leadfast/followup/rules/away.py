"""When somebody is away: the day on which we go on, or the question for a person.

The day of return and one business day, seven business days when no day is named; a day in the past or more than a
hundred days away goes to a person.
"""

from dataclasses import dataclass
from datetime import date

from leadfast.foundation import business_time
from leadfast.foundation.business_time import Calendar

UNKNOWN_RETURN_BUSINESS_DAYS = 7
FURTHEST_RETURN_DAYS = 100


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
