"""Sources that usually send: when one has stopped, somebody is told. And probes, which prove that a door works."""

import datetime as dt
import importlib
import importlib.util
import uuid

from leadfast.capture import doors, facts
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.actions.receiving import receive
from leadfast.capture.errors import DoorHasNoProbe, SourceNotFound
from leadfast.capture.models import Probe, Source
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def fell_silent(*, source_id: uuid.UUID, by: Actor, as_of: dt.datetime) -> bool:
    """A source has been silent for longer than it ever is. Said once, until it is heard of again."""
    with guard.writing(by):
        source = Source.objects.select_for_update(no_key=True).filter(id=source_id).first()
        if source is None or source.watched_until is None or source.watched_until > as_of:
            return False
        source.watched_until, source.silent_since = None, source.last_arrival_at or source.created_at
        source.save(update_fields=["watched_until", "silent_since"])
        fact = facts.SourceFellSilent(source.id, source.name, source.silent_since)
        history.record(fact, by=by, at=as_of)
    return True


def watch_source(*, source_id: uuid.UUID, by: Actor, hours: int | None) -> Source:
    """After so many hours without a lead it is an alarm; None: what is learnt from what came."""
    with guard.writing(by):
        source = _source(source_id)
        source.alarm_after_hours, source.ended_at = hours, None
        last = source.last_arrival_at or clock.now()
        source.watched_until = last + dt.timedelta(hours=hours) if hours else None
        source.save(update_fields=["alarm_after_hours", "watched_until", "ended_at"])
    return source


def end_source(*, source_id: uuid.UUID, by: Actor) -> Source:
    """It sends no more, and that is meant: no alarm."""
    with guard.writing(by):
        source = _source(source_id)
        source.ended_at, source.watched_until, source.silent_since = clock.now(), None, None
        source.save(update_fields=["ended_at", "watched_until", "silent_since"])
    return source


def probe(*, door: str, by: Actor) -> Probe:
    """Send a synthetic lead through a door and see whether it becomes a lead. No report counts it.

    Afterwards the lead is closed as what it is, so that nobody calls it.
    """
    name = f"leadfast.capture.doors.{door}.probe"
    if door not in doors.names() or importlib.util.find_spec(name) is None:
        raise DoorHasNoProbe
    now = clock.now()
    probe_id = uuid7(now)
    raw, media_type = importlib.import_module(name).synthetic(str(probe_id))
    received = receive(
        incoming=[
            Incoming(
                door=door,
                external_key=f"probe {probe_id}",
                raw=raw,
                media_type=media_type,
                source="Probe",
                fresh=False,
                is_synthetic=True,
            )
        ],
        by=by,
        owner_id=by.member_id,
    )[0]
    lead_id = received.lead_id
    with guard.writing(by):
        row = Probe(
            id=probe_id,
            workspace_id=by.workspace_id,
            door=door,
            sent_at=now,
            sent_by_id=by.member_id,
            arrival_id=received.arrival.id,
        )
        if lead_id is not None:
            row.came_back_at = clock.now()
            leads.invalid(lead_id=lead_id, proof=f"A synthetic lead through the door “{door}”.", by=by)
        else:
            row.failed_at, row.why = clock.now(), received.arrival.why[:300]
            history.record(facts.ProbeFailed(probe_id, door, row.why), by=by, at=now)
        row.save(force_insert=True)
    return row


def _source(source_id: uuid.UUID) -> Source:
    source = Source.objects.select_for_update(no_key=True).filter(id=source_id).first()
    if source is None:
        raise SourceNotFound
    return source
