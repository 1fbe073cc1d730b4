"""The ledger, what waits for a person, and each arrival as it was received."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members

FILE_ROWS = "file rows"
COUNTED = ("arrived", "created", "joined", "waiting", "junk")
SETTLED = {"created": "new lead", "joined": "joined", "waiting": "waits for a person", "junk": "junk"}


class Repair(forms.Form):
    """The arrival as a person reads it."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    company = forms.CharField(label="Company", max_length=200, required=False)
    mail = forms.CharField(label="Mail address", max_length=320, required=False)
    phone = forms.CharField(label="Phone", max_length=60, required=False)
    note = forms.CharField(label="Note", max_length=2000, required=False, widget=forms.Textarea({"rows": 2}))


@members
def arrivals(request: MemberRequest) -> HttpResponse:
    """The ledger first, then what waits, then the latest."""
    lines = reads.ledger()
    # The rows of a file are counted a second time, as arrivals of their door; the sentence counts each once.
    doors = [line for line in lines if line.door != FILE_ROWS]
    totals = {name: sum(getattr(line, name) for line in doors) for name in COUNTED}
    values = {
        "request": request, "lines": lines, "totals": totals, "difference": reads.difference(lines),
        "waiting": reads.waiting(size=50), "recent": reads.recent(size=30), "settled": SETTLED,
    }  # fmt: skip
    return page.show(request, "arrivals/page.html", values)


@members
def received(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """One arrival as it was received."""
    arrival = reads.arrival(arrival_id)
    values = {"request": request, "arrival": arrival, "raw": reads.raw_shown(arrival), "settled": SETTLED}
    return page.show(request, "arrivals/one.html", values)


@members
def repair(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Mend what could not be read; the raw form stays."""
    arrival = reads.arrival(arrival_id)
    quote = "\n".join(f"{title}: {said}" for title, said in reads.raw_shown(arrival))[:1500]

    def verb(values: dict[str, Any]) -> None:
        typed = {name: value for name, value in values.items() if value}
        capture.repair(arrival_id=arrival.id, typed=typed, by=request.actor)

    return act.ask(
        request, Repair(request.POST or None), verb, title="Who is this?", submit="Make it a lead", back="/arrivals/",
        said=lambda _v: "It is a lead now, with a next step.", below=arrival.why, quote=quote,
    )  # fmt: skip


@require_POST
@members
def junk(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Not a lead; counted, with who said so."""
    capture.junk(arrival_id=arrival_id, by=request.actor)
    return page.done(request, "/arrivals/", "Junk, by you. It stays in the ledger.")


urlpatterns = [
    path("arrivals/", arrivals, name="arrivals"),
    path("arrivals/<uuid:arrival_id>/", received),
    path("arrivals/<uuid:arrival_id>/repair/", repair),
    path("arrivals/<uuid:arrival_id>/junk/", junk),
]
