"""What is expected, when it is chased, and what became of it."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from leadfast.capture import actions as capture
from leadfast.capture.errors import ExpectedNotFound
from leadfast.capture.models import Expected
from leadfast.capture.reads import watching
from leadfast.capture.rules import promised
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members
from leadfast.workspaces import reads as workspaces

HERE = "/expected/"
_PAGE = 50


class Expect(forms.Form):
    """A lead that somebody promised."""

    line = forms.CharField(label="Who is it?", max_length=300, help_text="A name or a company is enough.")
    promised_by = forms.CharField(label="Who promised it?", max_length=200, required=False)
    chase_on = forms.DateField(
        label="Ask again on",
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text="Left empty: in two business days.",
    )


class PutOff(forms.Form):
    """Another date."""

    chase_on = forms.DateField(label="Ask again on", widget=forms.DateInput({"type": "date"}))


class Drop(forms.Form):
    """Why it will not come."""

    why = forms.CharField(label="Why will it not come?", max_length=300)


@members
def expected(request: MemberRequest) -> HttpResponse:
    """The next to be chased first."""
    after = _after(request)
    waiting = watching.expected(after=after, size=_PAGE + 1)
    values = {
        "request": request, "waiting": waiting[:_PAGE], "weekly": promised.weekly, "first": after is None,
        "more": f"?after={waiting[_PAGE - 1].id}" if len(waiting) > _PAGE else "",
        "lately": watching.expected_lately() if after is None else [],
    }  # fmt: skip
    return page.show(request, "expected/page.html", values)


def _after(request: MemberRequest) -> Expected | None:
    try:
        return watching.one_expected(uuid.UUID(request.GET.get("after", "")))
    except (ValueError, ExpectedNotFound):
        return None


@members
def add(request: MemberRequest) -> HttpResponse:
    """Note a lead that was promised."""

    def verb(values: dict[str, Any]) -> None:
        capture.expect(
            typed={"line": values["line"]},
            promised_by=values["promised_by"],
            chase_at=_morning(request, values["chase_on"]) if values["chase_on"] else None,
            by=request.actor,
        )

    return act.ask(
        request, Expect(request.POST or None), verb, title="Who was promised?", submit="Expect this lead", back=HERE,
        said=lambda _v: "Expected. You are told when it is time to ask, and when it is here.", makes=True,
    )  # fmt: skip


@members
def put_off(request: MemberRequest, expected_id: uuid.UUID) -> HttpResponse:
    """Chase it on another date."""
    label = watching.one_expected(expected_id).label

    def verb(values: dict[str, Any]) -> None:
        to = _morning(request, values["chase_on"])
        capture.put_off(expected_id=expected_id, to=to, by=request.actor)

    return act.ask(
        request, PutOff(request.POST or None), verb, title=f"When is {label} asked for?", submit="Ask then", back=HERE,
        said=lambda _v: "Asked for on another day.",
    )  # fmt: skip


@members
def drop(request: MemberRequest, expected_id: uuid.UUID) -> HttpResponse:
    """It will not come."""
    label = watching.one_expected(expected_id).label

    def verb(values: dict[str, Any]) -> None:
        capture.drop(expected_id=expected_id, why=values["why"], by=request.actor)

    return act.ask(
        request, Drop(request.POST or None), verb, title=f"{label} will not come", submit="Let it be", back=HERE,
        said=lambda _v: "Not expected any more. It stays in the history, with your reason.",
    )  # fmt: skip


def _morning(request: MemberRequest, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9, 30), tzinfo=workspaces.zone_of(request.workspace))


urlpatterns = [
    path("expected/", expected, name="expected"),
    path("expected/add/", add),
    path("expected/<uuid:expected_id>/put-off/", put_off),
    path("expected/<uuid:expected_id>/drop/", drop),
]
