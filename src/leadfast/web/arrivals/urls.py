"""The ledger, what waits for a person, and each arrival as it was received."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.errors import ArrivalNotFound
from leadfast.capture.models import Arrival
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.arrivals.words import SETTLED, door_of

_PAGE = 30
FILE_ROWS = "file rows"
COUNTED = ("arrived", "created", "joined", "waiting", "junk")


@members
def arrivals(request: MemberRequest) -> HttpResponse:
    """The ledger first, then what waits, then the latest."""
    lines = reads.ledger()
    # The rows of a file are counted a second time, as arrivals of their door; the sentence counts each once.
    doors = [line for line in lines if line.door != FILE_ROWS]
    totals = {name: sum(getattr(line, name) for line in doors) for name in COUNTED}
    before = _before(request)
    recent = reads.recent(before=before, size=_PAGE + 1)
    values = {
        "request": request, "lines": doors, "of_files": [line for line in lines if line.door == FILE_ROWS],
        "totals": totals, "difference": reads.difference(lines),
        "waiting": reads.waiting(size=8), "recent": recent[:_PAGE], "settled": SETTLED, "door_of": door_of,
        "after": recent[_PAGE - 1].id if len(recent) > _PAGE else "", "first": before is None,
    }  # fmt: skip
    return page.show(request, "arrivals/page.html", values)


@members
def received(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """One arrival as it was received."""
    arrival = reads.arrival(arrival_id)
    values = {
        "request": request,
        "arrival": arrival,
        "raw": reads.raw_shown(arrival),
        "settled": SETTLED,
        "door": door_of(arrival.door),
    }
    return page.show(request, "arrivals/one.html", values)


@members
def raw(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001 (every view is told who asks)
    """What came in, as a file: never shown in the page, whatever it says that it is."""
    name, content = reads.raw_file(reads.arrival(arrival_id))
    headers = {"Content-Disposition": page.attached_as(name)}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@members
def repair(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001 (every view is told who asks)
    """Where it is mended now."""
    return HttpResponseRedirect(f"/triage/{reads.arrival(arrival_id).id}/")


@require_POST
@members
def unjunk(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """It was no junk after all; it waits again."""
    capture.unjunk(arrival_ids=[arrival_id], by=request.actor)
    return page.done(request, f"/triage/{arrival_id}/", "It waits again, for you.")


def _before(request: MemberRequest) -> Arrival | None:
    try:
        return reads.arrival(uuid.UUID(request.GET.get("before", "")))
    except (ValueError, ArrivalNotFound):
        return None


urlpatterns = [
    path("arrivals/", arrivals, name="arrivals"),
    path("arrivals/<uuid:arrival_id>/", received),
    path("arrivals/<uuid:arrival_id>/raw/", raw),
    path("arrivals/<uuid:arrival_id>/repair/", repair),
    path("arrivals/<uuid:arrival_id>/unjunk/", unjunk),
]
