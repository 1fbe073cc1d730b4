"""The one place: what waits for somebody to look, messages, calls, and what machines wrote."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect

from leadfast.capture.jobs import UNREAD_AFTER
from leadfast.capture.reads import calls, triage
from leadfast.capture.reads.triage import Kind
from leadfast.foundation.contacts import phone_shown
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.arrivals.words import door_of
from leadfast.web.triage import messages

_FIRST = 8
_PAGE = 50
TITLES: dict[Kind, tuple[str, str]] = {
    "people": ("To look at", "Somebody may be behind each of these, waiting for an answer."),
    "machines": (
        "Newsletters and machines",
        "Nobody seems to wait behind these. Mark what is junk; nothing is thrown away by itself.",
    ),
}


@members
def waiting(request: MemberRequest) -> HttpResponse:
    """Every section with its first ones, the most urgent first."""
    now, country = page.place_of(request).now, request.workspace.country
    values = {
        "request": request, "door_of": door_of, "shown": phone_shown, "titles": TITLES,
        "counts": triage.counts(request.workspace.id),
        "unread": triage.unread_for(UNREAD_AFTER, now=now),
        "people": triage.page("people", country=country, size=_FIRST),
        "machines": triage.page("machines", country=country, size=_FIRST),
        "calls": calls.unmatched(_FIRST), "call_count": calls.unmatched_count(),
        **messages.listed(request),
    }  # fmt: skip
    return page.show(request, "triage/page.html", values)


@members
def section(request: MemberRequest, kind: Kind) -> HttpResponse:
    """All of one kind, page by page."""
    listed = triage.page(kind, country=request.workspace.country, after=_after(request), size=_PAGE + 1)
    title, below = TITLES[kind]
    values = {
        "request": request, "door_of": door_of, "kind": kind, "title": title, "below": below,
        "listed": listed[:_PAGE], "first": "after" not in request.GET,
        "after": listed[_PAGE - 1].arrival.id if len(listed) > _PAGE else "",
    }  # fmt: skip
    return page.show(request, "triage/section.html", values)


@members
def moved(request: MemberRequest) -> HttpResponse:
    """Where messages in doubt stood before."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"/triage/{'?' + query if query else ''}#messages")


def _after(request: MemberRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get("after", ""))
    except ValueError:
        return None
