"""What runs for a lead: every touch with its why, and the ways to start, stop and go on."""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.followup import actions as cadences
from leadfast.followup import defaults, reads
from leadfast.followup.reads import library
from leadfast.leads import reads as leads
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members
from leadfast.web.follow_up import forms


@members
def of_lead(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """The live cadence first, then those that ran before."""
    lead = leads.lead(lead_id)
    values = {
        "request": request,
        "lead": lead,
        "courses": reads.of_lead(lead.id),
        "drafts": reads.drafts(lead_id=lead.id),
    }
    return page.show(request, "follow_up/lead.html", values)


@members
def start(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Start a cadence; the one that runs ends in the same act."""
    lead = leads.lead(lead_id)
    found = library.library(request.workspace.id)
    order = {key: place for place, key in enumerate(defaults.KEYS)}
    offered = [
        (key, f"{one.cadence.name}: {one.cadence.description}")
        for key, one in sorted(found.items(), key=lambda item: order.get(item[0], len(order)))
        if one.turned_on
    ]
    return act.ask(
        request, forms.Course(request.POST or None, offered=offered),
        lambda v: cadences.start(
            new=cadences.Start(lead_id=lead.id, cadence=v["cadence"]), by=request.actor
        ),
        title=f"Follow up {lead.label}", submit="Start", back=f"/leads/{lead.id}/follow-up/",
        below="Any answer stops it and hands the turn back to you.",
        said=lambda v: f"“{found[v['cadence']].cadence.name}” runs from now on.",
    )  # fmt: skip


@members
def stop(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Stop what runs, and say why; the lead keeps a step of its owner's."""
    lead = leads.lead(lead_id)
    return act.ask(
        request, forms.Why(request.POST or None),
        lambda v: cadences.decline(lead_id=lead.id, why=v["why"], about="promise", by=request.actor),
        title=f"Stop following up {lead.label}", submit="Stop it", back=f"/leads/{lead.id}/follow-up/",
        below="Mails that have not begun are taken back. The lead keeps a step of yours.",
        said=lambda _v: "Stopped.",
    )  # fmt: skip


@require_POST
@members
def resume(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """A person has looked: the cadence goes on."""
    lead = leads.lead(lead_id)
    cadences.resume(lead_id=lead.id, by=request.actor)
    still = leads.lead(lead.id).paused_why
    said = f"It goes on when this is answered too: {still}" if still else "It goes on from where it stood."
    return page.done(request, f"/leads/{lead.id}/", said)
