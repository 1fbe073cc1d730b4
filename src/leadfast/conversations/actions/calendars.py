"""When the team works, for the due times of what people wrote."""

import contextlib
import datetime as dt
from functools import lru_cache

from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar, NeverOpen
from leadfast.workspaces import rules
from leadfast.workspaces.models import Member

ANSWER_WITHIN = dt.timedelta(hours=4)  # business hours, for a lead's reply (docs: defaults)


def of(member: Member) -> Calendar:
    """A member's own hours, in their zone, with the country's holidays."""
    written = member.hours if any(member.hours.get(day) for day in rules.WEEKDAYS) else rules.OFFICE_HOURS
    hours = tuple(
        tuple((dt.time.fromisoformat(one[0]), dt.time.fromisoformat(one[1])) for one in written.get(day, ()))
        for day in rules.WEEKDAYS
    )
    country = member.workspace.country
    return Calendar(zone=member.zone or member.workspace.zone, country=country, hours=hours)


def answer_due(member: Member, now: dt.datetime) -> dt.datetime:
    """When a reply must be answered; a member without hours has until tomorrow."""
    try:
        return business_time.add_business_time(of(member), now, ANSWER_WITHIN)
    except NeverOpen:
        return now + dt.timedelta(days=1)


def next_hour(member: Member, now: dt.datetime) -> dt.datetime:
    """The next moment at which the member works."""
    try:
        return business_time.next_slot(of(member), now)
    except NeverOpen:
        return now + dt.timedelta(hours=1)


def in_business_days(member: Member, now: dt.datetime, days: int) -> dt.datetime:
    """Half past nine, so many business days from now."""
    try:
        return _in_business_days(of(member), now, days)
    except NeverOpen:
        return now + dt.timedelta(days=days)


@lru_cache(maxsize=1024)
def _in_business_days(calendar: Calendar, now: dt.datetime, days: int) -> dt.datetime:
    """Asked of one calendar for thousands of leads in one act."""
    return business_time.add_business_days(calendar, now, days, at=dt.time(9, 30))


def on_day(member: Member, day: dt.date, at: dt.time = dt.time(10)) -> dt.datetime:
    """That day at that hour where the member is; the next business day when it is none."""
    calendar = of(member)
    # Without hours every day is as good as another.
    with contextlib.suppress(NeverOpen):
        day = business_time.next_business_day(calendar, day)
    return business_time_zones.instant(day, at, calendar.zone)


def days_before(member: Member, day: dt.date, days: int, at: dt.time = dt.time(9, 30)) -> dt.datetime:
    """So many business days before that day."""
    calendar = of(member)
    try:
        day = business_time.shift_business_days(calendar, day, -days)
    except NeverOpen:
        day -= dt.timedelta(days=days)
    return business_time_zones.instant(day, at, calendar.zone)


def today_of(member: Member, now: dt.datetime) -> dt.date:
    """Which day it is where the member is."""
    return business_time_zones.local(now, of(member).zone).date()
