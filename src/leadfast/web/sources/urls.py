"""Sources and their silence, and a synthetic lead through a door."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture.reads import watching
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members

HERE = "/sources/"


class Watch(forms.Form):
    """When its silence is an alarm."""

    hours = forms.IntegerField(
        label="Hours without a lead that are an alarm",
        min_value=1,
        max_value=24 * 90,
        required=False,
        help_text="Left empty: one and a half times the longest silence so far, a day at least.",
    )


@members
def sources(request: MemberRequest) -> HttpResponse:
    """Silent ones first."""
    values = {"request": request, "listed": watching.sources(), "probes": watching.probes()}
    return page.show(request, "sources/page.html", values)


@members
def watch(request: MemberRequest, source_id: uuid.UUID) -> HttpResponse:
    """When is its silence an alarm?"""
    name = watching.source(source_id).name

    def verb(values: dict[str, Any]) -> None:
        capture.watch_source(source_id=source_id, hours=values["hours"], by=request.actor)

    return act.ask(
        request, Watch(request.POST or None), verb, title=f"When is the silence of {name} an alarm?",
        submit="Keep", back=HERE,
        said=lambda _v: "Kept. You are told when it falls silent.",
    )  # fmt: skip


@require_POST
@members
def end(request: MemberRequest, source_id: uuid.UUID) -> HttpResponse:
    """It sends no more, and that is meant."""
    capture.end_source(source_id=source_id, by=request.actor)
    return page.done(request, HERE, "It may be silent now.")


@require_POST
@members
def probe(request: MemberRequest, door: str) -> HttpResponse:
    """A synthetic lead through one door."""
    found = capture.probe(door=door, by=request.actor)
    said = (
        "It came through. The synthetic lead is closed and counted nowhere."
        if found.came_back_at
        else found.why
    )
    return page.done(request, HERE, said)


urlpatterns = [
    path("sources/", sources, name="sources"),
    path("sources/<uuid:source_id>/watch/", watch),
    path("sources/<uuid:source_id>/end/", end),
    path("sources/probe/<slug:door>/", probe),
]
