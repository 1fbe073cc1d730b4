"""Notices in the page: answers, new leads, first responses at risk, mailboxes down."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import path

from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead
from leadfast.mail import reads as mail
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.web.lead.reading import path as path_of

_BACK = dt.timedelta(days=7)
_MOST = 100
_TELLS = {
    "reply_received": "answered: “{words}”",
    "lead_opened": "is a new lead",
    "handed_over": "was handed over",
    "bounced": "cannot be reached at {address}",
    "opted_out": "opted out",
    "give_up_sent_back": "is to be worked on: “{note}”",
    "give_up_asked": "should be given up, somebody asks: “{words}”",
    "lead_rested": "rests",
    "mailbox_troubled": "{address}: {sentence}",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing worth knowing."""

    at: dt.datetime
    name: str
    says: str
    path: str


@members
def notices(request: MemberRequest) -> HttpResponse:
    """What concerns one's own leads, and the mailboxes that do not work now."""
    now = page.place_of(request).now
    facts = RecordedFact.objects.filter(kind__in=_TELLS, at__gte=now - _BACK, lead_id__isnull=False)
    facts = facts.exclude(kind="lead_opened", member_id=request.member.id)
    recent = list(facts.order_by("-at", "-id")[: _MOST * 5])
    leads = Lead.objects.filter(owner_id=request.member.id).in_bulk({fact.lead_id for fact in recent})
    risks = Lead.objects.filter(
        owner_id=request.member.id, closure=None, first_responded_at=None, first_response_due_at__lt=now
    )
    boxes = [box for box in mail.mailboxes(request.workspace.id) if not mail.may_send(box, at=now).allowed]
    values = {
        "request": request,
        "notices": [_notice(fact, leads[fact.lead_id]) for fact in recent if fact.lead_id in leads][:_MOST],
        "risks": list(risks.order_by("first_response_due_at")[:20]),
        "boxes": [(box, mail.may_send(box, at=now).why) for box in boxes],
    }
    return page.show(request, "notices/page.html", values)


def _notice(fact: RecordedFact, lead: Lead) -> Notice:
    said = {name: str(value)[:160] for name, value in fact.body.items()}
    return Notice(fact.at, lead.label, _TELLS[fact.kind].format_map(_Blank(said)), path_of(lead.id))


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


urlpatterns = [path("notices/", notices, name="notices")]
