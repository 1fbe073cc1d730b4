"""When a lead that came in is due. Pure."""

import datetime as dt

from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar, NeverOpen

# "A human by 09:30": half an hour after opening, for what came in while nobody worked.
AFTER_OPENING = dt.timedelta(minutes=30)
# Old lists are spread over the owner's days, and no further than this.
MOST_DAYS = 90

# Within the 400 days of a step.
LATEST_COMEBACK = dt.timedelta(days=395)

# What was said longer ago nobody waits for any more: the lead would have been given to the next one by now.
FRESH_FOR = dt.timedelta(hours=1)
# Clocks of phones are right; one that is off by more is not believed.
_OFF_BY = dt.timedelta(minutes=2)


def made(made_at: dt.datetime | None, sent_at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """When a jotting was made, by our clock. A phone whose clock is wrong still knows how long ago it was."""
    if made_at is None:
        return now
    if sent_at is not None and abs(now - sent_at) > _OFF_BY:
        made_at += now - sent_at
    return min(made_at, now)


def still_fresh(original_at: dt.datetime, now: dt.datetime) -> bool:
    """Was it said just now?"""
    return now - original_at <= FRESH_FOR


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


def comeback_due(calendar: Calendar, now: dt.datetime, *, months: int, later: int) -> dt.datetime:
    """Half past nine, so many months and then business days from now, within a step's horizon."""
    today = business_time_zones.local(now, calendar.zone).date()
    on = min(business_time.add_months(today, months), today + LATEST_COMEBACK)
    at = business_time_zones.instant(on, dt.time(9, 30), calendar.zone)
    try:
        at = max(business_time.next_slot(calendar, at), now + dt.timedelta(days=1))
        at = business_time.add_business_days(calendar, at, later, at=dt.time(9, 30)) if later else at
    except NeverOpen:
        at += dt.timedelta(days=later)
    return min(at, now + LATEST_COMEBACK)


def planned_due(calendar: Calendar, now: dt.datetime, on: dt.date) -> dt.datetime:
    """What was promised for a day: half past nine on it, or on the business day after; of today, from now on."""
    try:
        day = business_time.next_business_day(calendar, on)
        at = business_time_zones.instant(day, dt.time(9, 30), calendar.zone)
        return at if at > now else business_time.next_slot(calendar, now)
    except NeverOpen:
        return max(
            business_time_zones.instant(on, dt.time(9, 30), calendar.zone), now + dt.timedelta(hours=1)
        )


def spread(index: int, capacity: int) -> int:
    """On which business day the ``index``-th lead of an old list is due, so that a list fits into days.

    Half of a day's capacity is left for what comes in by itself.
    """
    a_day = max(1, capacity // 2)
    return min(MOST_DAYS, 1 + index // a_day)
