"""Campaigns with their leads and cadence, and the acts that moved leads, each with its way back."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture.reads import campaigns as reads
from leadfast.followup.reads import library
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, cadence_editors, members
from leadfast.web.campaigns import undone
from leadfast.workspaces import rules

HERE = "/campaigns/"


class CampaignForm(forms.Form):
    """A name, and what its leads are given."""

    name = forms.CharField(label="What is it called?", max_length=120)
    cadence = forms.ChoiceField(
        label="The cadence its leads are given", required=False,
        help_text="It begins when somebody asks you with this campaign, and when a person moves a lead here.",
    )  # fmt: skip

    def __init__(self, *args: Any, cadences: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cadence"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "None: what runs ends, and their owners decide"), *cadences.items()]


@members
def campaigns(request: MemberRequest) -> HttpResponse:
    """All of them, and the last moves."""
    values = {
        "request": request,
        "listed": reads.campaigns(request.workspace.id),
        "counted_up_to": reads.COUNTED_UP_TO,
        "cadences": library.library(request.workspace.id),
        "moves": reads.moves(),
        "edits": request.member.role in rules.EDITS_CADENCES,
    }
    return page.show(request, "campaigns/page.html", values)


@cadence_editors
def add(request: MemberRequest) -> HttpResponse:
    """One more, or a name that leads brought along."""
    form = CampaignForm(
        request.POST or None, cadences=_cadences(request), initial={"name": request.GET.get("name", "")}
    )
    return act.ask(
        request, form, lambda values: _keep(request, values), title="A campaign", submit="Keep it", back=HERE,
        said=lambda values: f"{values['name']} is kept. Move leads to it from the list of leads, or from one lead.",
    )  # fmt: skip


@cadence_editors
def change(request: MemberRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """Its cadence; leads that are in one go on with it."""
    kept = reads.one(campaign_id)
    initial = {"name": kept.name, "cadence": kept.cadence_key}
    cadences = _cadences(request, kept.cadence_key)
    form = CampaignForm(request.POST or None, cadences=cadences, initial=initial)
    form.fields["name"].disabled = True
    return act.ask(
        request, form, lambda values: _keep(request, values), title=kept.name, submit="Keep it", back=HERE,
        below="Leads that are on a cadence now stay on it; it counts for those that come from now on.",
        said=lambda _v: "Kept.",
    )  # fmt: skip


@require_POST
@cadence_editors
def end(request: MemberRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """Nobody is moved there any more."""
    ended = capture.end_campaign(campaign_id=campaign_id, by=request.actor)
    return page.done(request, HERE, f"{ended.name} has ended. Its leads stay, with their next steps.")


@require_POST
@members
def undo(request: MemberRequest, moving_id: uuid.UUID) -> HttpResponse:
    """Everybody back where they were."""
    told = capture.undo_move(moving_id=moving_id, by=request.actor)
    return page.done(request, page.next_of(request, HERE), undone.said(told))


def _keep(request: MemberRequest, values: dict[str, Any]) -> None:
    capture.found_campaign(name=values["name"], cadence_key=values["cadence"], by=request.actor)


def _cadences(request: MemberRequest, kept: str = "") -> dict[str, str]:
    """Those that may begin, and the one that is chosen already, which may have been turned off since."""
    found = library.library(request.workspace.id)
    return {key: one.cadence.name for key, one in found.items() if one.turned_on or key == kept}
