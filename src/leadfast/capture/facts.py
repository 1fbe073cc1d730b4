"""What can happen to something that comes in."""

import uuid
from dataclasses import dataclass

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class ArrivalJoined(Fact):
    """Something came in about a person we know: it joined their lead and filled what was blank."""

    arrival_id: uuid.UUID
    door: str
    filled: tuple[str, ...]
    fresh: bool


@dataclass(frozen=True)
class AskedAgain(Fact):
    """Somebody we know enquired once more. ``was`` is open, resting or how the lead had been closed."""

    arrival_id: uuid.UUID
    door: str
    was: str
    closed_by_id: uuid.UUID | None


@dataclass(frozen=True)
class ArrivalWaits(Fact):
    """Something came in that a person has to look at."""

    arrival_id: uuid.UUID
    door: str
    why: str


@dataclass(frozen=True)
class ArrivalJunked(Fact):
    """A person said that an arrival is junk."""

    arrival_id: uuid.UUID
    door: str


@dataclass(frozen=True)
class UploadFinished(Fact):
    """Every row of a file has its outcome."""

    upload_id: uuid.UUID
    name: str
    created: int
    joined: int
    waiting: int
    seen_before: int
