"""One act on many leads: first what would happen, then the act, then the way back."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.web import page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.act import TooLateToUndo
from leadfast.web.lead.forms import AnotherDate, HandOver
from leadfast.web.leads import moving
from leadfast.web.leads.moving import called
from leadfast.workspaces import reads as workspaces

_MOST = 500
_UNDO_MAX_AGE_S = 3600


class Tag(forms.Form):
    """A word to find these leads by."""

    tag = forms.CharField(label="Tag", max_length=60)


_TITLES = {
    "hand-over": "Hand over {}",
    "date": "Another date for {}",
    "tag": "Tag {}",
}


@members
def many(request: MemberRequest) -> HttpResponse:
    """The preview: which leads, and what the act needs. POST carries it out."""
    sent = request.POST if request.method == "POST" else request.GET
    act = sent.get("act", "")
    given = sent.getlist("lead")
    picked = _picked(given)
    back = page.next_of(request, "/leads/")
    if act not in (*_TITLES, "campaign") or not given:
        return page.done(request, back, "Pick some leads first; nothing was changed.")
    if not picked:
        return page.done(request, back, "These leads were closed in the meantime; nothing was changed.")
    if act == "campaign":
        return moving.move(request, picked, back)
    form = _form(request, act)
    if request.method == "POST" and page.tried(form, lambda values: _carry_out(request, act, picked, values)):
        said = f"Done for {words.plural(len(picked), 'lead')}."
        return page.done(request, back, said, undo=_undo(act, picked))
    values = {
        "request": request,
        "form": form,
        "act": act,
        "picked": picked,
        "next": back,
        "title": _TITLES[act].format(called(picked)),
    }
    return page.show(request, "leads/many.html", values, status=422 if form.errors else 200)


@require_POST
@members
def undo(request: MemberRequest, token: str) -> HttpResponse:
    """Owners and dates as they were before."""
    try:
        act, before = signing.loads(token, max_age=_UNDO_MAX_AGE_S, salt="many")
    except signing.BadSignature as error:
        raise TooLateToUndo from error
    now = page.place_of(request).now
    if act == "hand-over":
        for owner_id, lead_ids in before.items():
            leads.hand_over(
                lead_ids=[uuid.UUID(one) for one in lead_ids],
                to_member_id=uuid.UUID(owner_id),
                why="Undone.",
                by=request.actor,
            )
    else:
        for step_id, due_at in before.items():
            to = max(dt.datetime.fromisoformat(due_at), now + dt.timedelta(minutes=1))
            leads.move(step_id=uuid.UUID(step_id), to=to, why="Undone.", by=request.actor)
    return page.done(request, "/leads/", "Undone.")


def _picked(ids: list[str]) -> list[Lead]:
    wanted = []
    for one in ids[:_MOST]:
        try:
            wanted.append(uuid.UUID(one))
        except ValueError:
            continue
    found = Lead.objects.filter(id__in=wanted, closure=None).select_related("company", "owner", "next_step")
    return list(found.order_by("next_due_at", "id"))


def _form(request: MemberRequest, act: str) -> forms.Form:
    sent = request.POST or None
    if act == "hand-over":
        return HandOver(sent, colleagues=workspaces.active_members(request.workspace.id))
    if act == "date":
        return AnotherDate(sent, place=page.place_of(request), workspace=request.workspace)
    return Tag(sent)


def _carry_out(request: MemberRequest, act: str, picked: list[Lead], values: dict[str, Any]) -> None:
    ids = [lead.id for lead in picked]
    if act == "hand-over":
        leads.hand_over(
            lead_ids=ids, to_member_id=uuid.UUID(values["to"]), why=values["why"], by=request.actor
        )
    elif act == "tag":
        leads.tag_many(lead_ids=ids, tag=values["tag"], by=request.actor)
    else:
        for lead in picked:
            if lead.next_step_id:
                leads.move(
                    step_id=lead.next_step_id, to=values["due_at"], why=values["why"], by=request.actor
                )


def _undo(act: str, picked: list[Lead]) -> str:
    """The way back, as far as there is one: a tag is simply taken away again on the lead."""
    before: dict[str, Any] = {}
    if act == "hand-over":
        for lead in picked:
            before.setdefault(str(lead.owner_id), []).append(str(lead.id))
    elif act == "date":
        before = {
            str(lead.next_step_id): lead.next_step.due_at.isoformat() for lead in picked if lead.next_step
        }
    token = signing.dumps([act, before], salt="many", compress=True)
    # An address has its limits; beyond them one hands over again instead.
    return f"/leads/many/undo/{token}/" if before and len(token) < 6000 else ""
