"""The page of one lead."""

import uuid

from django.http import HttpResponse

from leadfast.accountability import reads as accountability
from leadfast.accountability.reads import dossiers
from leadfast.capture.reads import arrivals
from leadfast.conversations import reads as conversations
from leadfast.conversations.reads import proposals
from leadfast.foundation.contacts import phone_shown
from leadfast.leads import reads
from leadfast.leads.rules import REST_OF_NOTE, bounded_note
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.arrivals.words import door_of
from leadfast.web.lead import facts, reading, replying, timeline
from leadfast.web.today import items, plan_b


@members
def lead(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Header, thread line, one timeline, the reply box, and the facts on the side."""
    whole = reads.whole(lead_id)
    found, place = whole.lead, page.place_of(request)
    if found.person and found.person.erased_at and not found.is_open:
        # Of what happened only empty sentences are left.
        values = {"lead": found, "pill": items.pill(found, place)}
        return page.show(request, "lead/erased.html", values)
    names = reading.member_names(request.workspace.id)
    before = request.GET.get("before", "")
    told = conversations.timeline(workspace_id=request.workspace.id, lead_id=lead_id, before=before)
    phone, step = whole.best("phone"), found.next_step
    instead = plan_b.of(found, step, place, reader=request.member) if step else None
    values = {
        "request": request,
        "lead": found,
        "whole": whole,
        "pill": items.pill(found, place),
        "thread": items.thread_of(found, place, instead=instead.mark if instead else ""),
        "days": timeline.of(told, names, place, request.workspace),
        "planned": timeline.planned(lead_id) if not before else [],
        "earlier": told.earlier,
        "otherwise": instead.says if instead else "",
        "points": facts.points(whole, country=request.workspace.country),
        "phone": phone_shown(phone.key) if phone else "",
        "silent": phone_shown(never.key) if (never := whole.silent_number) else "",
        "effort": accountability.effort(dossiers.attempts_of(lead_id), zone=place.zone),
        "others": reads.others(found),
        "note": bounded_note(found.note).partition(REST_OF_NOTE),
        "arrivals": arrivals.of_lead(lead_id),
        "door_of": door_of,
        "pledges": proposals.pledges(lead_id),
        "box": replying.box(request, whole) if not before else None,
    }
    return page.show(request, "lead/page.html", values)
