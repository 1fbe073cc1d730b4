"""Events with their coverage."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from leadfast.capture import actions as capture
from leadfast.capture.models import Event
from leadfast.capture.reads import watching
from leadfast.foundation import clock
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members

HERE = "/events/"


class NewEvent(forms.Form):
    """A day on which many leads come at once."""

    name = forms.CharField(label="What is it called?", max_length=120)
    first_day = forms.DateField(label="First day", widget=forms.DateInput({"type": "date"}))
    last_day = forms.DateField(label="Last day", required=False, widget=forms.DateInput({"type": "date"}))
    place = forms.CharField(label="Where?", max_length=120, required=False)
    cost = forms.DecimalField(
        label="What does it cost?", min_value=0, max_digits=12, decimal_places=2, required=False
    )
    expected_leads = forms.IntegerField(label="How many leads are expected?", min_value=0, required=False)


class ChangeEvent(forms.Form):
    """What it cost after all."""

    place = forms.CharField(label="Where?", max_length=120, required=False)
    cost = forms.DecimalField(
        label="What did it cost?", min_value=0, max_digits=12, decimal_places=2, required=False
    )
    expected_leads = forms.IntegerField(label="How many leads were expected?", min_value=0, required=False)


@members
def events(request: MemberRequest) -> HttpResponse:
    """The latest first, each with how many of its leads were answered within one business day."""
    listed = [watching.coverage(one, now=clock.now()) for one in watching.events()]
    return page.show(request, "events/page.html", {"request": request, "listed": listed, "days_of": _days_of})


@members
def add(request: MemberRequest) -> HttpResponse:
    """Note an event."""

    def verb(values: dict[str, Any]) -> None:
        capture.hold_event(by=request.actor, **values)

    return act.ask(
        request, NewEvent(request.POST or None), verb, title="A trade show", submit="Note it", back=HERE,
        said=lambda values: f"{values['name']} is noted. Choose it when you upload its list.",
    )  # fmt: skip


@members
def change(request: MemberRequest, event_id: uuid.UUID) -> HttpResponse:
    """Its cost, its place and its expectation."""
    event = watching.event(event_id)
    initial = {"place": event.place, "cost": event.cost, "expected_leads": event.expected_leads}

    def verb(values: dict[str, Any]) -> None:
        capture.edit_event(event_id=event_id, by=request.actor, **values)

    return act.ask(
        request, ChangeEvent(request.POST or None, initial=initial), verb, title=event.name, submit="Keep", back=HERE,
        said=lambda _v: "Changed.",
    )  # fmt: skip


def _days_of(event: Event) -> str:
    first, last = event.first_day, event.last_day or event.first_day
    ends = f"{last.day} {last:%b %Y}"
    if first == last:
        return ends
    return (
        f"{first.day} to {ends}"
        if (first.year, first.month) == (last.year, last.month)
        else f"{first.day} {first:%b} to {ends}"
    )


urlpatterns = [
    path("events/", events, name="events"),
    path("events/add/", add),
    path("events/<uuid:event_id>/change/", change),
]
