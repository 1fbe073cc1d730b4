"""A file is taken back: leads of it that nobody has touched are closed, and it may come in again."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

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
        made = UploadRow.objects.filter(upload_id=upload_id, outcome__in=("created", "waiting"))
        if upload.state not in ("done", "stopped") or not made.exists():
            raise NothingToTakeBack
        upload.state, upload.due_at = "undoing", clock.now()
        # Whoever takes it back is who closes its leads.
        upload.member_id = by.member_id
        upload.save(update_fields=["state", "due_at", "member"])
        wake.up(_SWEEP)
    return upload


def go_on(upload: Upload, *, by: Actor, now: dt.datetime) -> bool:
    """The next leads, inside the caller's transaction. True while there are more."""
    rows = list(
        UploadRow.objects.filter(upload_id=upload.id, outcome__in=("created", "waiting"))
        .exclude(why=_KEPT)
        .order_by("number")[:CHUNK]
    )
    if not rows:
        upload.state, upload.due_at, upload.finished_at = "undone", None, now
        upload.save(update_fields=["state", "due_at", "finished_at"])
        return False
    proof = f"The file {upload.name} was taken back."
    untouched = _untouched([lead_id for row in rows if (lead_id := row.lead_id) is not None])
    for row in rows:
        if row.lead_id in untouched:
            leads.invalid(lead_id=row.lead_id, proof=proof, by=by)
        if row.lead_id is None or row.lead_id in untouched:
            row.outcome, row.why = "taken_back", proof
        else:
            row.why = _KEPT
        row.save(update_fields=["outcome", "why"])
    gone = [row.arrival_id for row in rows if row.outcome == "taken_back" and row.arrival_id]
    waiting = Arrival.objects.filter(id__in=gone, settlement="waiting")
    waiting.update(settlement="junk", junked_by=by.member_id, settled_at=now, why=proof[:500])
    upload.due_at = now
    upload.save(update_fields=["due_at"])
    return True


def _untouched(lead_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Leads on which nothing has happened but that they came in."""
    found = Lead.objects.filter(
        id__in=lead_ids, closure=None, last_touch_at=None, last_reply_at=None, first_responded_at=None
    )
    return set(found.values_list("id", flat=True))
