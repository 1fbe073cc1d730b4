"""When each step falls due, and the anchor that would make a step fall due on a given day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from leadfast.followup.rules.cadence import Cadence, Channel, Step, Unit
from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar

# Half past nine: nobody reads at eight what came at eight.
A_GOOD_HOUR = time(9, 30)


@dataclass(frozen=True)
class Places:
    """The calendars that decide a date: where the lead reads, when our people work, when the law lets us call."""

    lead: Calendar
    team: Calendar
    calls: Calendar | None = None


def due(cadence: Cadence, step: Step, anchor: datetime, places: Places) -> datetime:
    """When a step is due for that anchor: a mail inside the lead's window, a call or task in our hours.

    A call keeps to the hours of both ends. An acknowledgement goes at once, at any hour. Minutes count open
    time only, so that three calls of a night's arrival do not all fall on the opening.
    """
    window = places.lead.window(cadence.window)
    if step.acknowledgement:
        return anchor + timedelta(minutes=step.after.amount if step.after.unit is Unit.MINUTES else 0)
    if step.channel is Channel.MAIL:
        return business_time.next_slot(window, _raw(step, anchor, window, window))
    slot = business_time.next_slot(places.team, _raw(step, anchor, window, places.team))
    if step.channel is Channel.CALL:
        return both_open(slot, places.calls or window, places.team)
    return slot


def schedule(cadence: Cadence, anchor: datetime, places: Places) -> list[tuple[Step, datetime]]:
    """Every step with its date, in the order of the cadence, none before the one before it."""
    dated: list[tuple[Step, datetime]] = []
    earliest = anchor
    for step in cadence.steps:
        earliest = max(earliest, due(cadence, step, anchor, places))
        dated.append((step, earliest))
    return dated


def anchor_for(step: Step, on: date, at: time, lead: Calendar) -> datetime:
    """The anchor from which this step falls due on that local day: the same step after an absence."""
    amount, unit = step.after.amount, step.after.unit
    match unit:
        case Unit.BUSINESS_DAYS if amount:
            start = business_time.shift_business_days(lead, on, -amount)
        case Unit.DAYS:
            start = on - timedelta(days=amount)
        case Unit.MONTHS:
            start = business_time.add_months(on, -amount)
        case Unit.MINUTES:
            return business_time_zones.instant(on, at, lead.zone) - timedelta(minutes=amount)
        case _:
            start = on
    return business_time_zones.instant(start, at, lead.zone)


def _raw(step: Step, anchor: datetime, window: Calendar, clock: Calendar) -> datetime:
    offset = step.after
    if offset.unit is Unit.MINUTES:
        return business_time.add_business_time(clock, anchor, timedelta(minutes=offset.amount))
    if offset.unit is Unit.BUSINESS_DAYS:
        return business_time.add_business_days(window, anchor, offset.amount, at=offset.at)
    wall = business_time_zones.local(anchor, window.zone)
    if offset.unit is Unit.DAYS:
        on = wall.date() + timedelta(days=offset.amount)
    else:
        on = business_time.add_months(wall.date(), offset.amount)
    on = business_time.next_business_day(window, on)
    wanted = business_time_zones.instant(on, offset.at or A_GOOD_HOUR, window.zone)
    return max(wanted, anchor)


def both_open(moment: datetime, one: Calendar, other: Calendar) -> datetime:
    """The first instant open at both ends; when their hours never meet, the one of our own people."""
    slot = moment
    for _ in range(20):
        there = business_time.next_slot(one, slot)
        here = business_time.next_slot(other, there)
        if here == there:
            return here
        slot = here
    return moment
