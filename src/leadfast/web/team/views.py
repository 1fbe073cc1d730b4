"""The list of people, one person, and what can be done with them."""

import uuid
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from leadfast.accountability import actions as accountability
from leadfast.foundation.errors import NotAllowed, NotFound
from leadfast.web import act, page, words
from leadfast.web.access import MemberRequest, admins, members
from leadfast.web.act import Values
from leadfast.web.invitations import links
from leadfast.web.team import forms, reading
from leadfast.workspaces import accounts, reads
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces.models import Leave, Member


@members
def team(request: MemberRequest) -> HttpResponse:
    """Everybody, with role, hours, leave, capacity and open leads."""
    everybody = reads.active_members(request.workspace.id)
    values = {
        "rows": reading.rows(everybody, page.place_of(request).today),
        "invitations": reading.open_invitations() if request.member.administers else [],
    }
    return page.show(request, "team/team.html", values)


@members
def member(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    """One person: an admin changes everything, everybody their own hours."""
    who = _found(member_id)
    may_change = request.member.administers or who.id == request.member.id
    if request.method == "POST" and not may_change:
        raise NotAllowed
    form = forms.Person(request.POST or None, member=who, by=request.member)

    def change(_: Values) -> None:
        workspaces.change_member(member_id=who.id, by=request.actor, **form.values)

    if request.method == "POST" and page.tried(form, change):
        return page.done(request, reverse("member", args=[who.id]), "Saved.")
    values = {
        "who": who,
        "role": reading.role_of(who),
        "hours": reading.hours_in_words(who.hours),
        "open_leads": reading.open_leads(who),
        "form": form if may_change else None,
        "leaves": reading.leaves_of(who, page.place_of(request).today),
        "may_plan": _may_plan(request, who),
        "colleagues": {one.id: one.name for one in reads.active_members(request.workspace.id)},
    }
    return page.show(request, "team/member.html", values, status=422 if form.errors else 200)


@members
def plan_leave(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    """Days away, and who stands in."""
    who = _found(member_id)
    if not _may_plan(request, who):
        raise NotAllowed
    form = forms.Leave(
        request.POST or None,
        colleagues=_colleagues(request, who),
        today=page.place_of(request).today,
    )

    def plan(values: Values) -> None:
        workspaces.plan_leave(member_id=who.id, by=request.actor, **values)

    return act.ask(
        request, form, plan, title=f"When is {who.name} away?", submit="Plan the leave",
        below="Their new leads and due steps go to the stand-in for these days.",
        said=lambda values: f"{who.name} is away until {words.day(values['last_day'], page.place_of(request).today)}.",
        back=reverse("member", args=[who.id]), makes=True,
    )  # fmt: skip


@members
def cancel_leave(request: MemberRequest, member_id: uuid.UUID, leave_id: uuid.UUID) -> HttpResponse:
    """Not away after all."""
    who = _found(member_id)
    if request.method != "POST" or not Leave.objects.filter(id=leave_id, member_id=who.id).exists():
        raise NotFound
    if not _may_plan(request, who):
        raise NotAllowed
    workspaces.cancel_leave(leave_id=leave_id, by=request.actor)
    return page.done(request, reverse("member", args=[who.id]), f"{who.name} is here after all.")


@admins
def leaves(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    """Somebody works here no longer: their open leads are handed over in the same act."""
    who = _found(member_id)
    owns = reading.open_leads(who)
    form: django_forms.Form = (
        forms.HandOver(request.POST or None, colleagues=_colleagues(request, who))
        if owns != "0"
        else django_forms.Form(request.POST if request.method == "POST" else None)
    )

    def go(values: dict[str, Any]) -> None:
        accountability.leave_team(member_id=who.id, to_member_id=values.get("to_member_id"), by=request.actor)

    below = (
        f"{who.name} owns {owns} open {'lead' if owns == '1' else 'leads'}. They move in the same moment, so "
        "that none is without an owner."
        if owns != "0"
        else f"{who.name} owns no open lead."
    )
    return act.ask(
        request, form, go, title=f"{who.name} leaves the team", submit=f"End {who.name}'s membership", below=below,
        said=lambda _: f"{who.name} is no longer in the team.", back=reverse("member", args=[who.id]),
        to=reverse("team"),
    )  # fmt: skip


@admins
@require_POST
def reset_link(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    """A link for somebody who has forgotten their password."""
    who = _found(member_id)
    path = accounts.reset_path_for_member(who)
    return links.show_once(
        request,
        path,
        title=f"A new password for {who.name}",
        says="Give this link to them in person or on a channel you trust: whoever opens it chooses the password. "
        "It works once, for three days, and does not switch off a second factor.",
    )


def _found(member_id: uuid.UUID) -> Member:
    who = reads.member(member_id)
    if who.left_at is not None:
        raise NotFound
    return who


def _colleagues(request: MemberRequest, who: Member) -> list[Member]:
    return [one for one in reads.active_members(request.workspace.id) if one.id != who.id]


def _may_plan(request: MemberRequest, who: Member) -> bool:
    return request.member.decides or who.id == request.member.id
