"""The picture beside what was read on it."""

import uuid
from typing import Any, Final

from django.http import HttpResponse

from leadfast.capture.actions import card_corrections
from leadfast.capture.reads import cards as reads
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.capture.forms import Card

# By their first bytes, never by what the sender says they are.
_PICTURES: Final = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypavif", "image/avif"),
)

_LONGEST_S: Final = 16
_WAITS: Final = ("1", "2", "4", "8", "16")


@members
def card(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """The fields, each with its confidence; POST saves what a person reads instead."""
    row = reads.card(arrival_id)
    form = Card(request.POST or None, initial=dict(reads.shown(row)))

    def correct(values: dict[str, Any]) -> None:
        card_corrections.correct(arrival_id=arrival_id, typed=values, by=request.actor)

    if request.method == "POST" and page.tried(form, correct):
        to = f"/leads/{row.arrival.lead_id}/" if row.arrival.lead_id else "/arrivals/"
        return page.done(request, to, "Saved as you read it.")
    values = {
        "request": request, "row": row, "arrival": row.arrival, "seen": reads.seen(row), "form": form,
        "zone": page.place_of(request).zone, "after_s": _ask_after(request.GET.get("after", "")),
    }  # fmt: skip
    partial = request.headers.get("HX-Target") == "read"
    template = "capture/reading.html" if partial else "capture/card.html"
    return page.show(request, template, values, status=422 if form.errors else 200)


def _ask_after(last_s: str) -> int:
    """After how many seconds the page asks again: 1, 2, 4 and so on; most pictures are read by then."""
    return min(int(last_s) * 2, _LONGEST_S) if last_s in _WAITS else 1


@members
def photo(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001 (the mark asks who it is)
    """The picture as it came; what is no picture is a file to be kept, not shown."""
    content = reads.photo(arrival_id)
    sort = next((kind for at, head, kind in _PICTURES if content[at : at + len(head)] == head), "")
    headers = {"Cache-Control": "private, max-age=3600"}
    if not sort:
        headers["Content-Disposition"] = page.attached_as("photo")
    return HttpResponse(content, content_type=sort or "application/octet-stream", headers=headers)
