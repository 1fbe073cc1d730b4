"""Probes: a synthetic lead through a door proves that it works, and leaves nothing behind but that it was sent.

It is received as everything is, down to the constraints of the database, and then the transaction's inner part is
undone: no lead that somebody might call, no arrival in the ledger, no fact, nobody's turn. See decision 0016.
"""

import datetime as dt
import importlib
import importlib.util
import logging
import uuid
from functools import cache
from types import ModuleType

from django.db import transaction

from leadfast.capture import doors, facts
from leadfast.capture.actions import importing, receiving, uploading
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.doors.spreadsheet.probe import FILE
from leadfast.capture.errors import DoorHasNoProbe
from leadfast.capture.models import Arrival, Probe
from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)


class _Enough(Exception):
    """The door has shown what it does: undo it."""


@cache
def probed() -> tuple[str, ...]:
    """The doors that a synthetic lead can be sent through."""
    return tuple(name for name in doors.names() if importlib.util.find_spec(_module(name)) is not None)


def probe(*, door: str, by: Actor) -> Probe:
    """Send a synthetic lead through a door and see whether it becomes a lead. Nothing of it stays."""
    if door not in probed():
        raise DoorHasNoProbe
    now = clock.now()
    probe_id = uuid7(now)
    why = _through(door, importlib.import_module(_module(door)), probe_id, by=by)
    with guard.writing(by):
        row = Probe(
            id=probe_id,
            workspace_id=by.workspace_id,
            door=door,
            sent_at=now,
            sent_by_id=by.member_id,
            came_back_at=None if why else clock.now(),
            failed_at=clock.now() if why else None,
            why=why[:300],
        )
        row.save(force_insert=True)
        if why:
            history.record(facts.ProbeFailed(probe_id, door, row.why), by=by, at=now)
    return row


def due(*, as_of: dt.datetime, workspace_id: uuid.UUID) -> list[str]:
    """The doors whose last proof is older than this workspace wants; none where it wants none."""
    hours = int(workspaces.policy(workspace_id, "probe_hours"))
    if not hours:
        return []
    # Half an hour is given, so that a daily one stays at its hour.
    before = as_of - dt.timedelta(hours=hours) + dt.timedelta(minutes=30)
    recent = set(Probe.objects.filter(sent_at__gt=before).values_list("door", flat=True))
    return [door for door in probed() if door not in recent]


def _through(door: str, module: ModuleType, probe_id: uuid.UUID, *, by: Actor) -> str:
    """Why it did not come through; empty when it did."""
    raw, media_type = module.synthetic(str(probe_id))
    why = "Nobody knows what became of it."
    try:
        with guard.scope(by.workspace_id), transaction.atomic():
            why = _file(raw, by=by) if media_type == FILE else _one(door, raw, media_type, probe_id, by=by)
            raise _Enough
    except _Enough:
        return why
    except Refusal as refusal:
        return refusal.sentence
    except Exception as error:
        log.exception("A synthetic lead did not come through", extra={"door": door})
        return f"{type(error).__name__}: {error}"


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
