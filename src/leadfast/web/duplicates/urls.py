"""Who may be there twice, what was decided, and what joined a lead lately."""

import uuid

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture.reads import watching
from leadfast.people.models import Likeness
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.arrivals.words import door_of
from leadfast.web.duplicates import beside

HERE = "/duplicates/"


@members
def duplicates(request: MemberRequest) -> HttpResponse:
    """The likeliest first."""
    pairs = watching.pairs()
    undecided = Likeness.objects.filter(verdict="")[:1000].count()
    values = {
        "request": request,
        "pairs": pairs,
        "more": undecided - len(pairs),
        "lines_of": beside.lines,
        "door_of": door_of,
        "decided": watching.decided_pairs(),
        "joined": watching.joined_lately(),
    }
    return page.show(request, "duplicates/page.html", values)


@require_POST
@members
def same(request: MemberRequest, likeness_id: uuid.UUID) -> HttpResponse:
    """They are one."""
    capture.same(likeness_id=likeness_id, by=request.actor)
    return page.done(
        request, HERE, "They are one person now, with all steps of both.", undo=f"{HERE}{likeness_id}/undo/"
    )


@require_POST
@members
def different(request: MemberRequest, likeness_id: uuid.UUID) -> HttpResponse:
    """They are two."""
    capture.different(likeness_id=likeness_id, by=request.actor)
    return page.done(request, HERE, "Two people, and not proposed again.", undo=f"{HERE}{likeness_id}/undo/")


@require_POST
@members
def undo(request: MemberRequest, likeness_id: uuid.UUID) -> HttpResponse:
    """Undecided again."""
    capture.undo_verdict(likeness_id=likeness_id, by=request.actor)
    return page.done(request, HERE, "As it was before.")


@require_POST
@members
def part(request: MemberRequest, joining_id: uuid.UUID) -> HttpResponse:
    """It did not belong to that lead."""
    joining = capture.part(joining_id=joining_id, by=request.actor)
    return page.done(request, f"/leads/{joining.new_lead_id}/", "It is a lead of its own now.")


urlpatterns = [
    path("duplicates/", duplicates, name="duplicates"),
    path("duplicates/<uuid:likeness_id>/same/", same),
    path("duplicates/<uuid:likeness_id>/different/", different),
    path("duplicates/<uuid:likeness_id>/undo/", undo),
    path("duplicates/joined/<uuid:joining_id>/part/", part),
]
