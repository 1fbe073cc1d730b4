"""Do the dates keep the limits? Played through with real calendars, for arrivals at every kind of hour."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from leadfast.followup.rules import dates
from leadfast.followup.rules.cadence import Cadence, Channel, Step
from leadfast.followup.rules.dates import Places
from leadfast.followup.rules.verdict import Verdict, Weight
from leadfast.foundation import business_time, business_time_zones


def arrivals(now: datetime) -> list[datetime]:
    """Moments to play a cadence from: round the clock, through a week, and in other seasons."""
    hours = [now + timedelta(days=day, hours=hour) for day in range(7) for hour in (0, 8, 21)]
    return hours + [now + timedelta(days=days, hours=7) for days in (32, 95, 128, 190, 308, 340)]


def check(
    cadence: Cadence, places: Places, now: datetime, *, batch: int, mailboxes: int
) -> Iterator[Verdict]:
    """Broken limits of one lead, and of a batch of leads started together."""
    found: dict[tuple[int, str], Verdict] = {}
    for anchor in arrivals(now):
        # Each step by itself: what a holiday or the hours of the law push together, the limits push apart again.
        dated = sorted(
            ((dates.due(cadence, step, anchor, places), step) for step in cadence.steps),
            key=lambda pair: pair[0],
        )
        for verdict in (*_per_lead(cadence, dated), *_per_week(cadence, dated), *_calls(cadence, dated)):
            found.setdefault((verdict.place, verdict.code), verdict)
    yield from found.values()
    yield from _batch(cadence, places, now, batch=batch, mailboxes=mailboxes)


def _mails(dated: list[tuple[datetime, Step]]) -> list[tuple[datetime, Step]]:
    return [(at, step) for at, step in dated if step.channel is Channel.MAIL and not step.acknowledgement]


def _per_lead(cadence: Cadence, dated: list[tuple[datetime, Step]]) -> Iterator[Verdict]:
    mails = _mails(dated)
    limit = timedelta(hours=cadence.limits.per_lead_hours)
    for (before, one), (after, two) in pairwise(mails):
        # The day on which the clocks go forward has 23 hours: the same wall time a day later is a day later.
        if after - before < limit - timedelta(hours=1):
            first, second = cadence.position(one.key) + 1, cadence.position(two.key) + 1
            yield Verdict(
                second,
                "mails_too_close",
                f"Steps {first} and {second} can be two mails to one lead within "
                f"{cadence.limits.per_lead_hours} "
                "hours: move them apart.",
            )
    acknowledgements = [step for _, step in dated if step.acknowledgement]
    if len(acknowledgements) > 1:
        place = cadence.position(acknowledgements[1].key) + 1
        yield Verdict(
            place, "second_acknowledgement", f"Step {place} is a second acknowledgement: one is enough."
        )


def _per_week(cadence: Cadence, dated: list[tuple[datetime, Step]]) -> Iterator[Verdict]:
    mails = _mails(dated)
    most = cadence.limits.per_company_week
    for start, (first, _) in enumerate(mails):
        week = [step for at, step in mails[start:] if at - first < timedelta(days=7)]
        if len(week) > most:
            place = cadence.position(week[most].key) + 1
            yield Verdict(
                place,
                "too_many_a_week",
                f"Step {place} would be mail {most + 1} to one company within a week, and {most} "
                "are allowed: "
                "move it to the week after.",
            )


def _calls(cadence: Cadence, dated: list[tuple[datetime, Step]]) -> Iterator[Verdict]:
    calls = [(at, step) for at, step in dated if step.channel is Channel.CALL]
    for (first, _), (fourth, step) in zip(calls, calls[3:], strict=False):
        if fourth - first < timedelta(hours=23):
            place = cadence.position(step.key) + 1
            yield Verdict(
                place,
                "too_many_calls",
                f"Step {place} would be the fourth call within 24 hours: three are allowed.",
            )


def _batch(
    cadence: Cadence, places: Places, now: datetime, *, batch: int, mailboxes: int
) -> Iterator[Verdict]:
    a_day = cadence.limits.per_mailbox_day * mailboxes
    if cadence.limits.per_mailbox_day > 200:
        yield Verdict(0, "mailbox_limit", "A mailbox sends 200 mails a day at most: lower the limit.")
    if batch <= 1 or not any(step.channel is Channel.MAIL for step in cadence.steps):
        return
    if not a_day:
        yield Verdict(0, "no_mailbox", "No mailbox may send for this cadence: connect one.")
        return
    days = -(-batch // a_day)
    promised = cadence.first_touch_within_business_days
    if promised is not None and days > promised:
        yield Verdict(
            0,
            "batch_too_large",
            f"{batch} leads at {a_day} mails a day take {days} business days, and this cadence "
            "promises the first "
            f"touch within {promised}: connect more mailboxes, or split the first touches among people.",
        )
    elif days > 1:
        start = business_time_zones.local(now, places.lead.zone).date()
        last = business_time.shift_business_days(places.lead.window(cadence.window), start, days - 1)
        yield Verdict(
            0,
            "batch_spread",
            f"{batch} leads at {a_day} mails a day: the last first mail goes out on {last:%a %-d %b}.",
            Weight.NOTE,
        )
