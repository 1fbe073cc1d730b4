"""Keeping what came in, raw, before anything reads it. The same thing twice is one thing."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leadfast.capture.models import Arrival
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.people import erased
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

# Doors at which the other side says by what a thing is known: an address or a number may be in that.
_KEYED_OUTSIDE: Final = ("api", "calls", "webhook")


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something at a door: its bytes, and the key by which the door knows it."""

    door: str
    external_key: str
    raw: bytes
    media_type: str = "application/json"
    original_at: dt.datetime | None = None
    # False: it was not asked for now (an old list). Nothing may greet it as new.
    fresh: bool = True
    source: str = ""
    campaign: str = ""
    upload_id: uuid.UUID | None = None
    row_number: int | None = None
    event_id: uuid.UUID | None = None
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """An arrival, and whether it was here before."""

    arrival: Arrival
    is_new: bool


def keep(*, incoming: Sequence[Incoming], by: Actor) -> list[Kept]:
    """Store what came in, in a transaction of its own where the caller has none. Same order as given."""
    now = clock.now()
    with guard.writing(by):
        rows = [_row(one, by=by, now=now) for one in incoming]
        _as_erased(rows, by=by)
        Arrival.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
        kept: dict[tuple[str, str], Arrival] = {}
        for door in {row.door for row in rows}:
            keys = [row.external_key for row in rows if row.door == door]
            here = Arrival.objects.filter(workspace_id=by.workspace_id, door=door, external_key__in=keys)
            kept |= {(arrival.door, arrival.external_key): arrival for arrival in here}
    ours = {row.id for row in rows}
    found: list[Kept] = []
    for row in rows:
        arrival = kept[row.door, row.external_key]
        # Twice in one batch: the first is new, the second was here before.
        found.append(Kept(arrival, arrival.id in ours and arrival.id == row.id))
    return found


def _as_erased(rows: Sequence[Arrival], *, by: Actor) -> None:
    """What came about somebody who was erased has a digest for its key: by that the same thing is known again."""
    told = {erased.key(row.external_key) for row in rows if row.door in _KEYED_OUTSIDE}
    if not told:
        return
    here = Arrival.objects.filter(
        workspace_id=by.workspace_id, door__in=_KEYED_OUTSIDE, external_key__in=told
    )
    gone = set(here.values_list("door", "external_key"))
    for row in rows if gone else ():
        if (row.door, key := erased.key(row.external_key)) in gone:
            row.external_key = key


def _row(one: Incoming, *, by: Actor, now: dt.datetime) -> Arrival:
    return Arrival(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        door=one.door,
        external_key=one.external_key[:200],
        raw=one.raw,
        media_type=one.media_type,
        arrived_at=now,
        original_at=one.original_at,
        fresh=one.fresh,
        by_kind=by.kind,
        member_id=by.member_id,
        source=one.source[:120],
        campaign=one.campaign[:120],
        is_synthetic=one.is_synthetic,
        upload_id=one.upload_id,
        row_number=one.row_number,
        event_id=one.event_id,
    )
