"""What can happen when a promise is not kept."""

import datetime as dt
import uuid
from dataclasses import dataclass

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class StepEscalated(Fact):
    """Nobody did a step in time: the owner was reminded, the manager told, or the lead moved on."""

    step_id: uuid.UUID
    says: str
    act: str
    waited_since: dt.datetime
    told: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class StepCovered(Fact):
    """A colleague does a step while its owner is away."""

    step_id: uuid.UUID
    says: str
    from_member_id: uuid.UUID
    to_member_id: uuid.UUID


@dataclass(frozen=True)
class MemberLeft(Fact):
    """A member left the team; their leads were handed over in the same transaction."""

    left_member_id: uuid.UUID
    leads: int
