"""One act on many leads: first what would happen, then the act, then the way back."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture.models import Campaign as Kept
from leadfast.capture.models import Moving
from leadfast.capture.reads import campaigns
from leadfast.followup.reads import library
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.web import page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.act import TooLateToUndo
from leadfast.web.lead.forms import AnotherDate, HandOver
from leadfast.workspaces import reads as workspaces

_MOST = 500
_UNDO_MAX_AGE_S = 3600
# From so many on it is sending to many people, which is never one tap.
_TYPE_FROM = 10


class Tag(forms.Form):
    """A word to find these leads by."""

    tag = forms.CharField(label="Tag", max_length=60)


class Campaign(forms.Form):
    """Where they belong from now on. Sending to many asks for their number."""

    campaign = forms.ChoiceField(label="To the campaign", widget=forms.RadioSelect)
    why = forms.CharField(label="Why? (if it helps others)", max_length=300, required=False)
    number = forms.IntegerField(label="Their number", required=False)

    def __init__(self, *args: Any, many: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.many = many
        self.offered = {one.name: one for one in campaigns.going_on()}
        field = self.fields["campaign"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, _said_of(one)) for name, one in self.offered.items()]
        if many < _TYPE_FROM:
            del self.fields["number"]
        else:
            self.fields[
                "number"
            ].help_text = f"A cadence writes to all of them. Type {many} where the campaign has one."

    def clean(self) -> dict[str, Any]:
        """The number is typed where a cadence begins for many."""
        chosen = self.offered.get(str(self.cleaned_data.get("campaign", "")))
        typed = self.cleaned_data.get("number")
        if chosen and chosen.cadence_key and self.many >= _TYPE_FROM and typed != self.many:
            self.add_error("number", f"Type {self.many}: so many people are written to.")
        return self.cleaned_data


def _said_of(one: Kept) -> str:
    named = library.library(one.workspace_id).get(one.cadence_key)
    return (
        f"{one.name}, which gives them “{named.cadence.name}”" if named else f"{one.name}, without a cadence"
    )


_TITLES = {
    "hand-over": "Hand over {}",
    "date": "Another date for {}",
    "tag": "Tag {}",
    "campaign": "Move {} to another campaign",
}


@members
def many(request: MemberRequest) -> HttpResponse:
    """The preview: which leads, and what the act needs. POST carries it out."""
    sent = request.POST if request.method == "POST" else request.GET
    act = sent.get("act", "")
    given = sent.getlist("lead")
    picked = _picked(given)
    back = page.next_of(request, "/leads/")
    if act not in _TITLES or not given:
        return page.done(request, back, "Pick some leads first; nothing was changed.")
    if not picked:
        return page.done(request, back, "These leads were closed in the meantime; nothing was changed.")
    if act == "campaign" and not campaigns.going_on():
        return page.done(request, "/campaigns/", "Add a campaign first; then leads can be moved to it.")
    form = _form(request, act, len(picked))
    done: list[Moving] = []
    if request.method == "POST" and page.tried(
        form, lambda values: _carry_out(request, act, picked, values, done)
    ):
        undo = f"/campaigns/moves/{done[0].id}/undo/" if done else _undo(act, picked)
        return page.done(request, back, _said(act, picked, done), undo=undo)
    values = {
        "request": request,
        "form": form,
        "act": act,
        "picked": picked,
        "next": back,
        "running": campaigns.running([lead.id for lead in picked]) if act == "campaign" else 0,
        "title": _TITLES[act].format(
            picked[0].label if len(picked) == 1 else words.plural(len(picked), "lead")
        ),
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


def _said(act: str, picked: list[Lead], done: list[Moving]) -> str:
    if act != "campaign":
        return f"Done for {words.plural(len(picked), 'lead')}."
    moved = campaigns.moved(done[0].id)
    said = f"{words.plural(moved.leads, 'lead')} moved to {done[0].campaign}."
    if moved.not_begun:
        who = words.plural(moved.not_begun, "of them", "of them")
        said += f" For {who} its cadence may not begin; their owners decide, and read why on the lead."
    return said


def _form(request: MemberRequest, act: str, many: int) -> forms.Form:
    sent = request.POST or None
    if act == "campaign":
        return Campaign(sent, many=many)
    if act == "hand-over":
        return HandOver(sent, colleagues=workspaces.active_members(request.workspace.id))
    if act == "date":
        return AnotherDate(sent, place=page.place_of(request), workspace=request.workspace)
    return Tag(sent)


def _carry_out(
    request: MemberRequest, act: str, picked: list[Lead], values: dict[str, Any], done: list[Moving]
) -> None:
    ids = [lead.id for lead in picked]
    if act == "campaign":
        done.append(
            capture.move(lead_ids=ids, campaign=values["campaign"], why=values["why"], by=request.actor)
        )
    elif act == "hand-over":
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
