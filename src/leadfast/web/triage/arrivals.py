"""One arrival that waits: the raw form beside a form that holds what could be read of it, and what ends it."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.actions import teaching
from leadfast.capture.reads import triage
from leadfast.capture.rules import typos
from leadfast.capture.rules.found import Found
from leadfast.foundation.contacts import mail_key, phone_key
from leadfast.leads import reads as leads_reads
from leadfast.web import page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.arrivals.words import SETTLED, door_of
from leadfast.web.triage.messages import leads_found

HERE = "/triage/"
_WHO = ("name", "mail", "phone", "company")
_FIELDS = (*_WHO, "note")
_JUNKED = "junked"
_MOST_AT_ONCE = 200


class Mend(forms.Form):
    """The arrival as a person reads it; words marked in a mail can be taught."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    mail = forms.CharField(label="Mail address", max_length=320, required=False)
    phone = forms.CharField(label="Phone", max_length=60, required=False)
    company = forms.CharField(label="Company", max_length=200, required=False)
    note = forms.CharField(
        label="What they want", max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        better = [one for part in _parts(str(self.initial.get("mail", ""))) if (one := typos.meant(part))]
        if better:
            self.fields["mail"].help_text = f"Is {better[0]} meant? It stands as it came until you change it."

    def clean_mail(self) -> str:
        """Every address has to be one."""
        said: str = self.cleaned_data["mail"].strip()
        wrong = [one for one in _parts(said) if not mail_key(one)]
        if wrong:
            raise forms.ValidationError(
                f"“{wrong[0]}” is no mail address. Correct it, or move it to the note."
            )
        return said

    def clean_phone(self) -> str:
        """Every number has to be one that can be dialled."""
        said: str = self.cleaned_data["phone"].strip()
        wrong = [one for one in _parts(said) if not phone_key(one, country=self.country)]
        if wrong:
            raise forms.ValidationError(
                f"“{wrong[0]}” cannot be dialled from here. Begin with + and the country, or move it to the note."
            )
        return said

    def told(self) -> dict[str, str]:
        """What was written."""
        return {name: said for name in _FIELDS if (said := self.cleaned_data.get(name, "").strip())}


@members
def one(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """One that waits; POST makes it a lead, or teaches how mails of its sender are read."""
    arrival = reads.arrival(arrival_id)
    country = request.workspace.country
    waits = arrival.settlement == "waiting"
    initial = _initial(triage.told(arrival, country=country)) if waits else {}
    form = Mend(request.POST or None, initial=initial, country=country)
    teaches = request.POST.get("do") == "teach"

    def verb(_values: dict[str, Any]) -> None:
        if teaches:
            _, like = teaching.teach(arrival_id=arrival_id, marked=form.told(), by=request.actor)
            capture.settle(arrival_ids=like, by=request.actor)
        else:
            capture.repair(arrival_id=arrival_id, typed=form.told(), by=request.actor)

    if request.method == "POST" and page.tried(form, verb):
        said = "Taught. Those that wait and the next ones are read so." if teaches else _became(arrival_id)
        return page.done(request, HERE, said)
    search = request.GET.get("search", "").strip()[:200]
    values = {
        "request": request, "arrival": arrival, "raw": reads.raw_shown(arrival), "form": form, "search": search,
        "found": leads_found(request, search) if search else [], "door": door_of(arrival.door), "settled": SETTLED,
        "read": any(initial.get(name) for name in _WHO),
    }  # fmt: skip
    return page.show(request, "triage/one.html", values, status=422 if form.errors else 200)


@require_POST
@members
def attach(request: MemberRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """It belongs to this lead."""
    arrival = reads.arrival(arrival_id)
    try:
        lead_id = uuid.UUID(request.POST.get("lead", ""))
    except ValueError:
        return page.done(request, f"{HERE}{arrival.id}/", "Choose a lead first; it still waits.")
    lead = leads_reads.lead(lead_id)
    capture.attach(arrival_id=arrival_id, lead_id=lead_id, by=request.actor)
    return page.done(request, HERE, f"It belongs to {lead.label}.")


@require_POST
@members
def junk(request: MemberRequest) -> HttpResponse:
    """No leads: those that were ticked. Counted, with who said so and why; undone with one tap."""
    back = page.next_of(request, HERE)
    ids = _ticked(request)
    if not ids:
        return page.done(request, back, "Tick what is junk first; everything still waits.")
    count = capture.junk(arrival_ids=ids, by=request.actor, why=request.POST.get("why", ""))
    request.session[_JUNKED] = [str(one) for one in ids]
    said = (
        "Junk, by you. It stays in the ledger."
        if count == 1
        else f"{count} are junk, by you. They stay in the ledger."
    )
    return page.done(request, back, said, undo=f"{HERE}junk/undo/")


@require_POST
@members
def unjunk(request: MemberRequest) -> HttpResponse:
    """What was marked last waits again."""
    ids = [uuid.UUID(one) for one in request.session.pop(_JUNKED, [])]
    count = capture.unjunk(arrival_ids=ids, by=request.actor)
    return page.done(
        request, HERE, f"{words.plural(count, 'arrival')} {'waits' if count == 1 else 'wait'} again."
    )


def _ticked(request: MemberRequest) -> list[uuid.UUID]:
    found = []
    for said in request.POST.getlist("arrival")[:_MOST_AT_ONCE]:
        try:
            found.append(uuid.UUID(said))
        except ValueError:
            continue
    return found


def _initial(found: Found) -> dict[str, str]:
    return {
        "name": found.name, "mail": ", ".join(found.mails), "phone": ", ".join(found.phones)[:60],
        "company": found.company, "note": found.note.strip()[:2000],
    }  # fmt: skip


def _became(arrival_id: uuid.UUID) -> str:
    lead = reads.arrival(arrival_id).lead
    return f"{lead.label} is a lead, with a next step." if lead else "It is a lead now, with a next step."


def _parts(said: str) -> list[str]:
    return [part.strip() for part in said.replace(";", ",").split(",") if part.strip()]
