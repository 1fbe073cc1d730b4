"""When the next automated mail may leave: window, holidays, limit of the day, gap, jitter.

Moments are aware UTC; nothing here reads a clock. Every slot says why it is not sooner.
"""

import bisect
import datetime as dt
import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass, field, replace

from leadfast.foundation import business_time, business_time_zones

JITTER = 0.5  # up to half a gap more, so that a row of mails does not tick like a machine


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one mailbox may send. ``zone`` decides what one of its days is."""

    daily_limit: int
    gap_seconds: int
    window_from: dt.time
    window_to: dt.time
    zone: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recipient is: their clock and their holidays."""

    zone: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment, and the sentence that explains it (empty when it is the moment asked for)."""

    at: dt.datetime
    why: str = ""


@dataclass(slots=True)
class Diary:
    """What a mailbox has sent and planned: mails per day of its own, and the moments of the paced
    ones, sorted."""

    per_day: Counter[dt.date] = field(default_factory=Counter)
    times: list[dt.datetime] = field(default_factory=list)

    def book(self, slot: Slot, pace: Pace) -> None:
        """Take a slot."""
        self.per_day[day_of(slot.at, pace.zone)] += 1
        bisect.insort(self.times, slot.at)


def next_slot(*, asked: dt.datetime, pace: Pace, place: Place, diary: Diary, seed: uuid.UUID) -> Slot:
    """The first moment at or after ``asked`` at which this mail may leave."""
    calendar = business_time.Calendar(
        zone=place.zone,
        country=place.country,
        hours=business_time.week(pace.window_from, pace.window_to),
    )
    slot = Slot(asked)
    for _ in range(business_time.HORIZON_DAYS):
        before = slot
        slot = _after_gap(slot, pace, diary, seed)
        slot = _in_window(slot, calendar)
        slot = _under_limit(slot, pace, diary)
        if slot.at == before.at:
            return slot
    return slot


def day_of(moment: dt.datetime, zone: str) -> dt.date:
    """The mailbox's own day, against which its limit counts."""
    return business_time_zones.local(moment, zone).date()


def gap(pace: Pace, seed: uuid.UUID) -> dt.timedelta:
    """The distance to the mail before: at least the gap, and a little more, the same every time."""
    part = int.from_bytes(hashlib.sha256(seed.bytes).digest()[:4], "big") / 2**32
    return dt.timedelta(seconds=round(pace.gap_seconds * (1 + JITTER * part)))


def _after_gap(slot: Slot, pace: Pace, diary: Diary, seed: uuid.UUID) -> Slot:
    distance, at = gap(pace, seed), slot.at
    place = bisect.bisect_right(diary.times, at)
    if place and at - diary.times[place - 1] < distance:
        at = diary.times[place - 1] + distance
    while place < len(diary.times) and diary.times[place] - at < distance:
        at = max(at, diary.times[place] + distance)
        place += 1
    if at == slot.at:
        return slot
    why = slot.why or f"One mail at a time: at least {pace.gap_seconds} seconds lie between two mails."
    return Slot(at, why)


def _in_window(slot: Slot, calendar: business_time.Calendar) -> Slot:
    opens = business_time.next_slot(calendar, slot.at)
    if opens == slot.at:
        return slot
    day = business_time_zones.local(slot.at, calendar.zone).date()
    closed = business_time.closed_because(calendar, day)
    why = f"{closed} there" if closed else "It is outside the sending hours there"
    return Slot(opens, f"{why}, so it waits until the recipient's next working hours.")


def _under_limit(slot: Slot, pace: Pace, diary: Diary) -> Slot:
    day = day_of(slot.at, pace.zone)
    if diary.per_day[day] < pace.daily_limit:
        return slot
    while diary.per_day[day] >= pace.daily_limit:
        day += dt.timedelta(days=1)
    opens = business_time_zones.instant(day, pace.window_from, pace.zone)
    why = f"This mailbox has reached its {pace.daily_limit} mails a day, so it moves to the next free day."
    return replace(slot, at=max(opens, slot.at), why=why)
