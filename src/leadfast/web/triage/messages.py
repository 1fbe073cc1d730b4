"""Messages in one's own mailbox that may be about a lead: their owner alone sees them, and says where they belong."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.conversations import actions as conversations
from leadfast.conversations import reads
from leadfast.conversations.errors import TooLateToUnjunk, UnmatchedNotFound
from leadfast.conversations.models import Unmatched
from leadfast.leads import reads as leads_reads
from leadfast.leads.models import Lead
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.lead.reading import path
from leadfast.workspaces import reads as workspaces

BACK = "/triage/#messages"
_FOUND = 6
_SHOWN = 20


def listed(request: MemberRequest) -> dict[str, Any]:
    """One's own, the most urgent first, each with the leads it may be about."""
    rows, count = reads.unmatched_of(request.member.id, most=_SHOWN)
    wanted = {lead_id for row in rows for lead_id in row.suggested}
    leads = Lead.objects.select_related("company").in_bulk(wanted)
    search = request.GET.get("search", "").strip()[:200]
    return {
        "messages": [(row, [leads[one] for one in row.suggested if one in leads]) for row in rows],
        "message_count": count,
        "search": search,
        "about": request.GET.get("about", ""),
        "found": leads_found(request, search) if search else [],
    }


@require_POST
@members
def attach(request: MemberRequest, unmatched_id: uuid.UUID) -> HttpResponse:
    """It is about this lead."""
    try:
        lead_id = uuid.UUID(request.POST.get("lead", ""))
    except ValueError:
        _own(request, unmatched_id)
        return page.done(request, BACK, "Choose a lead first; the message still waits.")
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
    return page.done(
        request, BACK, "Marked as junk. It is kept, and counted as junk by you.", undo=_undo(unmatched_id)
    )


@require_POST
@members
def private(request: MemberRequest, unmatched_id: uuid.UUID) -> HttpResponse:
    """A private matter."""
    conversations.junk(unmatched_id=unmatched_id, private=True, by=request.actor)
    return page.done(request, BACK, "Left alone, as a private matter of yours.", undo=_undo(unmatched_id))


@require_POST
@members
def undo(request: MemberRequest, unmatched_id: uuid.UUID) -> HttpResponse:
    """It was a slip: the message waits again."""
    try:
        conversations.undo_junk(unmatched_id=unmatched_id, by=request.actor)
    except TooLateToUnjunk as refusal:
        return page.done(request, BACK, refusal.sentence)
    return page.done(request, BACK, "Undone. It waits for you again.")


def _undo(unmatched_id: uuid.UUID) -> str:
    return f"/triage/messages/{unmatched_id}/undo/"


def leads_found(request: MemberRequest, search: str) -> list[Lead]:
    """The leads that have all of these words, to choose from."""
    filters = leads_reads.Filters(search=search)
    zone, now = workspaces.zone_of(request.member), page.place_of(request).now
    found = leads_reads.page(filters, workspace_id=request.workspace.id, zone=zone, now=now, size=_FOUND)
    return list(found.leads)


def _own(request: MemberRequest, unmatched_id: uuid.UUID) -> None:
    if not Unmatched.objects.filter(id=unmatched_id, owner_id=request.member.id).exists():
        raise UnmatchedNotFound
