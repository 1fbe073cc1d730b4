"""Uploads: a file of leads comes in, and how far it is."""

import uuid
from typing import Any

from ninja import File, Path, Router, Schema, Status
from ninja.files import UploadedFile

from leadfast.api.asking import Needs, TokenRequest
from leadfast.api.shapes import MomentOut, moment
from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.errors import FileTooLarge
from leadfast.capture.models import Upload

router = Router(tags=["uploads"])

# As on the screen; it is held in memory once.
LARGEST = 300 * 1024 * 1024


class ProgressOut(Schema):
    """How many rows have which outcome; ``left`` have none yet."""

    rows: int
    created: int
    joined: int
    waiting: int
    junk: int
    seen_before: int
    no_lead: int
    taken_back: int
    left: int


class UploadOut(Schema):
    """A file of leads."""

    id: uuid.UUID
    name: str
    state: str
    uploaded_at: MomentOut
    finished_at: MomentOut | None
    error: str
    progress: ProgressOut


class UploadList(Schema):
    """The latest files."""

    items: list[UploadOut]


@router.post("", response={201: UploadList}, auth=Needs("receive"), summary="Upload a file")
def upload_file(request: TokenRequest, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """CSV, Excel, OpenDocument or vCard. Columns are taken as proposed; a worker takes the rows in."""
    if (file.size or 0) > LARGEST:
        raise FileTooLarge
    kept = capture.begin_all(name=file.name or "Leads", content=file.read(), by=request.actor)
    # A sheet that is hidden in its workbook is kept, and comes in only when somebody starts it on its page.
    started = [
        one if one.layout.get("hidden") else capture.start(upload_id=one.id, by=request.actor) for one in kept
    ]
    return Status(201, {"items": [_said(one) for one in started]})


@router.get("", response=UploadList, auth=Needs("read"), summary="List uploads")
def list_uploads(request: TokenRequest) -> dict[str, Any]:
    """The latest fifty, newest first."""
    return {"items": [_said(one) for one in reads.uploads(size=50)]}


@router.get("/{uuid:upload_id}", response=UploadOut, auth=Needs("read"), summary="One upload")
def get_upload(request: TokenRequest, upload_id: Path[uuid.UUID]) -> dict[str, Any]:
    """How far it is, row by row."""
    return _said(reads.upload(upload_id))


def _said(one: Upload) -> dict[str, Any]:
    far = reads.progress(one)
    counted = (
        "rows", "created", "joined", "waiting", "junk", "seen_before", "no_lead", "taken_back", "left",
    )  # fmt: skip
    return {
        "id": one.id,
        "name": one.name,
        "state": one.state,
        "uploaded_at": moment(one.uploaded_at),
        "finished_at": moment(one.finished_at),
        "error": one.error,
        "progress": {name: getattr(far, name) for name in counted},
    }
