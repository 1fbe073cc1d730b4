"""One field, one button; what is not known yet becomes an incomplete lead with a date."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.leads import reads as leads
from leadfast.web import page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.add import typed
from leadfast.workspaces import reads as workspaces

# Of the form, what is not said by or about the lead.
_NOT_SAID = ("owner", "key", "day")
_AREA = forms.Textarea({"rows": 2})


class NewLead(forms.Form):
    """What somebody knows of a lead, from one word to everything."""

    line = forms.CharField(label="Who is it?", max_length=300, required=False,
                           help_text="A name or a company is enough; a number or an address may follow.")  # fmt: skip
    name = forms.CharField(label="Name", max_length=200, required=False)
    company = forms.CharField(label="Company", max_length=200, required=False)
    mail = forms.CharField(label="Mail address", max_length=320, required=False)
    phone = forms.CharField(label="Phone", max_length=60, required=False)
    source = forms.CharField(label="From", max_length=120, required=False)
    value = forms.CharField(label="Worth", max_length=40, required=False)
    note = forms.CharField(label="What they want", max_length=4000, required=False, widget=_AREA)
    owner = forms.ChoiceField(label="Owner", required=False)
    # The day on which they came, if it is over: the gap of a till count is closed there.
    day = forms.DateField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


@members
def add(request: MemberRequest) -> HttpResponse:
    """The form; POST saves the lead and says when it is followed up."""
    form = _form(request)
    saved: list[capture.Received] = []

    def save(values: dict[str, Any]) -> None:
        owner_id = uuid.UUID(values["owner"]) if values["owner"] else None
        told = {name: str(value) for name, value in values.items() if name not in _NOT_SAID and value}
        came_at = _noon(request, day) if (day := _over(request, values["day"])) else None
        saved.append(
            capture.add_by_hand(
                typed=told, by=request.actor, key=values["key"], owner_id=owner_id, came_at=came_at
            )
        )

    if request.method == "POST" and page.tried(form, save):
        day = _over(request, form.cleaned_data["day"])
        return page.done(request, f"/till/?day={day}" if day else "/add/", _said(request, saved[0]))
    values = {
        "request": request,
        "form": form,
        "key": uuid.uuid4().hex,
        "mine": reads.mine(request.member.id, size=8),
        "sources": reads.sources(),
        "day": _over(request, form["day"].value()),
    }
    return page.show(request, "add/page.html", values, status=422 if form.errors else 200)


def _form(request: MemberRequest) -> NewLead:
    given = {name: request.GET.get(name, "") for name in ("source", "day")}
    form = NewLead(request.POST or None, initial={"owner": str(request.member.id), **given})
    owner = form.fields["owner"]
    assert isinstance(owner, forms.ChoiceField)
    team = workspaces.active_members(request.workspace.id)
    owner.choices = [(str(one.id), "You" if one.id == request.member.id else one.name) for one in team]
    return form


def _over(request: MemberRequest, day: dt.date | str | None) -> dt.date | None:
    """This day, if it is one that is over."""
    try:
        asked = day if isinstance(day, dt.date) else dt.date.fromisoformat(day or "")
    except ValueError:
        return None
    return asked if asked.year >= 2000 and asked < page.place_of(request).today else None


def _noon(request: MemberRequest, day: dt.date) -> dt.datetime:
    """Of a day that is over nobody knows the hour."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=page.place_of(request).zone)


def _said(request: MemberRequest, received: capture.Received) -> str:
    lead_id = received.arrival.lead_id
    if lead_id is None:
        return "Saved as it is. It waits under Arrivals until somebody has looked."
    lead, place = leads.lead(lead_id), page.place_of(request)
    asked = typed.asked(lead.person_id)
    joined = "Known already, joined. " if received.arrival.settlement == "joined" else "Saved. "
    due = words.moment(lead.next_due_at, place.now, place.zone) if lead.next_due_at else ""
    return (
        f"{joined}{lead.label}: follow-up {due}. {asked}".rstrip()
        if due
        else f"{joined}{lead.label} is closed; look at it once more."
    )


urlpatterns = [path("add/", add, name="add")]
