"""A file of leads: kept, started, paused, gone on with, or put aside. Its rows come in by ``importing``."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from leadfast.capture.actions import files
from leadfast.capture.doors.spreadsheet import columns
from leadfast.capture.doors.spreadsheet.vocabulary import FIELDS
from leadfast.capture.errors import (
    AlreadyStarted,
    ColumnUnknown,
    NoColumnChosen,
    NotComingIn,
    UploadNotFound,
)
from leadfast.capture.models import Upload
from leadfast.foundation import clock, wake
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

# As the worker's timetable calls it.
SWEEP = "capture.uploads"


def begin(*, name: str, content: bytes, by: Actor) -> Upload:
    """Keep a file of one table; of several, the first. Its rows come in when somebody confirmed the columns."""
    return begin_all(name=name, content=content, by=by)[0]


def begin_all(*, name: str, content: bytes, by: Actor) -> list[Upload]:
    """Keep a file, as one upload for each of its tables."""
    with guard.scope(by.workspace_id):
        country = workspaces.workspace(by.workspace_id).country
    looks = files.look(name=name, content=content, country=country)
    kept = clean_line(name) or "Leads"
    with guard.writing(by):
        return [
            _keep(
                look,
                f"{kept} · {look.label}" if len(looks) > 1 or look.layout.get("hidden") else kept,
                content,
                by=by,
            )
            for look in looks
        ]


def _keep(look: files.Look, name: str, content: bytes, *, by: Actor) -> Upload:
    before = _like(look.header)
    # The same columns mean what they meant last time.
    mapping = before.mapping if before else {str(number): field for number, field in look.mapping.items()}
    upload = Upload.objects.create(
        id=uuid7(clock.now()),
        workspace_id=by.workspace_id,
        name=name[:200],
        content=b"",
        encoding=look.encoding,
        delimiter=look.delimiter,
        header=list(look.header),
        layout=dict(look.layout),
        mapping=mapping,
        source=before.source if before else "",
        fresh=before.fresh if before else False,
        member_id=by.member_id,
        row_count=look.row_count,
        uploaded_at=clock.now(),
    )
    files.keep(upload, content)
    return upload


def _like(header: Sequence[str]) -> Upload | None:
    """The last file with the same columns that somebody confirmed."""
    if not any(header):
        return None
    confirmed = Upload.objects.defer("content").exclude(state__in=("preview", "cancelled"))
    return confirmed.filter(header=list(header)).order_by("-uploaded_at", "-id").first()


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
        upload = upload_of(upload_id, lock=True)
        if upload.state != "preview":
            raise AlreadyStarted
        chosen = dict(mapping) if mapping is not None else mapping_of(upload)
        if set(chosen.values()) - FIELDS.keys():
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


def pause(*, upload_id: uuid.UUID, by: Actor) -> Upload:
    """No further rows for now. The chunk that is being written is finished first."""
    with guard.writing(by):
        upload = upload_of(upload_id, lock=True)
        if upload.state != "queued":
            raise NotComingIn
        upload.state, upload.due_at = "paused", None
        upload.save(update_fields=["state", "due_at"])
    return upload


def resume(*, upload_id: uuid.UUID, by: Actor) -> Upload:
    """Go on at the row where it stands."""
    with guard.writing(by):
        upload = upload_of(upload_id, lock=True)
        if upload.state != "paused":
            raise NotComingIn
        upload.state, upload.due_at = "queued", clock.now()
        upload.save(update_fields=["state", "due_at"])
        wake.up(SWEEP)
    return upload


def cancel(*, upload_id: uuid.UUID, by: Actor) -> Upload:
    """Not this file after all; or no more of it. Rows that came in stay."""
    with guard.writing(by):
        upload = upload_of(upload_id, lock=True)
        if upload.state not in ("preview", "queued", "paused"):
            raise NotComingIn
        # A file of which rows came in is history; one that never began is put aside.
        upload.state = "stopped" if upload.rows_taken else "cancelled"
        upload.due_at = None
        upload.finished_at = clock.now() if upload.rows_taken else None
        upload.save(update_fields=["state", "due_at", "finished_at"])
    return upload


def mapping_of(upload: Upload) -> dict[int, str]:
    """The columns as kept."""
    return {int(number): field for number, field in upload.mapping.items()}


def upload_of(upload_id: uuid.UUID, *, lock: bool = False) -> Upload:
    """A file, with a lock where it is to be changed."""
    rows = Upload.objects.defer("content")
    rows = rows.select_for_update(no_key=True) if lock else rows
    with transaction.atomic():
        found = rows.filter(id=upload_id).first()
    if found is None:
        raise UploadNotFound
    return found
