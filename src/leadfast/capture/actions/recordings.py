"""Recordings of calls: who opens one is kept, and its link goes when its time is over."""

import datetime as dt
import uuid

from leadfast.capture import facts
from leadfast.capture.errors import RecordingGone, RecordingNotFound
from leadfast.capture.models import Listening, Recording
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def listen(*, recording_id: uuid.UUID, by: Actor) -> str:
    """Where it can be heard; that this member opened it is kept for ever."""
    now = clock.now()
    with guard.writing(by):
        recording = Recording.objects.select_for_update(no_key=True).filter(id=recording_id).first()
        if recording is None:
            raise RecordingNotFound
        if recording.removed_at is not None or recording.expires_at is None or recording.expires_at <= now:
            raise RecordingGone
        Listening.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            recording_id=recording.id,
            member_id=by.as_member(),
            at=now,
        )
        history.record(facts.RecordingHeard(recording.id), by=by, at=now)
        return recording.link


def expire(*, recording_id: uuid.UUID, by: Actor, as_of: dt.datetime) -> bool:
    """Forget the link of a recording whose time is over. Who heard it stays."""
    with guard.writing(by):
        gone = Recording.objects.filter(id=recording_id, removed_at=None, expires_at__lte=as_of)
        if not gone.update(link="", expires_at=None, removed_at=as_of):
            return False
        history.record(facts.RecordingRemoved(recording_id), by=by, at=as_of)
    return True
