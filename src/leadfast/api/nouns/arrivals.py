"""Arrivals: leads that a program brings, one or a thousand at once, and what became of each."""

import datetime as dt
import hashlib
import uuid
from typing import Annotated, Any, Final, Literal

from ninja import Path, Router, Schema
from pydantic import Field, ValidationError

from leadfast.api import errors, problems
from leadfast.api.asking import Needs, TokenRequest
from leadfast.api.shapes import Cursor, Limit, MomentOut, Problem, Taken, Word, moment, page, read_id
from leadfast.api.shapes import cursor as cursor_of
from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.actions import mended
from leadfast.capture.actions.receiving import Received
from leadfast.capture.doors.api.item import Item, as_sent, says_anything, what_is_fit
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


class ArrivalIn(Item):
    """One lead as your program knows it. A name, a company, an address or a number is enough."""


class ArrivalsIn(Taken):
    """Up to a thousand at once. An item in another form does not stop the others."""

    items: Annotated[
        list[Annotated[ArrivalIn | Any, Field(union_mode="left_to_right")]],
        Field(min_length=1, max_length=MOST),
    ]


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


class ReceivedOut(Schema):
    """What became of one item. *refused* has no arrival, hence no id: there was no word in it.

    *kept*: it made a lead or joined one. *known*: it was here before, and is as it was settled then.
    *waiting*: for a person, with why. ``problem`` says what was not as agreed.
    """

    number: Annotated[int, Field(description="Its place among those that were sent, from 0.")]
    result: Literal["kept", "known", "waiting", "refused"]
    id: uuid.UUID | None
    door: str
    external_key: str
    arrived_at: MomentOut | None
    settlement: str
    lead_id: uuid.UUID | None
    person_id: uuid.UUID | None
    why: str
    seen_before: bool
    problem: Problem | None


class ReceivedAll(Schema):
    """In the order in which they were sent; in = created + joined + waiting + seen before + refused."""

    items: list[ReceivedOut]
    counts: dict[str, int]


class ArrivalPage(Schema):
    """A page of arrivals; ``next`` is the cursor of the page that follows."""

    items: list[ArrivalOut]
    next: str | None


@router.post("", response={200: ReceivedAll}, auth=Needs("receive"), summary="Bring leads in")
def receive(request: TokenRequest, arrivals: ArrivalsIn) -> dict[str, Any]:
    """Each is kept as it came before it is read, and gets a result of its own.

    One in a form that is not the one agreed waits for a person; one without a word in it is refused.
    """
    now = clock.now()
    said: list[dict[str, Any]] = []
    incoming: dict[int, capture.Incoming] = {}
    for number, one in enumerate(arrivals.items):
        problem, is_kept = _looked_at(one)
        said.append({**_REFUSED, "number": number, "problem": problem})
        if is_kept:
            fit = isinstance(one, ArrivalIn)
            incoming[number] = _incoming(one, number, request, now) if fit else _as_it_came(one, now)
    received = _read_now(
        capture.receive(incoming=list(incoming.values()), by=request.actor), by=request.actor
    )
    mended.join_mended(arrived=[one.arrival for one in received], by=request.actor)
    for number, arrived in zip(incoming, received, strict=True):
        said[number].update(_said_received(arrived))
    counts = dict.fromkeys(("created", "joined", "waiting", "seen_before", "refused"), 0)
    for row in said:
        kind = _COUNTED.get(row["result"]) or row["settlement"]
        counts[kind] = counts.get(kind, 0) + 1
    return {"items": said, "counts": counts}


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


def _looked_at(one: Any) -> tuple[dict[str, Any] | None, bool]:
    """What is wrong with an item, as a problem; and is there anything in it to be kept?"""
    if isinstance(one, ArrivalIn):
        is_kept = says_anything(one.model_dump(mode="json", exclude_defaults=True))
        return (None if is_kept else problems.told(errors.ItemSaysNothing())), is_kept
    is_kept = says_anything(one)
    refusal = errors.FieldsUnfit() if is_kept else errors.ItemSaysNothing()
    return problems.told(refusal, unfit=_unfit(one)), is_kept


def _unfit(one: Any) -> list[dict[str, str]]:
    """Which fields of an item are not as agreed."""
    try:
        ArrivalIn.model_validate(one)
    except ValidationError as error:
        return problems.where_unfit(
            error.errors(include_url=False, include_context=False, include_input=False)
        )
    return []


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
        raw=as_sent(sent),
        original_at=one.original_at,
        fresh=one.original_at is None or now - one.original_at <= FRESH_FOR,
        source=one.source,
        campaign=one.campaign,
    )


def _as_it_came(sent: Any, now: dt.datetime) -> capture.Incoming:
    """An item in another form: the same again is known, and mended it is an arrival under its own key."""
    fit, raw = what_is_fit(sent), as_sent(sent)
    at = fit.get("original_at")
    return capture.Incoming(
        door="api",
        external_key=mended.key_of(fit.get("external_key", ""), raw),
        raw=raw,
        original_at=at,
        fresh=at is None or now - at <= FRESH_FOR,
        source=fit.get("source", ""),
        campaign=fit.get("campaign", ""),
    )


def _said_received(one: Received) -> dict[str, Any]:
    known = not one.is_new
    result = "known" if known else "waiting" if one.arrival.settlement == "waiting" else "kept"
    return {**_said(one.arrival), "seen_before": known, "result": result}


def _said(arrival: Arrival) -> dict[str, Any]:
    plain = ("id", "door", "external_key", "settlement", "lead_id", "person_id", "why")
    return {
        **{name: getattr(arrival, name) for name in plain},
        "arrived_at": moment(arrival.arrived_at),
    }


_COUNTED: Final = {"known": "seen_before", "refused": "refused"}
_REFUSED: Final[dict[str, Any]] = {
    "result": "refused", "id": None, "door": "api", "external_key": "", "arrived_at": None, "settlement": "",
    "lead_id": None, "person_id": None, "why": "", "seen_before": False,
}  # fmt: skip
