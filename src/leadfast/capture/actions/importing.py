"""The rows of a file come in: a chunk at a time, each with its outcomes in one commit, flat in memory."""

import datetime as dt
import uuid
from typing import Final

from django.db import connection

from leadfast.capture import facts
from leadfast.capture.actions import chunks, lanes, undoing
from leadfast.capture.actions.opened import Opened
from leadfast.capture.errors import UploadNotFound
from leadfast.capture.models import Upload
from leadfast.capture.models.upload import GOING_ON
from leadfast.capture.reads.uploads import progress
from leadfast.foundation import clock, staging
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

# Rows in one commit: so many that a statement's own cost does not count, so few that they are seen soon.
CHUNK: Final = 5000
# The first chunk is small: whoever waits for a file sees its first leads at once. More small ones would not show the
# next ones sooner: the two lanes would wait for each other more often.
FIRST: Final = 500
AGAIN_AFTER = dt.timedelta(minutes=5)


def run(*, upload_id: uuid.UUID, by: Actor) -> Upload:
    """Work a file to its end, chunk by chunk."""
    opened: dict[uuid.UUID, Opened] = {}
    while take_turn(upload_id=upload_id, by=by, opened=opened):
        continue
    with guard.scope(by.workspace_id):
        found = Upload.objects.defer("content").filter(id=upload_id).first()
    if found is None:
        raise UploadNotFound
    return found


def take_turn(
    *, upload_id: uuid.UUID, by: Actor, opened: dict[uuid.UUID, Opened], most: int | None = None
) -> bool:
    """The next rows of a file, as :func:`go_on` takes them; where many are left, two chunks at once.

    ``most``: chunks at most in this turn (None: all that are left). True while there is more to do.
    """
    # Inside somebody's transaction there is one lane: another would not see what stands in it.
    if not connection.in_atomic_block:
        file = opened.pop(upload_id, None) or _open_large(upload_id, by=by)
        if file is not None and file.left > CHUNK:
            if lanes.bring_in(upload_id, file, size=_size, most=most, by=by):
                opened[upload_id] = file
                return True
            # It goes on from wherever it stands now, and is opened there.
            file.close()
        elif file is not None:
            opened[upload_id] = file
    return go_on(upload_id=upload_id, by=by, opened=opened)


def _open_large(upload_id: uuid.UUID, *, by: Actor) -> Opened | None:
    """A file of which more than a chunk is left; others are opened when their rows are taken."""
    with guard.scope(by.workspace_id):
        upload = Upload.objects.defer("content").filter(id=upload_id, state="queued").first()
        if upload is None or upload.row_count - upload.rows_taken <= CHUNK:
            return None
        return Opened(upload, country=workspaces.workspace(by.workspace_id).country)


def go_on(
    *,
    upload_id: uuid.UUID,
    by: Actor,
    size: int | None = None,
    opened: dict[uuid.UUID, Opened] | None = None,
) -> bool:
    """Work the next rows that have no outcome, and write their outcomes in the same commit.

    True while there are more. A crash loses at most this chunk's work, and none of its rows; a second
    worker that comes at the same time finds the file taken and does nothing. ``opened`` keeps files open
    between chunks.
    """
    now = clock.now()
    files = opened if opened is not None else {}
    # Whatever happens to the commit, a file that is kept open stands where the commit says, or is opened anew.
    file = files.pop(upload_id, None)
    with guard.writing(by):
        locked = Upload.objects.select_for_update(no_key=True, skip_locked=True).defer("content")
        upload = locked.filter(id=upload_id, state__in=GOING_ON).first()
        if upload is None:
            return False
        if upload.state == "undoing":
            return undoing.go_on(upload, by=chunks.importer(upload, by), now=now)
        if file is None or file.at != upload.rows_taken:
            file = Opened(upload, country=workspaces.workspace(by.workspace_id).country)
        first = upload.rows_taken + 1
        size = size or _size(first)
        rows = file.next(size, then=_size(first + size) if opened is not None else 0)
        if rows:
            chunks.take_in(upload, chunks.lines(rows, first), by=chunks.importer(upload, by), now=now)
            upload.rows_taken, upload.due_at, upload.error = file.at, now, ""
            upload.save(update_fields=["rows_taken", "due_at", "error"])
        else:
            _finish(upload, by=by, now=now)
    if rows:
        files[upload_id] = file
        staging.statistics_keep_up()
    return bool(rows)


def _size(first: int) -> int:
    """How many rows to take from this one on: the first few, what is left of the first chunk, then whole ones."""
    return FIRST if first == 1 else CHUNK - (first - 1) % CHUNK


def push_away(upload_id: uuid.UUID, error: Exception, now: dt.datetime) -> None:
    """A file that fails is tried again in five minutes, and says meanwhile what is wrong."""
    Upload.objects.filter(id=upload_id, state__in=GOING_ON).update(
        error=f"{type(error).__name__}: {error}"[:500], due_at=now + AGAIN_AFTER
    )


def _finish(upload: Upload, *, by: Actor, now: dt.datetime) -> None:
    upload.state, upload.due_at, upload.finished_at = "done", None, now
    upload.save(update_fields=["state", "due_at", "finished_at"])
    far = progress(upload)
    fact = facts.UploadFinished(upload.id, upload.name, far.created, far.joined, far.waiting, far.seen_before)
    history.record(fact, by=chunks.importer(upload, by), at=now)
