"""What can happen to a lead."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class LeadOpened(Fact):
    """A lead came in and has an owner and a next step."""

    label: str
    owner_id: uuid.UUID
    source: str
    incomplete: bool
    fresh: bool = True


@dataclass(frozen=True)
class StepScheduled(Fact):
    """Something is to be done at a date."""

    step_id: uuid.UUID
    step_kind: str
    says: str
    due_at: dt.datetime
    by_assistant: bool


@dataclass(frozen=True)
class StepDone(Fact):
    """A step was done, with its outcome and the proof of it."""

    step_id: uuid.UUID
    step_kind: str
    says: str
    outcome: str
    proof: str


@dataclass(frozen=True)
class StepCancelled(Fact):
    """A step was taken back before it was done."""

    step_id: uuid.UUID
    step_kind: str
    says: str
    why: str


@dataclass(frozen=True)
class StepMoved(Fact):
    """A step got another date."""

    step_id: uuid.UUID
    says: str
    from_at: dt.datetime
    to_at: dt.datetime
    why: str


@dataclass(frozen=True)
class HandedOver(Fact):
    """A lead got another owner."""

    from_member_id: uuid.UUID
    to_member_id: uuid.UUID
    why: str


@dataclass(frozen=True)
class TurnTaken(Fact):
    """It is our turn now."""

    why: str


@dataclass(frozen=True)
class TurnGiven(Fact):
    """It is their turn, until a date."""

    until: dt.datetime
    why: str


@dataclass(frozen=True)
class StageReached(Fact):
    """A lead moved to another stage."""

    from_stage: str
    to_stage: str


@dataclass(frozen=True)
class ParticipantJoined(Fact):
    """A person became part of a lead."""

    participant_id: uuid.UUID
    role: str


@dataclass(frozen=True)
class LeadEdited(Fact):
    """Fields of a lead were changed."""

    changed: tuple[str, ...]


@dataclass(frozen=True)
class GiveUpAsked(Fact):
    """A member asked to give up."""

    give_up_id: uuid.UUID
    reason: str
    words: str
    gate_met: bool


@dataclass(frozen=True)
class GiveUpWithdrawn(Fact):
    """A member took a request to give up back."""

    give_up_id: uuid.UUID


@dataclass(frozen=True)
class GiveUpSentBack(Fact):
    """A second person said: keep working it."""

    give_up_id: uuid.UUID
    note: str


@dataclass(frozen=True)
class LeadRested(Fact):
    """Two people agreed that the lead is lost for now; it comes back."""

    give_up_id: uuid.UUID
    comeback_at: dt.datetime
    alone: bool


@dataclass(frozen=True)
class LeadCameBack(Fact):
    """A resting lead is worked again."""

    why: str


@dataclass(frozen=True)
class LeadWon(Fact):
    """The customer bought."""

    closure_id: uuid.UUID
    value: Decimal | None
    order_reference: str


@dataclass(frozen=True)
class LeadClosed(Fact):
    """A lead was closed for good, other than won."""

    closure_id: uuid.UUID
    closure_kind: str
    words: str


@dataclass(frozen=True)
class LeadReopened(Fact):
    """A closed lead is open again."""

    closure_id: uuid.UUID
    why: str
