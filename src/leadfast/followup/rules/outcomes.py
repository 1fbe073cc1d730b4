"""What follows a call, by its outcome in one tap. Each outcome names the next step, so none can end in silence."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar


class Outcome(StrEnum):
    """How a call ended."""

    REACHED = "reached"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"


class Proof(StrEnum):
    """How sure we are that the call happened."""

    PROVEN = "proven"
    WITNESSED = "witnessed"
    CLAIMED = "claimed"


@dataclass(frozen=True)
class Follows:
    """What an outcome leads to. `stops_cadence`: a person was spoken to, so the machine is quiet now."""

    title: str
    due: datetime
    channel: str
    stops_cadence: bool
    bad_number: bool = False
    goes_on_in_cadence: bool = False
    """A live cadence keeps its own next step, which then takes the place of this one."""


# Witnessed calls closer together than this, or more of them in an hour, count as claimed.
SHORTEST_CALL = timedelta(seconds=8)
CLOSEST_CALLS = timedelta(seconds=20)
MOST_CALLS_AN_HOUR = 40

# Parts of the day, so that the next try is not at the same hour.
_PARTS = (time(9, 30), time(13, 30), time(16, 30))


def after_call(
    outcome: Outcome, *, who: str, now: datetime, calendar: Calendar, call_back_on: date | None = None
) -> Follows:
    """The next step after a call to `who` in the calendar of our people."""
    match outcome:
        case Outcome.REACHED:
            due = business_time.add_business_days(calendar, now, 1, at=time(10))
            return Follows(
                f"You spoke to {who}: send what you agreed, or set the next date.",
                due,
                "task",
                stops_cadence=True,
            )
        case Outcome.CALL_BACK:
            on = business_time.next_business_day(
                calendar,
                call_back_on or business_time_zones.local(now, calendar.zone).date() + timedelta(days=1),
            )
            due = business_time.next_slot(calendar, business_time_zones.instant(on, time(10), calendar.zone))
            return Follows(f"Call {who} back, as agreed.", max(due, now), "call", stops_cadence=True)
        case Outcome.WRONG_NUMBER:
            due = business_time.add_business_time(calendar, now, timedelta(hours=4))
            return Follows(
                f"The number of {who} is wrong: find another way to reach them.",
                due,
                "task",
                stops_cadence=False,
                bad_number=True,
            )
        case Outcome.VOICEMAIL | Outcome.NO_ANSWER:
            left = " You left a voicemail." if outcome is Outcome.VOICEMAIL else ""
            return Follows(
                f"Call {who} again at another time of day.{left}",
                another_part_of_the_day(now, calendar),
                "call",
                stops_cadence=False,
                goes_on_in_cadence=True,
            )


def another_part_of_the_day(now: datetime, calendar: Calendar) -> datetime:
    """A later business day, at a part of the day that differs from this one."""
    wall = business_time_zones.local(now, calendar.zone).time()
    part = sum(wall >= start for start in (time(12), time(15)))
    return business_time.add_business_days(calendar, now, 1, at=_PARTS[(part + 1) % 3])


def proof_of(started: datetime, ended: datetime, earlier: list[datetime]) -> Proof:
    """Whether a call dialled here counts as witnessed: away long enough, spaced, not a burst."""
    if ended - started < SHORTEST_CALL:
        return Proof.CLAIMED
    if any(abs(started - other) < CLOSEST_CALLS for other in earlier):
        return Proof.CLAIMED
    if sum(started - timedelta(hours=1) < other <= started for other in earlier) >= MOST_CALLS_AN_HOUR:
        return Proof.CLAIMED
    return Proof.WITNESSED
