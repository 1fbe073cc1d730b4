"""A file is taken back: leads of it that nobody has touched are closed, and it may come in again."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Final

from django.db.models import Exists, Max, OuterRef, QuerySet

from leadfast.capture.errors import NothingToTakeBack, UploadNotFound
from leadfast.capture.models import Arrival, Upload, UploadRow
from leadfast.foundation import clock, wake
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard, inserting
from leadfast.workspaces.actor import Actor

# Rows in one commit: their leads are locked meanwhile, so that nobody who works on one waits for long.
CHUNK: Final = 500
_SWEEP: Final = "capture.uploads"
_WORKED_ON: Final = "Kept: somebody has worked on this lead since."
_CAME_AGAIN: Final = "Kept: the same came in otherwise too."


def undo(*, upload_id: uuid.UUID, by: Actor) -> Upload:
    """Take a file back; a worker does it, piece by piece. What joined a lead we had stays with it."""
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
    """The next leads, inside the caller's transaction, in a few statements for all. True while there are more."""
    wanted = _next_of(upload.id)
    if not wanted:
        upload.state, upload.due_at, upload.finished_at = "undone", None, now
        upload.save(update_fields=["state", "due_at", "finished_at"])
        return False
    # Before their leads and by their ids, as whoever settles one of them by hand locks it. One that was settled
    # meanwhile joined a lead that stays, or is junk: it speaks for itself.
    locked = Arrival.objects.select_for_update(no_key=True).defer("raw").order_by("id")
    arrivals = list(locked.filter(id__in=wanted, settlement__in=_TO_LOOK_AT))
    proof = f"The file {upload.name} was taken back."
    made = {arrival.lead_id for arrival in arrivals if arrival.lead_id is not None}
    # Locked before it is asked who has worked on them: whoever does so now waits, or was first.
    leads.hold(made)
    again = _came_again(made, upload.id)
    untouched = _untouched(made - again)
    leads.invalid_many(lead_ids=sorted(untouched), proof=proof, by=by)
    told = []
    for arrival in arrivals:
        gone = arrival.lead_id is None or arrival.lead_id in untouched
        kept = _CAME_AGAIN if arrival.lead_id in again else _WORKED_ON
        told.append(
            UploadRow(
                workspace_id=upload.workspace_id, upload_id=upload.id, number=arrival.row_number or 0,
                external_key=arrival.external_key, outcome="taken_back" if gone else "created",
                why=proof if gone else kept, arrival_id=arrival.id, lead_id=arrival.lead_id,
            )
        )  # fmt: skip
    inserting.insert(told)
    waiting = [arrival.id for arrival in arrivals if arrival.lead_id is None]
    Arrival.objects.filter(id__in=waiting).update(
        settlement="junk", junked_by=by.member_id, settled_at=now, why=proof[:500]
    )
    upload.due_at = now
    upload.save(update_fields=["due_at"])
    return True


_TO_LOOK_AT: Final = ("created", "waiting")


def _next_of(upload_id: uuid.UUID) -> list[uuid.UUID]:
    """The next rows behind those of which something was said; at the end whatever was passed by on the way."""
    rows = _not_looked_at(upload_id).order_by("row_number").values_list("id", flat=True)
    said = UploadRow.objects.filter(upload_id=upload_id, outcome__in=("created", "taken_back"))
    last = said.aggregate(last=Max("number"))["last"] or 0
    return list(rows.filter(row_number__gt=last)[:CHUNK]) or list(rows[:CHUNK])


def _not_looked_at(upload_id: uuid.UUID) -> QuerySet[Arrival]:
    """Rows that brought a lead or wait for a person, and of which nothing was said since."""
    said = UploadRow.objects.filter(upload_id=upload_id, number=OuterRef("row_number"))
    made = Arrival.objects.filter(upload_id=upload_id, settlement__in=_TO_LOOK_AT)
    return made.filter(~Exists(said))


def _untouched(lead_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Leads on which nothing has happened but that they came in."""
    found = Lead.objects.filter(
        id__in=lead_ids, closure=None, last_touch_at=None, last_reply_at=None, first_responded_at=None
    )
    return set(found.values_list("id", flat=True))


def _came_again(lead_ids: Collection[uuid.UUID], upload_id: uuid.UUID) -> set[uuid.UUID]:
    """Leads that are not this file's alone: something else that came in is about them too."""
    others = Arrival.objects.filter(lead_id__in=lead_ids).exclude(upload_id=upload_id)
    others = others.exclude(upload__state__in=("undoing", "undone"))
    return {one for one in others.values_list("lead_id", flat=True) if one is not None}
