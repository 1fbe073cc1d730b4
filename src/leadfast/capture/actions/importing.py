"""The rows of a file come in: a chunk at a time, each with its outcomes in one commit, flat in memory."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from leadfast.capture import facts
from leadfast.capture.actions import files, outcomes, putting_back, receiving, undoing
from leadfast.capture.actions.opened import Opened, Understood
from leadfast.capture.errors import NothingToKeep, UploadNotFound
from leadfast.capture.models import Upload
from leadfast.capture.models.upload import GOING_ON
from leadfast.capture.reads.uploads import progress
from leadfast.capture.rules.found import Found
from leadfast.capture.rules.taken import Taken
from leadfast.foundation import clock, ids, staging
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

# Rows in one commit: so many that a statement's own cost does not count, so few that they are seen soon.
CHUNK: Final = 5000
# The first chunk is small: whoever waits for a file sees its first leads at once.
FIRST: Final = 500
AGAIN_AFTER = dt.timedelta(minutes=5)


def run(*, upload_id: uuid.UUID, by: Actor) -> Upload:
    """Work a file to its end, chunk by chunk."""
    opened: dict[uuid.UUID, Opened] = {}
    while go_on(upload_id=upload_id, by=by, opened=opened):
        continue
    with guard.scope(by.workspace_id):
        found = Upload.objects.filter(id=upload_id).first()
    if found is None:
        raise UploadNotFound
    return found


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
            return undoing.go_on(upload, by=importer(upload, by), now=now)
        if file is None or file.at != upload.rows_taken:
            file = Opened(upload, country=workspaces.workspace(by.workspace_id).country)
        first = upload.rows_taken + 1
        rows = file.next(size or _size(first), then=CHUNK if opened is not None else 0)
        if rows:
            _take_in(upload, rows, first, by=importer(upload, by), now=now)
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


def importer(upload: Upload, by: Actor) -> Actor:
    """Whoever uploaded the file brought its leads in, also when a worker does the work."""
    return Actor(upload.workspace_id, "person", upload.member_id) if upload.member_id else by


def _take_in(upload: Upload, rows: Sequence[Understood], first: int, *, by: Actor, now: dt.datetime) -> None:
    keyed = _keyed(upload, rows, by=by)
    new = [one for one in keyed if one.known is None]
    readable: list[Taken] = []
    unread: list[tuple[Taken, str]] = []
    for arrival_id, one in zip(ids.many(len(new), now), new, strict=True):
        if one.said.row.verdict == "skip":
            continue
        one.taken = _taken(upload, arrival_id, one.said.found)
        if one.said.row.verdict != "doubt" and one.taken.found.says_who:
            readable.append(one.taken)
        else:
            one.taken.why = one.said.row.reason or NothingToKeep().sentence
            unread.append((one.taken, one.taken.why))
    unread += receiving.take(readable, by=by, now=now, owner_id=upload.owner_id)
    arrived = [(one.taken, one.key, one.said.raw, first + one.place) for one in new if one.taken is not None]
    outcomes.insert(upload, arrived, by=by, now=now)
    outcomes.insert_rows(
        upload,
        [(first + one.place, one.said.cells, one.key, *one.outcome) for one in keyed if one.taken is None],
        by=by,
    )
    receiving.tell_waiting(unread, by=by, now=now)
    mended = [(one.said.cells, one.taken) for one in new if one.taken is not None]
    putting_back.settle(upload, mended, by=by, now=now)


@dataclass(slots=True)
class _Keyed:
    """A row with what it is known by, and what becomes of it."""

    place: int
    said: Understood
    key: str
    # The arrival and the lead it came in as before, here or in another file.
    known: tuple[str, str | None] | None = None
    taken: Taken | None = None

    @property
    def outcome(self) -> tuple[str, str, object, object]:
        """Outcome, reason, arrival and lead of a row that made no arrival."""
        if self.known is not None:
            return "seen_before", "This row came in before.", *self.known
        return "no_lead", self.said.row.reason, None, None


_KNOWN: Final = """
SELECT arrival.external_key, arrival.id, arrival.lead_id,
    arrival.upload_id = %(upload)s OR coalesce(source.state IN ('undoing', 'undone'), false)
FROM jsonb_array_elements_text(%(keys)s::jsonb) AS wanted (key)
-- OFFSET 0: looked up one by one. Statistics lag behind a file that comes in, and a plan made for a small table
-- would read the growing one through for every chunk.
CROSS JOIN LATERAL (
    SELECT * FROM capture_arrival
    WHERE workspace_id = %(workspace)s AND door = 'spreadsheet' AND external_key = wanted.key OFFSET 0
) AS arrival
LEFT JOIN capture_upload AS source
    ON source.workspace_id = arrival.workspace_id AND source.id = arrival.upload_id
"""


def _keyed(upload: Upload, rows: Sequence[Understood], *, by: Actor) -> list[_Keyed]:
    """Each row by its content and by which of its equals in the file it is.

    An equal that came in with an earlier chunk of this very file is another row, and so is one of a file
    that was taken back; one that came in with another file is this row.
    """
    count: dict[str, int] = {}
    keyed = []
    for place, said in enumerate(rows):
        count[said.digest] = count.get(said.digest, 0) + 1
        keyed.append(_Keyed(place, said, f"{said.digest}:{count[said.digest]}"))
    asked = keyed
    while asked:
        known = _known(upload, [one.key for one in asked], by=by)
        twins = []
        for one in asked:
            arrival_id, lead_id, ours = known.get(one.key, (None, None, False))
            if ours:
                digest = one.said.digest
                # After all of its equals, of which a later one may have the next number already.
                count[digest] += 1
                one.key = f"{digest}:{count[digest]}"
                twins.append(one)
            elif arrival_id is not None:
                one.known = (arrival_id, lead_id)
        asked = twins
    return keyed


def _known(
    upload: Upload, keys: Sequence[str], *, by: Actor
) -> dict[str, tuple[str | None, str | None, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN, {"workspace": by.workspace_id, "upload": upload.id, "keys": staging.listed(keys)}
        )
        return {
            key: (arrival_id, lead_id, bool(ours)) for key, arrival_id, lead_id, ours in cursor.fetchall()
        }


def _taken(upload: Upload, arrival_id: str, found: Found) -> Taken:
    return Taken(
        arrival_id=arrival_id,
        door=files.DOOR,
        found=found,
        fresh=upload.fresh,
        source=upload.source,
        campaign=upload.campaign,
        upload_id=upload.id,
    )


def _finish(upload: Upload, *, by: Actor, now: dt.datetime) -> None:
    upload.state, upload.due_at, upload.finished_at = "done", None, now
    upload.save(update_fields=["state", "due_at", "finished_at"])
    far = progress(upload)
    fact = facts.UploadFinished(upload.id, upload.name, far.created, far.joined, far.waiting, far.seen_before)
    history.record(fact, by=importer(upload, by), at=now)
