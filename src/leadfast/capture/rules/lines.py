"""Which side of a recorded call is ours, and which records are legs of one call. Pure."""

import datetime as dt
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

# The legs of one call begin while the one before still rings; systems round to whole seconds.
_GRACE: Final = dt.timedelta(seconds=2)
#: In vain; a call that is told to be so may still turn out to have been answered.
NOT_ANSWERED: Final = ("missed", "busy", "failed")


@dataclass(frozen=True, slots=True)
class Sides:
    """Who of both is theirs, and whether they called; or why nobody can tell."""

    theirs: str = ""
    ours: str = ""
    incoming: bool = False
    why: str = ""


def sides(*, caller: str, called: str, direction: str, ours: Container[str], known: Container[str]) -> Sides:
    """``ours``: numbers and extensions of members; ``known``: numbers of leads. All as they are compared."""
    if direction == "internal" or (caller in ours and called in ours):
        return Sides(why="A call inside the house.")
    if not direction:
        direction = _direction(caller, called, ours, known)
    if not direction:
        return Sides(why="It does not say which side is ours. Add your numbers, then bring the file again.")
    incoming = direction == "in"
    theirs, mine = (caller, called) if incoming else (called, caller)
    return Sides(theirs, mine, incoming)


def same_leg(*, at: dt.datetime, until: dt.datetime) -> bool:
    """Does a record that begins at ``at`` belong to the call that lasts ``until``?"""
    return at <= until + _GRACE


def seconds_long(begun: dt.datetime, seconds: int) -> dt.datetime:
    """When a call ended."""
    return begun + dt.timedelta(seconds=max(0, min(seconds, 86_400)))


def _direction(caller: str, called: str, ours: Container[str], known: Container[str]) -> str:
    if caller in ours or (called in known and caller not in known):
        return "out"
    if called in ours or (caller in known and called not in known):
        return "in"
    return ""


def best_of(said: Sequence[str]) -> str:
    """What the legs of a call come to: it was answered if one of them was."""
    for outcome in ("answered", "voicemail", "missed", "busy", "failed"):
        if outcome in said:
            return outcome
    return "failed"
