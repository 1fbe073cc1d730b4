"""Probes: a synthetic lead through a door proves that it works, and leaves nothing behind but that it was sent.

It is received as everything is, down to the constraints of the database, and then the transaction's inner part is
undone: no lead that somebody might call, no arrival in the ledger, no fact, nobody's turn. See decision 0016.

A photo and a mail take their time: they are *under way*, and a worker brings them to their end (``probes_under_way``).
"""

import datetime as dt
import importlib
import importlib.util
import logging
import uuid
from functools import cache
from typing import Final

from django.db import transaction

from leadfast.capture import doors, facts
from leadfast.capture.actions import card_readings, importing, receiving, uploading
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.doors.card.fields import Card
from leadfast.capture.doors.spreadsheet.probe import FILE
from leadfast.capture.errors import DoorHasNoProbe
from leadfast.capture.models import Arrival, CardReading, LeadAddress, Probe
from leadfast.foundation import clock, wake
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)

UNDER_WAY: Final = "capture.under_way"
#: Where photos of cards have come in lately, the reader is loaded anyway; elsewhere half a gigabyte is not spent.
_CARDS_LATELY: Final = dt.timedelta(days=30)


class _Enough(Exception):
    """The door has shown what it does: undo it."""


@cache
def probed() -> tuple[str, ...]:
    """The doors that a synthetic lead can be sent through: every one of them."""
    return tuple(name for name in doors.names() if importlib.util.find_spec(_module(name)) is not None)


def probe(*, door: str, by: Actor) -> Probe:
    """Send a synthetic lead through a door and see whether it becomes a lead. Nothing of it stays.

    A photo, and a mail where an address for leads is open, are under way when this returns.
    """
    if door not in probed():
        raise DoorHasNoProbe
    now = clock.now()
    probe_id = uuid7(now)
    if takes_its_time(door, by=by):
        return _set_out(door, probe_id, by=by, now=now)
    why = through(door, probe_id, by=by)
    with guard.writing(by):
        row = Probe(
            id=probe_id,
            workspace_id=by.workspace_id,
            door=door,
            sent_at=now,
            sent_by_id=by.member_id,
            due_at=now,
        )
        row.save(force_insert=True)
        return _end(row, why, by=by)


def ended(*, probe_id: uuid.UUID, why: str, by: Actor) -> Probe | None:
    """One that was under way has come through, or says why not. What has ended stays as it is."""
    with guard.writing(by):
        row = Probe.objects.select_for_update(no_key=True).filter(id=probe_id, due_at__isnull=False).first()
        return None if row is None else _end(row, why, by=by)


def arrived(*, probe_id: uuid.UUID, by: Actor) -> Probe | None:
    """The mail has come in at the address for leads: what stands behind it is tried with a stranger's mail."""
    return ended(probe_id=probe_id, why=through("mail", probe_id, by=by), by=by)


def due(*, as_of: dt.datetime, workspace_id: uuid.UUID) -> list[str]:
    """The doors whose last proof is older than this workspace wants; none where it wants none."""
    hours = int(workspaces.policy(workspace_id, "probe_hours"))
    if not hours:
        return []
    # Half an hour is given, so that a daily one stays at its hour.
    before = as_of - dt.timedelta(hours=hours) + dt.timedelta(minutes=30)
    recent = set(Probe.objects.filter(sent_at__gt=before).values_list("door", flat=True))
    if not CardReading.objects.filter(arrival__arrived_at__gt=as_of - _CARDS_LATELY).exists():
        recent.add("card")
    return [door for door in probed() if door not in recent]


def takes_its_time(door: str, *, by: Actor) -> bool:
    """Whether a worker brings it to its end: photos are looked at, mails travel."""
    if door != "mail":
        return door == "card"
    with guard.scope(by.workspace_id):
        open_ones = LeadAddress.objects.filter(closed_at=None, mailbox__disconnected_at=None)
        return open_ones.exists()


def through(door: str, probe_id: uuid.UUID, *, by: Actor, seen: Card | None = None) -> str:
    """Why a synthetic lead did not come through a door; empty when it did. Undone in any case."""
    raw, media_type = importlib.import_module(_module(door)).synthetic(str(probe_id))
    why = "Nobody knows what became of it."
    try:
        with guard.scope(by.workspace_id), transaction.atomic():
            if door == "card":
                why = _photo(raw, media_type, probe_id, seen, by=by)
            elif media_type == FILE:
                why = _file(raw, by=by)
            else:
                why = _one(door, raw, media_type, probe_id, by=by)
            raise _Enough
    except _Enough:
        return why
    except Refusal as refusal:
        return refusal.sentence
    except Exception as error:
        log.exception("A synthetic lead did not come through", extra={"door": door})
        return f"{type(error).__name__}: {error}"


def _set_out(door: str, probe_id: uuid.UUID, *, by: Actor, now: dt.datetime) -> Probe:
    with guard.writing(by):
        wake.up(UNDER_WAY)
        under_way = Probe.objects.filter(door=door, due_at__isnull=False).order_by("-sent_at").first()
        return under_way or Probe.objects.create(
            id=probe_id,
            workspace_id=by.workspace_id,
            door=door,
            sent_at=now,
            sent_by_id=by.member_id,
            due_at=now,
        )


def _end(row: Probe, why: str, *, by: Actor) -> Probe:
    now = clock.now()
    row.due_at, row.why = None, why[:300]
    row.came_back_at, row.failed_at = (None, now) if why else (now, None)
    row.save(update_fields=["due_at", "why", "came_back_at", "failed_at"])
    if why:
        history.record(facts.ProbeFailed(row.id, row.door, row.why), by=by, at=now)
    return row


def _one(door: str, raw: bytes, media_type: str, probe_id: uuid.UUID, *, by: Actor) -> str:
    incoming = Incoming(
        door=door,
        external_key=f"probe {probe_id}",
        raw=raw,
        media_type=media_type,
        source="Probe",
        fresh=False,
        is_synthetic=True,
    )
    received = receiving.receive(incoming=[incoming], by=by)[0]
    return "" if received.lead_id is not None else received.arrival.why


def _photo(raw: bytes, media_type: str, probe_id: uuid.UUID, seen: Card | None, *, by: Actor) -> str:
    key = f"probe {probe_id}"
    kept = card_readings.keep(photo=raw, media_type=media_type, key=key, by=by, typed={}, fresh=False)
    row = CardReading.objects.get(arrival_id=kept.arrival.id)
    card_readings.read(workspace_id=by.workspace_id, reading_id=row.id, as_of=clock.now(), seen=seen)
    row.refresh_from_db()
    arrival = Arrival.objects.get(id=kept.arrival.id)
    return row.why if arrival.lead_id is not None else arrival.why or "The photo did not become a lead."


def _file(raw: bytes, *, by: Actor) -> str:
    upload = uploading.begin(name="Probe.csv", content=raw, by=by)
    uploading.start(upload_id=upload.id, by=by, source="Probe")
    importing.run(upload_id=upload.id, by=by)
    row = Arrival.objects.filter(upload_id=upload.id).first()
    if row is None:
        return "No row of the file came in."
    return "" if row.lead_id is not None else row.why


def _module(door: str) -> str:
    return f"leadfast.capture.doors.{door}.probe"
