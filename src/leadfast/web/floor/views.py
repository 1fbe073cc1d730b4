"""Three taps: somebody came in, who takes them, how they left."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture.actions import floor as verbs
from leadfast.capture.models import FloorUp
from leadfast.capture.reads import floor as reads
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members
from leadfast.workspaces import reads as workspaces

#: More than any floor holds; a row offers every member, so hundreds would be slow.
_MOST = 40
_TITLES = {
    "bought": ("They bought", "Note that they bought"),
    "unsold": ("They left and may come back", "Follow them up"),
    "no_name": ("They left no name", "Count them without a name"),
}


class WhoForm(forms.Form):
    """Who left, where nobody knows yet."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    phone = forms.CharField(label="Phone", max_length=60, required=False)
    mail = forms.CharField(label="Mail", max_length=320, required=False)
    wants = forms.CharField(label="What they look for", max_length=500, required=False)


class WhyForm(forms.Form):
    """Why there is no name."""

    why = forms.CharField(
        label="Why nobody asked for it", max_length=300, help_text="A supplier, a child, gone too fast."
    )


@members
def floor(request: MemberRequest) -> HttpResponse:
    """Who is here now, and who was today."""
    place = page.place_of(request)
    first, last = reads.of_day(place.now.astimezone(place.zone).date(), place.zone)
    waiting, served = reads.here("waiting", size=_MOST + 1), reads.here("with", size=_MOST + 1)
    values = {
        "request": request, "waiting": waiting[:_MOST], "served": served[:_MOST], "gone": reads.gone(first, last),
        "more_wait": len(waiting) > _MOST, "more_served": len(served) > _MOST,
        "team": workspaces.active_members(request.workspace.id), "key": uuid.uuid4().hex,
    }  # fmt: skip
    return page.show(request, "floor/page.html", values)


@require_POST
@members
def came_in(request: MemberRequest) -> HttpResponse:
    """The first tap."""
    key = str(request.POST.get("key") or uuid.uuid4().hex)
    verbs.came_in(by=request.actor, key=key, label=request.POST.get("label", ""))
    return page.done(request, "/floor/")


@require_POST
@members
def take(request: MemberRequest, floor_up_id: uuid.UUID) -> HttpResponse:
    """The second: this member is with them."""
    reads.floor_up(floor_up_id)
    try:
        member_id = uuid.UUID(request.POST.get("member", ""))
    except ValueError as error:
        raise Http404("There is no such member here.") from error
    verbs.take(floor_up_id=floor_up_id, member_id=member_id, by=request.actor)
    return page.done(request, "/floor/")


@members
def left(request: MemberRequest, floor_up_id: uuid.UUID, result: str) -> HttpResponse:
    """The third: how they left. Where no lead is known yet, a name and a number are asked for."""
    visitor = reads.floor_up(floor_up_id)
    if result not in _TITLES:
        raise Http404("There is no such page.")
    title, submit = _TITLES[result]
    form = _form(request, visitor, result)

    def leave(values: dict[str, Any]) -> None:
        verbs.left(
            floor_up_id=visitor.id, result=result, by=request.actor, typed=values, why=values.get("why", "")
        )

    if request.method == "POST" and result == "bought" and page.tried(form, leave):
        # What they paid is asked where every sale is noted.
        return page.done(request, f"/leads/{reads.floor_up(visitor.id).lead_id}/won/?next=/floor/")
    below = "What they leave makes a lead, with a thank-you today and a call." if result == "unsold" else ""
    return act.ask(
        request, form, leave, title=title, submit=submit, below=below, back="/floor/", said=lambda _: "Noted.",
    )  # fmt: skip


def _form(request: MemberRequest, visitor: FloorUp, result: str) -> forms.Form:
    if result == "no_name":
        return WhyForm(request.POST or None)
    if visitor.lead_id is None:
        return WhoForm(request.POST or None, initial={"name": visitor.label, "wants": visitor.wants})
    return forms.Form(request.POST or None)
