"""Sources and their silence, and a synthetic lead through a door."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture.actions import probing
from leadfast.capture.reads import watching
from leadfast.web import act, page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.arrivals.words import door_of
from leadfast.workspaces import reads as workspaces

HERE = "/sources/"
_PAGE = 50


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
    skip = _skipped(request)
    listed = watching.sources(skip=skip, size=_PAGE + 1)
    values = {
        "request": request,
        "listed": listed[:_PAGE],
        "more": f"?skip={skip + _PAGE}" if len(listed) > _PAGE else "",
        "first": not skip,
        "probes": watching.probes(),
        "door_of": door_of,
        "hours": workspaces.policy(request.workspace.id, "probe_hours"),
    }
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
def probe_all(request: MemberRequest) -> HttpResponse:
    """A synthetic lead through every door."""
    sent = [capture.probe(door=door, by=request.actor) for door in probing.probed()]
    failed = [door_of(one.door) for one in sent if one.failed_at]
    under_way = [door_of(one.door) for one in sent if one.due_at]
    if failed:
        said = f"{words.plural(len(failed), 'door')} did not let it through: {', '.join(failed)}."
    else:
        through = len(sent) - len(under_way)
        said = f"It came through {words.plural(through, 'door')}. Nothing of it is left or counted."
    if under_way:
        said += f" Under way: {', '.join(under_way)}."
    return page.done(request, HERE, said)


@require_POST
@members
def probe(request: MemberRequest, door: str) -> HttpResponse:
    """A synthetic lead through one door."""
    found = capture.probe(door=door, by=request.actor)
    if found.due_at:
        said = "It is under way. This page says when it has come through, and you are told if it does not."
    else:
        said = "It came through. Nothing of it is left or counted." if found.came_back_at else found.why
    return page.done(request, HERE, said)


def _skipped(request: MemberRequest) -> int:
    said = request.GET.get("skip", "")
    return min(int(said), 1_000_000) if said.isascii() and said.isdigit() and len(said) < 10 else 0


urlpatterns = [
    path("sources/", sources, name="sources"),
    path("sources/<uuid:source_id>/watch/", watch),
    path("sources/<uuid:source_id>/end/", end),
    path("sources/probe/", probe_all),
    path("sources/probe/<slug:door>/", probe),
]
