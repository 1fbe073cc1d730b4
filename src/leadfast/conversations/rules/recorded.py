"""Is a call of the telephone system the one that somebody logged? And what is said of one that was missed. Pure."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

# A call is logged while it rings, or in the quarter of an hour after it ended.
BEFORE: Final = dt.timedelta(minutes=3)
AFTER: Final = dt.timedelta(minutes=15)
_SPOKEN: Final = ("reached", "call_back")


@dataclass(frozen=True, slots=True)
class Logged:
    """A call as somebody logged it."""

    at: dt.datetime
    incoming: bool
    outcome: str
    number: str
    member_id: uuid.UUID | None


def same_call(
    *,
    logged: Logged,
    at: dt.datetime,
    ended_at: dt.datetime,
    incoming: bool,
    talked: bool,
    number: str,
    member_id: uuid.UUID | None,
) -> bool:
    """Within minutes, in the same direction, with the same number and by the same member, as far as both say.

    A call that is said to have reached somebody is not proven by a record in which nobody talked.
    """
    if logged.incoming != incoming or not at - BEFORE <= logged.at <= ended_at + AFTER:
        return False
    if logged.number and logged.number != number:
        return False
    if logged.member_id and member_id and logged.member_id != member_id:
        return False
    return talked or logged.outcome not in _SPOKEN


def missed_why(label: str, at: dt.datetime) -> str:
    """Why it is our turn."""
    return f"{label} called at {at:%H:%M} and nobody answered."


def call_back_says(label: str, at: dt.datetime, now: dt.datetime) -> str:
    """The step; ``at`` and ``now`` in the zone of whoever reads it."""
    when = f"at {at:%H:%M}" if at.date() == now.date() else f"on {at:%-d %B} at {at:%H:%M}"
    return f"Call {label} back: they called {when} and nobody answered"[:300]
