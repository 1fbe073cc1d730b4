"""A file of leads: kept, previewed, then worked batch by batch, each batch with its outcomes in one commit."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leadfast.capture import facts
from leadfast.capture.actions import outcomes
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.actions.receiving import receive
from leadfast.capture.doors.csv import mapping as columns
from leadfast.capture.doors.csv import read as csv_door
from leadfast.capture.doors.csv import table
from leadfast.capture.errors import (
    AlreadyStarted,
    ColumnUnknown,
    NoColumnChosen,
    NothingToKeep,
    UploadNotFound,
)
from leadfast.capture.models import Arrival, Upload, UploadRow
from leadfast.capture.reads import matching
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.foundation import clock, wake
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

BATCH = 250
AGAIN_AFTER = dt.timedelta(minutes=5)
# As the worker's timetable calls it.
SWEEP = "capture.uploads"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a row: *created*, *joined*, *waiting* or *seen_before*, and why."""

    number: int
    outcome: str
    why: str
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would come in. Nothing has been written."""

    upload: Upload
    mapping: Mapping[int, str]
    counts: Mapping[str, int]
    verdicts: Sequence[Verdict]


def begin(*, name: str, content: bytes, by: Actor) -> Upload:
    """Keep a file and read its header. Its rows come in when somebody has confirmed the columns."""
    read = table.read(content)
    proposed = columns.propose(read.header, read.rows)
    with guard.writing(by):
        return Upload.objects.create(
            id=uuid7(clock.now()),
            workspace_id=by.workspace_id,
            name=clean_line(name) or "Leads",
            content=content,
            encoding=read.encoding,
            delimiter=read.delimiter,
            header=list(read.header),
            mapping={str(number): field for number, field in proposed.items()},
            member_id=by.member_id,
            row_count=len(read.rows),
            uploaded_at=clock.now(),
        )


def preview(*, upload_id: uuid.UUID, by: Actor, mapping: Mapping[int, str] | None = None) -> Preview:
    """The verdict of every row under these columns (default: as proposed). Writes nothing."""
    with guard.scope(by.workspace_id):
        upload = _upload(upload_id)
        chosen = dict(mapping) if mapping is not None else mapping_of(upload)
        read = table.read(bytes(upload.content))
        verdicts = _verdicts(upload, read, chosen, by=by)
    counts: dict[str, int] = {}
    for verdict in verdicts:
        counts[verdict.outcome] = counts.get(verdict.outcome, 0) + 1
    return Preview(upload, chosen, counts, verdicts)


def start(
    *,
    upload_id: uuid.UUID,
    by: Actor,
    mapping: Mapping[int, str] | None = None,
    source: str = "",
    campaign: str = "",
    fresh: bool = False,
    owner_id: uuid.UUID | None = None,
) -> Upload:
    """Let the rows come in, a worker does it. ``fresh``: they asked us just now, so they are answered as new.

    Without ``owner_id`` the leads go round the team.
    """
    now = clock.now()
    with guard.writing(by):
        upload = _upload(upload_id, lock=True)
        if upload.state != "preview":
            raise AlreadyStarted
        chosen = dict(mapping) if mapping is not None else mapping_of(upload)
        if set(chosen.values()) - columns.FIELDS.keys():
            raise ColumnUnknown
        if not columns.usable(chosen):
            raise NoColumnChosen
        read = table.read(bytes(upload.content))
        UploadRow.objects.bulk_create(
            [
                UploadRow(
                    workspace_id=by.workspace_id,
                    upload_id=upload.id,
                    number=number,
                    cells=list(cells),
                    external_key=key,
                )
                for number, (cells, key) in enumerate(
                    zip(read.rows, csv_door.keys_of(read.rows, read.header), strict=True), start=1
                )
            ],
            batch_size=2000,
        )
        upload.mapping = {str(number): field for number, field in chosen.items()}
        upload.source, upload.campaign = clean_line(source, limit=120), clean_line(campaign, limit=120)
        upload.fresh, upload.owner_id, upload.row_count = fresh, owner_id, len(read.rows)
        upload.state, upload.due_at = "queued", now
        upload.save()
        wake.up(SWEEP)
    return upload


def cancel(*, upload_id: uuid.UUID, by: Actor) -> Upload:
    """Not this file after all; only before its rows come in."""
    with guard.writing(by):
        upload = _upload(upload_id, lock=True)
        if upload.state != "preview":
            raise AlreadyStarted
        upload.state = "cancelled"
        upload.save(update_fields=["state"])
    return upload


def run(*, upload_id: uuid.UUID, by: Actor) -> Upload:
    """Work a file to its end, batch by batch."""
    while go_on(upload_id=upload_id, by=by):
        continue
    with guard.scope(by.workspace_id):
        return _upload(upload_id)


def go_on(*, upload_id: uuid.UUID, by: Actor, size: int = BATCH) -> bool:
    """Work the next rows that have no outcome, and write their outcomes in the same commit.

    True while there are more. A crash loses at most this batch's work, and none of its rows; a second
    worker that comes at the same time finds the file taken and does nothing.
    """
    now = clock.now()
    with guard.writing(by):
        locked = Upload.objects.select_for_update(no_key=True, skip_locked=True).defer("content")
        upload = locked.filter(id=upload_id, state="queued").first()
        if upload is None:
            return False
        rows = list(UploadRow.objects.filter(upload_id=upload_id, outcome="").order_by("number")[:size])
        if rows:
            _work(upload, rows, by=_importer(upload, by))
            upload.due_at, upload.error = now, ""
            upload.save(update_fields=["due_at", "error"])
            return True
        _finish(upload, by=by, now=now)
    return False


def push_away(upload_id: uuid.UUID, error: Exception, now: dt.datetime) -> None:
    """A file that fails is tried again in five minutes, and says meanwhile what is wrong."""
    Upload.objects.filter(id=upload_id, state="queued").update(
        error=f"{type(error).__name__}: {error}"[:500], due_at=now + AGAIN_AFTER
    )


def mapping_of(upload: Upload) -> dict[int, str]:
    """The columns as kept."""
    return {int(number): field for number, field in upload.mapping.items()}


def _work(upload: Upload, rows: Sequence[UploadRow], *, by: Actor) -> None:
    chosen = mapping_of(upload)
    incoming = [
        Incoming(
            door="csv",
            external_key=row.external_key,
            raw=csv_door.raw_of(upload.header, row.cells, chosen),
            fresh=upload.fresh,
            source=upload.source,
            campaign=upload.campaign,
            upload_id=upload.id,
            row_number=row.number,
        )
        for row in rows
    ]
    received = receive(incoming=incoming, by=by, owner_id=upload.owner_id)
    for row, one in zip(rows, received, strict=True):
        arrival = one.arrival
        row.outcome = arrival.settlement if one.is_new else "seen_before"
        if row.outcome == "junk":
            row.outcome = "seen_before"
        row.why = arrival.why if one.is_new else "This row came in before."
        row.arrival_id, row.lead_id = arrival.id, arrival.lead_id
    outcomes.write_rows(rows)


def _finish(upload: Upload, *, by: Actor, now: dt.datetime) -> None:
    upload.state, upload.due_at, upload.finished_at = "done", None, now
    upload.save(update_fields=["state", "due_at", "finished_at"])
    counts = dict.fromkeys(("created", "joined", "waiting", "seen_before"), 0)
    for outcome in UploadRow.objects.filter(upload_id=upload.id).values_list("outcome", flat=True).iterator():
        counts[outcome] = counts.get(outcome, 0) + 1
    fact = facts.UploadFinished(
        upload.id, upload.name, counts["created"], counts["joined"], counts["waiting"], counts["seen_before"]
    )
    history.record(fact, by=_importer(upload, by), at=now)


def _importer(upload: Upload, by: Actor) -> Actor:
    """Whoever uploaded the file brought its leads in, also when a worker does the work."""
    return Actor(upload.workspace_id, "person", upload.member_id) if upload.member_id else by


def _verdicts(upload: Upload, read: table.Table, chosen: Mapping[int, str], *, by: Actor) -> list[Verdict]:
    country = workspaces.workspace(by.workspace_id).country
    keys = csv_door.keys_of(read.rows, read.header)
    here = set(
        Arrival.objects.filter(workspace_id=by.workspace_id, door="csv", external_key__in=keys).values_list(
            "external_key", flat=True
        )
    )
    founds = [_found(csv_door.raw_of(upload.header, cells, chosen), country) for cells in read.rows]
    known = matching.known([found for found in founds if found is not None])
    verdicts: list[Verdict] = []
    seen: set[tuple[str, ...]] = set()
    for number, (cells, key, found) in enumerate(zip(read.rows, keys, founds, strict=True), start=1):
        verdicts.append(Verdict(number, *_verdict(found, key in here, known, seen), cells=cells))
    return verdicts


def _verdict(
    found: Found | None, seen_before: bool, known: matching.Known, seen: set[tuple[str, ...]]
) -> tuple[str, str, str]:
    if seen_before:
        return "seen_before", "This row came in before.", found.label if found else ""
    if found is None or not found.says_who:
        return "waiting", NothingToKeep().sentence, ""
    person = known.person(found)
    ways = {(way,) for way in (*found.mails, *found.phones)}
    if person is not None:
        return "joined", f"Joins {person.name}, whom you know.", found.label
    if ways & seen:
        return "joined", "Joins a row above.", found.label
    seen |= ways
    why = "Kept as an incomplete lead, with a date." if found.incomplete else ""
    return "created", why, found.label


def _found(raw: bytes, country: str) -> Found | None:
    try:
        return finding.tidy(csv_door.read(raw, country), country=country)
    except ValueError:
        return None


def _upload(upload_id: uuid.UUID, *, lock: bool = False) -> Upload:
    rows = Upload.objects.select_for_update(no_key=True) if lock else Upload.objects.all()
    with transaction.atomic():
        found = rows.filter(id=upload_id).first()
    if found is None:
        raise UploadNotFound
    return found
