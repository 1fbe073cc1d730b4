"""The rows of a file come in: a chunk at a time, each with its outcomes in one commit, flat in memory."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db import connection

from leadfast.capture import facts
from leadfast.capture.actions import files, outcomes, putting_back, receiving, undoing
from leadfast.capture.actions.uploading import mapping_of
from leadfast.capture.doors.spreadsheet import read as door
from leadfast.capture.errors import NothingToKeep, UploadNotFound
from leadfast.capture.models import Upload
from leadfast.capture.models.upload import GOING_ON
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.capture.rules.taken import Taken
from leadfast.foundation import clock, ids
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

# Rows in one commit: so many that a statement's own cost does not count, so few that they are seen soon.
CHUNK: Final = 5000
# The first chunk is small: whoever waits for a file sees its first leads at once.
FIRST: Final = 500
AGAIN_AFTER = dt.timedelta(minutes=5)

_Cells = tuple[str, ...]


class Opened:
    """A file that is being read: where it stands, so that the next chunk need not begin at the top."""

    def __init__(self, upload: Upload) -> None:
        self.at = upload.rows_taken
        # The bytes are fetched once, and only here.
        content = Upload.objects.values_list("content", flat=True).get(id=upload.id)
        self._rows: Iterator[_Cells] = islice(files.rows(upload, bytes(content)), self.at, None)

    def next(self, size: int) -> list[_Cells]:
        """The next rows; empty at the end."""
        found = list(islice(self._rows, size))
        self.at += len(found)
        return found


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
            file = Opened(upload)
        first = upload.rows_taken + 1
        rows = file.next(size or (FIRST if first == 1 else CHUNK))
        if rows:
            _take_in(upload, rows, first, by=importer(upload, by), now=now)
            upload.rows_taken, upload.due_at, upload.error = file.at, now, ""
            upload.save(update_fields=["rows_taken", "due_at", "error"])
        else:
            _finish(upload, by=by, now=now)
    if rows:
        files[upload_id] = file
    return bool(rows)


def push_away(upload_id: uuid.UUID, error: Exception, now: dt.datetime) -> None:
    """A file that fails is tried again in five minutes, and says meanwhile what is wrong."""
    Upload.objects.filter(id=upload_id, state__in=GOING_ON).update(
        error=f"{type(error).__name__}: {error}"[:500], due_at=now + AGAIN_AFTER
    )


def importer(upload: Upload, by: Actor) -> Actor:
    """Whoever uploaded the file brought its leads in, also when a worker does the work."""
    return Actor(upload.workspace_id, "person", upload.member_id) if upload.member_id else by


def _take_in(upload: Upload, rows: Sequence[_Cells], first: int, *, by: Actor, now: dt.datetime) -> None:
    mapping = mapping_of(upload)
    keyed = _keyed(upload, rows, by=by)
    new = [one for one in keyed if one.known is None]
    country = workspaces.workspace(by.workspace_id).country
    read = files.reader(upload, mapping, country=country)
    made = ids.many(len(new), now)
    readable: list[Taken] = []
    unread: list[tuple[Taken, str]] = []
    for arrival_id, one in zip(made, new, strict=True):
        row = read(one.cells)
        if row.verdict == "skip":
            one.no_lead = row.reason
            continue
        one.taken = _taken(upload, arrival_id, finding.tidy(row.found, country=country))
        if row.verdict != "doubt" and one.taken.found.says_who:
            readable.append(one.taken)
        else:
            one.taken.why = row.reason or NothingToKeep().sentence
            unread.append((one.taken, one.taken.why))
    unread += receiving.take(readable, by=by, now=now, owner_id=upload.owner_id)
    outcomes.insert(
        upload,
        [
            (
                one.taken,
                one.key,
                door.raw_of(upload.header, one.cells, mapping, months_first=files.months_first(upload)),
                first + one.place,
            )
            for one in new
            if one.taken is not None
        ],
        by=by,
        now=now,
    )
    outcomes.insert_rows(
        upload, [(first + one.place, one.cells, one.key, *one.outcome) for one in keyed], by=by
    )
    receiving.tell_waiting(unread, by=by, now=now)
    putting_back.settle(upload, [(one.cells, one.taken) for one in new if one.taken], by=by, now=now)


@dataclass(slots=True)
class _Keyed:
    """A row with what it is known by, and what becomes of it."""

    place: int
    cells: _Cells
    key: str
    # The arrival and the lead it came in as before, here or in another file.
    known: tuple[str, str | None] | None = None
    taken: Taken | None = None
    # Why the row is about nobody.
    no_lead: str = ""

    @property
    def outcome(self) -> tuple[str, str, object, object]:
        """Outcome, reason, arrival and lead, as a row keeps them."""
        if self.known is not None:
            return "seen_before", "This row came in before.", *self.known
        if self.taken is None:
            return "no_lead", self.no_lead, None, None
        return self.taken.settlement, self.taken.why, self.taken.arrival_id, self.taken.lead_id


_KNOWN: Final = """
SELECT arrival.external_key, arrival.id, arrival.lead_id,
    arrival.upload_id = %(upload)s OR coalesce(source.state IN ('undoing', 'undone'), false)
FROM unnest(%(keys)s::text[]) AS wanted (key)
JOIN capture_arrival AS arrival
    ON arrival.workspace_id = %(workspace)s AND arrival.door = 'spreadsheet' AND arrival.external_key = wanted.key
LEFT JOIN capture_upload AS source
    ON source.workspace_id = arrival.workspace_id AND source.id = arrival.upload_id
"""


def _keyed(upload: Upload, rows: Sequence[_Cells], *, by: Actor) -> list[_Keyed]:
    """Each row by its content and by which of its equals in the file it is.

    An equal that came in with an earlier chunk of this very file is another row, and so is one of a file
    that was taken back; one that came in with another file is this row.
    """
    digests = door.digests(rows, upload.header)
    count: dict[str, int] = {}
    keyed = []
    for place, (cells, digest) in enumerate(zip(rows, digests, strict=True)):
        count[digest] = count.get(digest, 0) + 1
        keyed.append(_Keyed(place, cells, f"{digest}:{count[digest]}"))
    asked = keyed
    while asked:
        known = _known(upload, [one.key for one in asked], by=by)
        twins = []
        for one in asked:
            arrival_id, lead_id, ours = known.get(one.key, (None, None, False))
            if ours:
                digest, _, number = one.key.partition(":")
                one.key = f"{digest}:{int(number) + 1}"
                twins.append(one)
            elif arrival_id is not None:
                one.known = (arrival_id, lead_id)
        asked = twins
    return keyed


def _known(
    upload: Upload, keys: Sequence[str], *, by: Actor
) -> dict[str, tuple[str | None, str | None, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"workspace": by.workspace_id, "upload": upload.id, "keys": list(keys)})
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
    counts = dict.fromkeys(("created", "joined", "waiting", "seen_before"), 0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"workspace": by.workspace_id, "upload": upload.id})
        counts |= dict(cursor.fetchall())
    fact = facts.UploadFinished(
        upload.id, upload.name, counts["created"], counts["joined"], counts["waiting"], counts["seen_before"]
    )
    history.record(fact, by=importer(upload, by), at=now)


_COUNTS: Final = """
SELECT outcome, count(*) FROM capture_uploadrow
WHERE workspace_id = %(workspace)s AND upload_id = %(upload)s GROUP BY outcome
"""
