"""When a lead that came in is due. Pure."""

import datetime as dt

from leadfast.foundation import business_time
from leadfast.foundation.business_time import Calendar, NeverOpen

# "A human by 09:30": half an hour after opening, for what came in while nobody worked.
AFTER_OPENING = dt.timedelta(minutes=30)
# Old lists are spread over the owner's days, and no further than this.
MOST_DAYS = 90


def first_response_due(calendar: Calendar, now: dt.datetime, minutes: int) -> dt.datetime:
    """Within ``minutes`` while people work; otherwise half an hour after they begin."""
    try:
        if business_time.is_open(calendar, now):
            return now + dt.timedelta(minutes=minutes)
        return business_time.next_slot(calendar, now) + AFTER_OPENING
    except NeverOpen:
        return now + dt.timedelta(minutes=minutes)


def looked_at_due(calendar: Calendar, now: dt.datetime, days: int) -> dt.datetime:
    """Half past nine, so many business days from now."""
    try:
        return business_time.add_business_days(calendar, now, max(1, days), at=dt.time(9, 30))
    except NeverOpen:
        return now + dt.timedelta(days=max(1, days))


def spread(index: int, capacity: int) -> int:
    """On which business day the ``index``-th lead of an old list is due, so that a list fits into days.

    Half of a day's capacity is left for what comes in by itself.
    """
    a_day = max(1, capacity // 2)
    return min(MOST_DAYS, 1 + index // a_day)
