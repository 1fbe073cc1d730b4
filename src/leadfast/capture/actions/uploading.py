"""A file of leads: kept, previewed, then worked batch by batch, each batch with its outcomes in one commit."""

import itertools
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leadfast.capture.doors.csv import mapping as columns
from leadfast.capture.doors.csv import read as csv_door
from leadfast.capture.doors.csv import table
from leadfast.capture.errors import (
    AlreadyStarted,
    ColumnUnknown,
    FileEmpty,
    NoColumnChosen,
    NothingToKeep,
    UploadNotFound,
)
from leadfast.capture.models import Arrival, Upload
from leadfast.capture.reads import matching
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.foundation import clock, wake
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

# Rows that are looked at to propose columns.
_SAMPLE = 200
# Verdicts that a preview shows; of a larger file the first rows stand for all.
PREVIEWED = 5000
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
    read = table.open_stream(content)
    sample = list(itertools.islice(read.rows, _SAMPLE))
    if not sample:
        raise FileEmpty
    proposed = columns.propose(read.header, sample)
    row_count = len(sample) + sum(1 for _ in read.rows)
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
            row_count=row_count,
            uploaded_at=clock.now(),
        )


def preview(*, upload_id: uuid.UUID, by: Actor, mapping: Mapping[int, str] | None = None) -> Preview:
    """The verdict of every row under these columns (default: as proposed); of a large file of the first ones.

    Writes nothing.
    """
    with guard.scope(by.workspace_id):
        upload = _upload(upload_id)
        chosen = dict(mapping) if mapping is not None else mapping_of(upload)
        rows = list(itertools.islice(table.open_stream(bytes(upload.content)).rows, PREVIEWED))
        verdicts = _verdicts(upload, rows, chosen, by=by)
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
    event_id: uuid.UUID | None = None,
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
        upload.mapping = {str(number): field for number, field in chosen.items()}
        upload.source, upload.campaign = clean_line(source, limit=120), clean_line(campaign, limit=120)
        upload.fresh, upload.owner_id, upload.event_id = fresh, owner_id, event_id
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


def mapping_of(upload: Upload) -> dict[int, str]:
    """The columns as kept."""
    return {int(number): field for number, field in upload.mapping.items()}


def _verdicts(
    upload: Upload, rows: Sequence[tuple[str, ...]], chosen: Mapping[int, str], *, by: Actor
) -> list[Verdict]:
    country = workspaces.workspace(by.workspace_id).country
    keys = csv_door.keys_of(rows, upload.header)
    here = set(
        Arrival.objects.filter(workspace_id=by.workspace_id, door="csv", external_key__in=keys).values_list(
            "external_key", flat=True
        )
    )
    found_in = csv_door.reader(upload.header, chosen)
    founds = [finding.tidy(found_in(cells), country=country) for cells in rows]
    known = matching.known(founds)
    verdicts: list[Verdict] = []
    seen: set[tuple[str, ...]] = set()
    for number, (cells, key, found) in enumerate(zip(rows, keys, founds, strict=True), start=1):
        verdicts.append(Verdict(number, *_verdict(found, key in here, known, seen), cells=cells))
    return verdicts


def _verdict(
    found: Found, seen_before: bool, known: matching.Known, seen: set[tuple[str, ...]]
) -> tuple[str, str, str]:
    if seen_before:
        return "seen_before", "This row came in before.", found.label
    if not found.says_who:
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


def _upload(upload_id: uuid.UUID, *, lock: bool = False) -> Upload:
    rows = Upload.objects.select_for_update(no_key=True) if lock else Upload.objects.all()
    with transaction.atomic():
        found = rows.filter(id=upload_id).first()
    if found is None:
        raise UploadNotFound
    return found
