"""Steps: what is to be done about a lead, done, or given another date."""

import uuid
from typing import Any, Literal

from ninja import Path, Router, Schema

from leadfast.api.asking import Needs, TokenRequest
from leadfast.api.shapes import Line, Moment, MomentOut, Said, Taken, Text, moment
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.leads.models import Step
from leadfast.leads.rules import NewStep

router = Router(tags=["steps"])


class StepOut(Schema):
    """One thing to be done, or that was."""

    id: uuid.UUID
    lead_id: uuid.UUID
    kind: str
    says: str
    note: str
    owner_id: uuid.UUID
    by_assistant: bool
    due_at: MomentOut
    state: str
    ended_at: MomentOut | None
    outcome: str


class NewStepIn(Taken):
    """A step to be planned, at most 400 days ahead."""

    kind: Literal["call", "call_back", "mail", "task", "meeting"]
    says: Said
    due_at: Moment
    note: Text = ""

    def new(self) -> NewStep:
        """As the verbs of leads take it."""
        return NewStep(kind=self.kind, due_at=self.due_at, says=self.says, note=self.note)


class DoneIn(Taken):
    """What came of it, and what comes next. A lead with no other step needs ``then``."""

    outcome: Line = ""
    then: NewStepIn | None = None


class DateIn(Taken):
    """Another date; the second time and later it needs a reason."""

    due_at: Moment
    why: Line = ""


@router.get("/{uuid:step_id}", response=StepOut, auth=Needs("read"), summary="One step")
def get_step(request: TokenRequest, step_id: Path[uuid.UUID]) -> dict[str, Any]:
    """Pending or ended."""
    return said_step(reads.step(step_id))


@router.post("/{uuid:step_id}/done", response=StepOut, auth=Needs("write"), summary="A step is done")
def complete_step(request: TokenRequest, step_id: Path[uuid.UUID], done: DoneIn) -> dict[str, Any]:
    """A program's word counts as claimed, not as proven."""
    ended = leads.complete(
        step_id=step_id,
        done=leads.Done(done.outcome, "claimed"),
        then=[done.then.new()] if done.then else [],
        by=request.actor,
    )
    return said_step(ended)


@router.post("/{uuid:step_id}/date", response=StepOut, auth=Needs("write"), summary="Another date")
def move_step(request: TokenRequest, step_id: Path[uuid.UUID], date: DateIn) -> dict[str, Any]:
    """In the future, and at most 400 days ahead."""
    return said_step(leads.move(step_id=step_id, to=date.due_at, why=date.why, by=request.actor))


def said_step(step: Step) -> dict[str, Any]:
    """A step as it is sent."""
    plain = ("id", "lead_id", "kind", "says", "note", "owner_id", "by_assistant", "state", "outcome")
    return {
        **{name: getattr(step, name) for name in plain},
        "due_at": moment(step.due_at),
        "ended_at": moment(step.ended_at),
    }
