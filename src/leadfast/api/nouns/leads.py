"""Leads: the list with the filters of the screen, one lead, its fields, its steps, and the day it is won."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Literal, cast

from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from leadfast.api.asking import Needs, TokenRequest
from leadfast.api.errors import CursorUnreadable
from leadfast.api.nouns.steps import NewStepIn, StepOut, said_step
from leadfast.api.shapes import (
    Cursor,
    Limit,
    Moment,
    MomentOut,
    Money,
    MoneyOut,
    Said,
    Taken,
    Text,
    Word,
    Words,
    YesNo,
    amount,
    cursor,
    moment,
    money,
    read_cursor,
)
from leadfast.api.shapes import Line as ShortText
from leadfast.conversations import actions as conversations
from leadfast.conversations import reads as said
from leadfast.conversations.models import Call, Note
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.leads.models import Closure, Lead
from leadfast.workspaces import reads as workspaces

router = Router(tags=["leads"])


class ClosureOut(Schema):
    """Why a lead is closed."""

    kind: str
    closed_at: MomentOut
    value: MoneyOut | None
    order_reference: str
    words: str


class LeadOut(Schema):
    """One chance to sell: either closed, or with a next step."""

    id: uuid.UUID
    label: str
    person_id: uuid.UUID | None
    company_id: uuid.UUID | None
    owner_id: uuid.UUID
    source: str
    campaign: str
    tags: list[str]
    value: MoneyOut | None
    note: str
    stage: str
    turn: str
    theirs_until: MomentOut | None
    is_incomplete: bool
    paused_why: str
    arrived_at: MomentOut
    first_response_due_at: MomentOut | None
    first_responded_at: MomentOut | None
    last_touch_at: MomentOut | None
    last_reply_at: MomentOut | None
    updated_at: MomentOut
    next_step: StepOut | None
    closure: ClosureOut | None


class LeadPage(Schema):
    """A page of leads; ``next`` is the cursor of the page that follows."""

    items: list[LeadOut]
    next: str | None


Day = Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2199, 12, 31))]


class LeadQuery(Schema):
    """As on the screen *Leads*: what is left out does not narrow."""

    model_config = ConfigDict(extra="ignore")

    state: Literal["open", "closed", "any"] = "open"
    closed_kind: Literal["", "won", "never", "invalid", "merged", "erased", "let_go", "let_go_alone"] = ""
    turn: Literal["", "ours", "theirs"] = ""
    stage: Literal["", "new", "reached", "appointment", "proposal", "won", "resting"] = ""
    owner_id: uuid.UUID | None = None
    source: Word = ""
    upload_id: uuid.UUID | None = None
    tag: Word = ""
    has_phone: bool | None = None
    replied: bool | None = None
    opened: bool | None = None
    clicked: bool | None = None
    incomplete: bool | None = None
    due_from: Day | None = None
    due_to: Day | None = None
    untouched_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    search: Word = ""


class LeadChange(Taken):
    """Fields to change; what is left out stays."""

    label: Said | None = None
    value: Money | None = None
    note: Text | None = None
    source: Word | None = None
    tags: Annotated[list[Annotated[Word, Field(max_length=60)]], Field(max_length=50)] | None = None


class WinIn(Taken):
    """The customer bought: a value, an order reference, or both."""

    value: Money | None = None
    order_reference: Word = ""


class NoteIn(Taken):
    """Words to keep on a lead."""

    words: Words


class NoteOut(Schema):
    """A note as it was kept."""

    id: uuid.UUID
    lead_id: uuid.UUID
    at: MomentOut
    words: str


class CallIn(Taken):
    """A call that was made, or came in. ``call_back_at`` goes with *call_back*."""

    outcome: Literal["reached", "voicemail", "no_answer", "wrong_number", "call_back"]
    words: Text = ""
    incoming: YesNo = False
    number: Annotated[ShortText, Field(max_length=40)] = ""
    call_back_at: Moment | None = None
    step_id: uuid.UUID | None = None


class CallOut(Schema):
    """A call as it was kept, with how well it is proven."""

    id: uuid.UUID
    lead_id: uuid.UUID
    at: MomentOut
    outcome: str
    proof: str
    incoming: bool
    words: str


@router.get("", response=LeadPage, auth=Needs("read"), summary="List leads")
def list_leads(
    request: TokenRequest, asked: Query[LeadQuery], after: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """Open leads by what is due next, closed and mixed ones newest first, untouched ones longest first."""
    wanted = asked.model_dump()
    if wanted["closed_kind"]:
        wanted["state"] = "closed"
    filters = reads.Filters(**wanted)
    key = read_cursor(after) if after else []
    found = reads.page(
        filters,
        workspace_id=request.workspace.id,
        zone=workspaces.zone_of(request.member),
        now=clock.now(),
        after=_key(key),
        size=limit,
        also=_tracked(filters),
    )
    return {
        "items": [said_lead(lead) for lead in found.leads],
        "next": cursor(found.after) if found.after else None,
    }


@router.get("/{uuid:lead_id}", response=LeadOut, auth=Needs("read"), summary="One lead")
def get_lead(request: TokenRequest, lead_id: Path[uuid.UUID]) -> dict[str, Any]:
    """Open or closed."""
    return said_lead(reads.lead(lead_id))


@router.patch("/{uuid:lead_id}", response=LeadOut, auth=Needs("write"), summary="Change a lead")
def change_lead(request: TokenRequest, lead_id: Path[uuid.UUID], change: LeadChange) -> dict[str, Any]:
    """What is left out, or null, stays as it is."""
    leads.edit(
        lead_id=lead_id,
        label=change.label,
        value=amount(change.value),
        note=change.note,
        source=change.source,
        tags=change.tags,
        by=request.actor,
    )
    return said_lead(reads.lead(lead_id))


@router.post("/{uuid:lead_id}/steps", response={201: StepOut}, auth=Needs("write"), summary="Plan a step")
def plan_step(request: TokenRequest, lead_id: Path[uuid.UUID], step: NewStepIn) -> Status[dict[str, Any]]:
    """The earliest step of a lead is its next one."""
    return Status(201, said_step(leads.schedule(lead_id=lead_id, step=step.new(), by=request.actor)))


@router.post("/{uuid:lead_id}/closure", response={201: ClosureOut}, auth=Needs("write"), summary="Win a lead")
def win_lead(request: TokenRequest, lead_id: Path[uuid.UUID], win: WinIn) -> Status[dict[str, Any]]:
    """The only end that a program may write: giving up needs two people, on the screen."""
    closure = leads.win(
        lead_id=lead_id, value=amount(win.value), order_reference=win.order_reference, by=request.actor
    )
    return Status(201, _said_closure(closure))


@router.post("/{uuid:lead_id}/notes", response={201: NoteOut}, auth=Needs("write"), summary="Write a note")
def add_note(request: TokenRequest, lead_id: Path[uuid.UUID], note: NoteIn) -> Status[dict[str, Any]]:
    """A note is no touch and stops no clock."""
    kept: Note = conversations.add_note(lead_id=lead_id, words=note.words, by=request.actor)
    return Status(201, {"id": kept.id, "lead_id": lead_id, "at": moment(kept.at), "words": kept.words})


@router.post("/{uuid:lead_id}/calls", response={201: CallOut}, auth=Needs("write"), summary="Log a call")
def log_call(request: TokenRequest, lead_id: Path[uuid.UUID], call: CallIn) -> Status[dict[str, Any]]:
    """It counts as claimed until a call record proves it; the outcome decides the next step."""
    kept: Call = conversations.log_call(lead_id=lead_id, by=request.actor, **call.model_dump())
    shown = ("id", "outcome", "proof", "incoming", "words")
    return Status(201, {
        "lead_id": lead_id, "at": moment(kept.at), **{name: getattr(kept, name) for name in shown}
    })  # fmt: skip


def said_lead(lead: Lead) -> dict[str, Any]:
    """A lead as it is sent."""
    plain = (
        "id", "label", "person_id", "company_id", "owner_id", "source", "campaign", "tags", "note", "stage", "turn",
        "is_incomplete", "paused_why",
    )  # fmt: skip
    moments = (
        "theirs_until", "arrived_at", "first_response_due_at", "first_responded_at", "last_touch_at",
        "last_reply_at", "updated_at",
    )  # fmt: skip
    return {
        **{name: getattr(lead, name) for name in plain},
        **{name: moment(getattr(lead, name)) for name in moments},
        "value": money(lead.value),
        "next_step": said_step(lead.next_step) if lead.next_step else None,
        "closure": _said_closure(lead.closure) if lead.closure else None,
    }


def _said_closure(closure: Closure) -> dict[str, Any]:
    return {
        "kind": closure.kind,
        "closed_at": moment(closure.closed_at),
        "value": money(closure.value),
        "order_reference": closure.order_reference,
        "words": closure.words,
    }


def _tracked(filters: reads.Filters) -> Sequence[Any]:
    return said.tracked(opened=filters.opened, clicked=filters.clicked)


def _key(parts: list[str]) -> str:
    """The key of the list of leads behind a cursor; a wrong one is refused, never taken for the beginning."""
    if not parts:
        return ""
    try:
        at, lead_id = cast("tuple[str, str]", tuple(parts))
        if dt.datetime.fromisoformat(at).tzinfo is None:
            raise CursorUnreadable
        return f"{at}~{uuid.UUID(lead_id)}"
    except ValueError as error:
        raise CursorUnreadable from error
