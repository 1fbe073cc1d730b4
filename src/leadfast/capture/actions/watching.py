"""Sources that usually send: when one has stopped, somebody is told."""

import datetime as dt
import uuid

from leadfast.capture import facts
from leadfast.capture.errors import SourceNotFound
from leadfast.capture.models import Source
from leadfast.foundation import clock
from leadfast.history import actions as history
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


def _source(source_id: uuid.UUID) -> Source:
    source = Source.objects.select_for_update(no_key=True).filter(id=source_id).first()
    if source is None:
        raise SourceNotFound
    return source
