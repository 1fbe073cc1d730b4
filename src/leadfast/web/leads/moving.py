"""Picked leads move to another campaign: first what that comes to, then the act, then what it came to."""

from typing import Any, Final

from django import forms
from django.http import HttpResponse

from leadfast.capture import actions as capture
from leadfast.capture.models import Campaign as Kept
from leadfast.capture.models import Moving
from leadfast.capture.reads import campaigns, moving
from leadfast.capture.reads.moving import Foreseen
from leadfast.followup.reads import library
from leadfast.leads.models import Lead
from leadfast.web import page, words
from leadfast.web.access import MemberRequest

# From so many on it is sending to many people, which is never one tap.
_TYPE_FROM: Final = 10


class Campaign(forms.Form):
    """Where they belong from now on. Sending to many asks for their number."""

    campaign = forms.ChoiceField(label="To the campaign", widget=forms.RadioSelect)
    unfilled = forms.ChoiceField(
        label="What about those?", required=False, widget=forms.RadioSelect, initial="with",
        choices=[
            ("with", "Move them too: each such mail waits, and the owner is asked"),
            ("without", "Go on without them: they stay where they are, with what runs for them"),
        ],
    )  # fmt: skip
    number = forms.IntegerField(label="Their number", required=False)
    why = forms.CharField(label="Why? (if it helps others)", max_length=300, required=False)

    def __init__(
        self, *args: Any, offered: dict[str, Kept], foreseen: Foreseen | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.foreseen = foreseen
        field = self.fields["campaign"]
        assert isinstance(field, forms.ChoiceField)
        named = library.library(next(iter(offered.values())).workspace_id)
        field.choices = [(name, _said_of(one, named)) for name, one in offered.items()]
        # What becomes of them is told below the choice, where scripts run as soon as it is made.
        field.widget.attrs |= {
            "hx-post": "/leads/many/", "hx-vals": '{"look": "yes"}', "hx-trigger": "change",
            "hx-select": "#foreseen", "hx-target": "#foreseen", "hx-swap": "outerHTML",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The number is typed where a cadence begins for many."""
        chosen = self.foreseen
        without = self.cleaned_data.get("unfilled") == "without"
        many = chosen.written_to(without_unfilled=without) if chosen else 0
        if many >= _TYPE_FROM and self.cleaned_data.get("number") != many:
            self.add_error("number", f"Type {many}: so many people are written to.")
        return self.cleaned_data


def move(request: MemberRequest, picked: list[Lead], back: str) -> HttpResponse:
    """Nothing is done before the page has told what this campaign comes to: `seen` is the one it told of."""
    offered = {one.name: one for one in campaigns.going_on()}
    if not offered:
        return page.done(request, "/campaigns/", "Add a campaign first; then leads can be moved to it.")
    sent = request.POST
    only = next(iter(offered)) if len(offered) == 1 else ""
    chosen = offered.get(sent.get("campaign", only))
    ids = [lead.id for lead in picked]
    foreseen = moving.foreseen(ids, chosen) if chosen else None
    seen = bool(chosen) and sent.get("seen") == (chosen.name if chosen else "") and "look" not in sent
    # A campaign that was chosen and not told of yet is told of first: nothing is wrong then.
    bound = sent if sent and (seen or chosen is None) else None
    initial = {"campaign": chosen.name if chosen else "", "unfilled": "with", "why": sent.get("why", "")}
    form = Campaign(bound, offered=offered, foreseen=foreseen, initial=initial)
    done: list[Moving] = []
    if bound is not None and page.tried(form, lambda values: done.append(_move(request, picked, values))):
        return page.done(
            request, back, _said(done[0], len(picked)), undo=f"/campaigns/moves/{done[0].id}/undo/"
        )
    values = {
        "request": request, "form": form, "picked": picked, "next": back, "foreseen": foreseen,
        "title": f"Move {called(picked)} to another campaign", "type_from": _TYPE_FROM,
    }  # fmt: skip
    return page.show(request, "leads/moving.html", values, status=422 if form.errors else 200)


def called(picked: list[Lead]) -> str:
    """One by its name, several by their number."""
    return picked[0].label if len(picked) == 1 else words.plural(len(picked), "lead")


def _move(request: MemberRequest, picked: list[Lead], values: dict[str, Any]) -> Moving:
    return capture.move(
        lead_ids=[lead.id for lead in picked],
        campaign=values["campaign"],
        why=values["why"],
        without_unfilled=values["unfilled"] == "without",
        by=request.actor,
    )


def _said(done: Moving, picked: int) -> str:
    moved = campaigns.moved(done.id)
    said = f"{words.plural(moved.leads, 'lead')} moved to {done.campaign}."
    if picked > moved.leads:
        stayed = picked - moved.leads
        said += f" {words.plural(stayed, 'lead')} {words.noun(stayed, 'stays where it was', 'stay where they were')}."
    if moved.not_begun:
        who = words.plural(moved.not_begun, "of them", "of them")
        said += f" For {who} its cadence may not begin; their owners decide, and read why on the lead."
    return said


def _said_of(one: Kept, named: dict[str, library.Written]) -> str:
    given = named.get(one.cadence_key)
    return (
        f"{one.name}, which gives them “{given.cadence.name}”" if given else f"{one.name}, without a cadence"
    )
