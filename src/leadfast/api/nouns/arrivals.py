"""Arrivals: leads that a program brings, one or a thousand at once, and what became of each."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Annotated, Any

from ninja import Path, Router, Schema
from pydantic import Field

from leadfast.api.asking import Needs, TokenRequest
from leadfast.api.shapes import (
    Cursor,
    Limit,
    Line,
    Moment,
    MomentOut,
    Money,
    Taken,
    Text,
    Word,
    YesNo,
    moment,
    page,
    read_id,
)
from leadfast.api.shapes import cursor as cursor_of
from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.actions.receiving import Received
from leadfast.capture.errors import ArrivalNotFound
from leadfast.capture.models import Arrival
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

router = Router(tags=["arrivals"])

MOST = 1000
# Who asked longer ago than this is not greeted as if they had asked now.
FRESH_FOR = dt.timedelta(hours=1)


class ArrivalIn(Taken):
    """One lead as your program knows it. A name, a company, an address or a number is enough."""

    external_key: Annotated[Word, Field(description="What makes the same item one arrival.")] = ""
    name: Line = ""
    company: Line = ""
    mails: Annotated[list[Line], Field(max_length=20)] = []
    phones: Annotated[list[Line], Field(max_length=20)] = []
    job_title: Line = ""
    website: Line = ""
    address: Line = ""
    postal_code: Word = ""
    city: Word = ""
    country: Annotated[Word, Field(max_length=2)] = ""
    language: Annotated[Word, Field(max_length=8)] = ""
    value: Money | None = None
    source: Word = ""
    campaign: Word = ""
    tags: Annotated[list[Word], Field(max_length=50)] = []
    note: Text = ""
    consent: Annotated[Text, Field(description="What they agreed to, in the words they saw.")] = ""
    asked: Annotated[YesNo, Field(description="They came to you themselves: a machine may answer them.")] = (
        False
    )
    no_mail: YesNo = False
    no_calls: YesNo = False
    original_at: Moment | None = None


class ArrivalsIn(Taken):
    """Up to a thousand at once."""

    items: Annotated[list[ArrivalIn], Field(min_length=1, max_length=MOST)]


class ArrivalOut(Schema):
    """What became of something that came in: *created*, *joined*, *waiting* (with why) or *junk*."""

    id: uuid.UUID
    door: str
    external_key: str
    arrived_at: MomentOut
    settlement: str
    lead_id: uuid.UUID | None
    person_id: uuid.UUID | None
    why: str


class ReceivedOut(ArrivalOut):
    """The same, and whether it was here before."""

    seen_before: bool


class ReceivedAll(Schema):
    """In the order in which they were sent; in = created + joined + waiting + seen before."""

    items: list[ReceivedOut]
    counts: dict[str, int]


class ArrivalPage(Schema):
    """A page of arrivals; ``next`` is the cursor of the page that follows."""

    items: list[ArrivalOut]
    next: str | None


@router.post("", response={200: ReceivedAll}, auth=Needs("receive"), summary="Bring leads in")
def receive(request: TokenRequest, arrivals: ArrivalsIn) -> dict[str, Any]:
    """Each is kept as it came before it is read; one that cannot be read waits for a person, alone."""
    now = clock.now()
    incoming = [_incoming(one, number, request, now) for number, one in enumerate(arrivals.items)]
    received = _read_now(capture.receive(incoming=incoming, by=request.actor), by=request.actor)
    counts = dict.fromkeys(("created", "joined", "waiting", "seen_before"), 0)
    for one in received:
        kind = one.arrival.settlement if one.is_new else "seen_before"
        counts[kind] = counts.get(kind, 0) + 1
    return {"items": [_said_received(one) for one in received], "counts": counts}


@router.get("", response=ArrivalPage, auth=Needs("read"), summary="List arrivals")
def list_arrivals(
    request: TokenRequest, settlement: Word = "", after: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """Through every door, newest first."""
    with guard.scope(request.workspace.id):
        last = read_id(after)
        before = Arrival.objects.defer("raw").filter(id=last).first() if last else None
        if last and before is None:
            raise ArrivalNotFound
        rows = reads.recent(before=before, settlement=settlement, size=limit + 1)
        return page(rows, limit, _said, lambda row: cursor_of(row.id))


@router.get("/{uuid:arrival_id}", response=ArrivalOut, auth=Needs("read"), summary="One arrival")
def get_arrival(request: TokenRequest, arrival_id: Path[uuid.UUID]) -> dict[str, Any]:
    """What became of it."""
    with guard.scope(request.workspace.id):
        return _said(reads.arrival(arrival_id))


def _read_now(received: list[Received], *, by: Actor) -> list[Received]:
    """What was kept by a request that was cut off before it read it is read now, not minutes later."""
    cut_off = [
        one.arrival.id
        for one in received
        if not one.is_new and one.arrival.settlement == "waiting" and one.arrival.read_at is None
    ]
    read = {one.id: one for one in capture.settle(arrival_ids=list(dict.fromkeys(cut_off)), by=by)}
    return [Received(read.get(one.arrival.id, one.arrival), one.is_new) for one in received]


def _incoming(one: ArrivalIn, number: int, request: TokenRequest, now: dt.datetime) -> capture.Incoming:
    """An item without a key of its own has that of its place in this very request, if the request has one."""
    key = one.external_key
    if not key and request.key:
        whole = hashlib.sha256(f"{request.token.id} {request.key} ".encode() + request.request_hash)
        key = f"{whole.hexdigest()}:{number}"
    sent = one.model_dump(mode="json", exclude_defaults=True)
    return capture.Incoming(
        door="api",
        external_key=key or str(uuid7(now)),
        raw=json.dumps(sent, ensure_ascii=False).encode(),
        original_at=one.original_at,
        fresh=one.original_at is None or now - one.original_at <= FRESH_FOR,
        source=one.source,
        campaign=one.campaign,
    )


def _said_received(one: Received) -> dict[str, Any]:
    return {**_said(one.arrival), "seen_before": not one.is_new}


def _said(arrival: Arrival) -> dict[str, Any]:
    plain = ("id", "door", "external_key", "settlement", "lead_id", "person_id", "why")
    return {
        **{name: getattr(arrival, name) for name in plain},
        "arrived_at": moment(arrival.arrived_at),
    }
