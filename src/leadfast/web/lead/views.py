"""The page of one lead."""

import uuid

from django.http import HttpResponse

from leadfast.foundation.contacts import phone_shown
from leadfast.leads import reads
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.lead import facts, reading
from leadfast.web.lead import timeline as telling
from leadfast.web.today import items


@members
def lead(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Header, thread line, one timeline, the reply box, and the facts on the side."""
    whole = reads.whole(lead_id)
    found, place = whole.lead, page.place_of(request)
    names = reading.member_names(request.workspace.id)
    recorded, earlier = reading.history(found, before=request.GET.get("before", ""))
    phone = whole.best("phone")
    values = {
        "request": request,
        "lead": found,
        "whole": whole,
        "pill": items.pill(found, place),
        "thread": items.thread_of(found, place),
        "entries": telling.of(recorded, names, place, request.workspace.assistant_name),
        "earlier": earlier,
        "otherwise": items.otherwise(found.next_step, place) if found.next_step else "",
        "points": facts.points(whole),
        "phone": phone_shown(phone.key) if phone else "",
        "effort": facts.effort(lead_id),
        "others": reads.others(found),
    }
    return page.show(request, "lead/page.html", values)
