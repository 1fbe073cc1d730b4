"""Where does this message belong? Its mailbox's owner says so."""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.conversations import actions as conversations
from leadfast.conversations import reads
from leadfast.conversations.errors import UnmatchedNotFound
from leadfast.conversations.models import Unmatched
from leadfast.leads import reads as leads_reads
from leadfast.leads.models import Lead
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.lead.reading import path
from leadfast.workspaces import reads as workspaces

_FOUND = 6


@members
def waiting(request: MemberRequest) -> HttpResponse:
    """One's own unmatched messages, the most urgent first, each with the leads it may be about."""
    rows = reads.unmatched_of(request.member.id)
    wanted = {lead_id for row in rows for lead_id in row.suggested}
    leads = Lead.objects.select_related("company").in_bulk(wanted)
    listed = [(row, [leads[one] for one in row.suggested if one in leads]) for row in rows]
    search = request.GET.get("search", "").strip()[:200]
    values = {
        "request": request,
        "listed": listed,
        "search": search,
        "about": request.GET.get("about", ""),
        "found": _found(request, search) if search else [],
    }
    return page.show(request, "unmatched/page.html", values)


@require_POST
@members
def attach(request: MemberRequest, unmatched_id: uuid.UUID) -> HttpResponse:
    """It is about this lead."""
    try:
        lead_id = uuid.UUID(request.POST.get("lead", ""))
    except ValueError:
        _own(request, unmatched_id)
        return page.done(request, "/unmatched/", "Choose a lead first; the message still waits.")
    lead = leads_reads.lead(lead_id)
    conversations.attach(unmatched_id=unmatched_id, lead_id=lead_id, by=request.actor)
    return page.done(request, path(lead_id), f"Attached to {lead.label}.")


@require_POST
@members
def make_lead(request: MemberRequest, unmatched_id: uuid.UUID) -> HttpResponse:
    """Somebody new."""
    lead = conversations.make_lead(unmatched_id=unmatched_id, by=request.actor)
    return page.done(request, path(lead.id), f"{lead.label} is a lead now; the answer is its next step.")


@require_POST
@members
def junk(request: MemberRequest, unmatched_id: uuid.UUID) -> HttpResponse:
    """It belongs to no lead."""
    conversations.junk(unmatched_id=unmatched_id, by=request.actor)
    return page.done(request, "/unmatched/", "Marked as junk. It is kept, and counted as junk by you.")


@require_POST
@members
def private(request: MemberRequest, unmatched_id: uuid.UUID) -> HttpResponse:
    """A private matter."""
    conversations.junk(unmatched_id=unmatched_id, private=True, by=request.actor)
    return page.done(request, "/unmatched/", "Left alone, as a private matter of yours.")


def _own(request: MemberRequest, unmatched_id: uuid.UUID) -> None:
    if not Unmatched.objects.filter(id=unmatched_id, owner_id=request.member.id).exists():
        raise UnmatchedNotFound


def _found(request: MemberRequest, search: str) -> list[Lead]:
    filters = leads_reads.Filters(search=search)
    zone, now = workspaces.zone_of(request.member), page.place_of(request).now
    found = leads_reads.page(filters, workspace_id=request.workspace.id, zone=zone, now=now, size=_FOUND)
    return list(found.leads)
