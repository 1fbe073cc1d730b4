"""A file is taken back: leads of it that nobody has touched are closed, and it may come in again."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from leadfast.capture.errors import NothingToTakeBack, UploadNotFound
from leadfast.capture.models import Arrival, Upload, UploadRow
from leadfast.foundation import clock, wake
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

CHUNK: Final = 200
_SWEEP: Final = "capture.uploads"
_KEPT: Final = "Kept: somebody has worked on this lead since."


def undo(*, upload_id: uuid.UUID, by: Actor) -> Upload:
    """Take a file back; a worker does it, lead by lead. What joined a lead we had stays with it."""
    by.as_member()
    with guard.writing(by):
        upload = Upload.objects.select_for_update(no_key=True).defer("content").filter(id=upload_id).first()
        if upload is None:
            raise UploadNotFound
        if upload.state not in ("done", "stopped") or not _not_looked_at(upload_id).exists():
            raise NothingToTakeBack
        upload.state, upload.due_at = "undoing", clock.now()
        # Whoever takes it back is who closes its leads.
        upload.member_id = by.member_id
        upload.save(update_fields=["state", "due_at", "member"])
        wake.up(_SWEEP)
    return upload


def go_on(upload: Upload, *, by: Actor, now: dt.datetime) -> bool:
    """The next leads, inside the caller's transaction. True while there are more."""
    arrivals = list(_not_looked_at(upload.id).defer("raw").order_by("row_number")[:CHUNK])
    if not arrivals:
        upload.state, upload.due_at, upload.finished_at = "undone", None, now
        upload.save(update_fields=["state", "due_at", "finished_at"])
        return False
    proof = f"The file {upload.name} was taken back."
    untouched = _untouched([lead_id for arrival in arrivals if (lead_id := arrival.lead_id) is not None])
    told = []
    for arrival in arrivals:
        if arrival.lead_id in untouched:
            leads.invalid(lead_id=arrival.lead_id, proof=proof, by=by)
        gone = arrival.lead_id is None or arrival.lead_id in untouched
        told.append(
            UploadRow(
                workspace_id=upload.workspace_id, upload_id=upload.id, number=arrival.row_number or 0,
                external_key=arrival.external_key, outcome="taken_back" if gone else "created",
                why=proof if gone else _KEPT, arrival_id=arrival.id, lead_id=arrival.lead_id,
            )
        )  # fmt: skip
    UploadRow.objects.bulk_create(told)
    waiting = [arrival.id for arrival in arrivals if arrival.lead_id is None]
    Arrival.objects.filter(id__in=waiting, settlement="waiting").update(
        settlement="junk", junked_by=by.member_id, settled_at=now, why=proof[:500]
    )
    upload.due_at = now
    upload.save(update_fields=["due_at"])
    return True


def _not_looked_at(upload_id: uuid.UUID) -> QuerySet[Arrival]:
    """Rows that brought a lead or wait for a person, and of which nothing was said since."""
    said = UploadRow.objects.filter(upload_id=upload_id, number=OuterRef("row_number"))
    made = Arrival.objects.filter(upload_id=upload_id, settlement__in=("created", "waiting"))
    return made.filter(~Exists(said))


def _untouched(lead_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Leads on which nothing has happened but that they came in."""
    found = Lead.objects.filter(
        id__in=lead_ids, closure=None, last_touch_at=None, last_reply_at=None, first_responded_at=None
    )
    return set(found.values_list("id", flat=True))
