"""What came in and waits: whose it is, until when, and what to do with it."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.actions import teaching
from leadfast.leads import reads as leads_reads
from leadfast.leads.models import Lead
from leadfast.web import page
from leadfast.web.access import MemberRequest, members
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member

HERE = "/triage/"
DUE_AFTER = dt.timedelta(days=1)
_FIELDS = ("name", "mail", "phone", "company", "note")


class Mend(forms.Form):
    """The arrival as a person reads it; words marked in a mail can be taught."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    mail = forms.CharField(label="Mail address", max_length=320, required=False)
    phone = forms.CharField(label="Phone", max_length=60, required=False)
    company = forms.CharField(label="Company", max_length=200, required=False)
    note = forms.CharField(label="Note", max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))

    def told(self) -> dict[str, str]:
        """What was written."""
        return {name: said for name in _FIELDS if (said := self.cleaned_data.get(name, "").strip())}


@members
def waiting(request: MemberRequest) -> HttpResponse:
    """Everything that waits, longest first, each with its owner and due time."""
    listed = reads.waiting(size=100)
    decider = (
        Member.objects.filter(left_at=None, role__in=("manager", "admin"))
        .order_by("-role", "joined_at")
        .first()
    )
    rows = [(one, one.member or decider or request.member, one.arrived_at + DUE_AFTER) for one in listed]
    return page.show(request, "triage/page.html", {"request": request, "rows": rows})


@members
def one(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """One that waits; POST makes it a lead, or teaches how mails of its sender are read."""
    arrival = reads.arrival(arrival_id)
    form = Mend(request.POST or None)

    def verb(_values: dict[str, Any]) -> None:
        if request.POST.get("do") == "teach":
            _, like = teaching.teach(arrival_id=arrival_id, marked=form.told(), by=request.actor)
            capture.settle(arrival_ids=like, by=request.actor)
        else:
            capture.repair(arrival_id=arrival_id, typed=form.told(), by=request.actor)

    if request.method == "POST" and page.tried(form, verb):
        taught = request.POST.get("do") == "teach"
        said = (
            "Taught. Those that wait and the next ones are read so."
            if taught
            else "It is a lead now, with a next step."
        )
        return page.done(request, HERE, said)
    search = request.GET.get("search", "").strip()[:200]
    values = {
        "request": request, "arrival": arrival, "raw": reads.raw_shown(arrival), "form": form, "search": search,
        "found": _found(request, search) if search else [],
    }  # fmt: skip
    return page.show(request, "triage/one.html", values, status=422 if form.errors else 200)


@require_POST
@members
def attach(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """It belongs to this lead."""
    arrival = reads.arrival(arrival_id)
    try:
        lead_id = uuid.UUID(request.POST.get("lead", ""))
    except ValueError:
        return page.done(request, f"{HERE}{arrival.id}/", "Choose a lead first; it still waits.")
    lead = leads_reads.lead(lead_id)
    capture.attach(arrival_id=arrival_id, lead_id=lead_id, by=request.actor)
    return page.done(request, HERE, f"It belongs to {lead.label}.")


@require_POST
@members
def junk(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Not a lead; counted, with who said so and why."""
    capture.junk(arrival_id=arrival_id, by=request.actor, why=request.POST.get("why", ""))
    return page.done(request, HERE, "Junk, by you. It stays in the ledger.")


def _found(request: MemberRequest, search: str) -> list[Lead]:
    filters = leads_reads.Filters(search=search)
    zone, now = workspaces.zone_of(request.member), page.place_of(request).now
    return list(
        leads_reads.page(filters, workspace_id=request.workspace.id, zone=zone, now=now, size=6).leads
    )


urlpatterns = [
    path("triage/", waiting, name="triage"),
    path("triage/<uuid:arrival_id>/", one),
    path("triage/<uuid:arrival_id>/attach/", attach),
    path("triage/<uuid:arrival_id>/junk/", junk),
]
