"""A call: dial by the tel: link, then say in one tap how it went; each outcome names the next step."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.http import HttpResponse

from leadfast.conversations import actions as conversations
from leadfast.followup.rules import law, law_table
from leadfast.foundation import business_time
from leadfast.foundation.business_time import Calendar, NeverOpen, shift_business_days
from leadfast.foundation.contacts import phone_shown
from leadfast.foundation.errors import Refusal
from leadfast.leads import reads
from leadfast.leads.models import Lead
from leadfast.web import page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.lead.reading import path
from leadfast.web.place import Place
from leadfast.web.when import WhenForm, calendar_of

_SALT = "dialled"
_DIALLED_MAX_AGE_S = 4 * 3600


@dataclass(frozen=True, slots=True)
class Outcome:
    """One tap: what it is called, and what follows when nothing else is chosen."""

    value: str
    label: str
    then: str


class OutcomeNeeded(Refusal):
    """Tap how it went; until then nothing is logged."""


class Outcomes(WhenForm):
    """How the call went. A day is asked only for a call back."""

    outcome = forms.CharField(required=False)
    words = forms.CharField(
        label="What was said", required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    incoming = forms.BooleanField(label="They called us", required=False)
    dialled = forms.CharField(required=False, widget=forms.HiddenInput)
    number = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """The day counts only with *call back*; Enter in its field means that, and elsewhere nothing."""
        outcome = self.cleaned_data.get("outcome") or ("call_back" if self.data.get("on") else "")
        self.cleaned_data["outcome"] = outcome
        if not outcome:
            self.add_error(None, OutcomeNeeded().sentence)
        if outcome != "call_back":
            for name in ("when", "on", "at"):
                self.fields[name].required = False
                self.errors.pop(name, None)
            self.cleaned_data.pop("due_at", None)
            return self.cleaned_data
        return super().clean()


@members
def call(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """The number to dial, and the outcomes to tap."""
    whole, place = reads.whole(lead_id), page.place_of(request)
    lead, phone = whole.lead, whole.best("phone")
    never = whole.silent_number is not None
    form = Outcomes(request.POST or None, place=place, workspace=request.workspace)

    def log(values: dict[str, object]) -> None:
        conversations.log_call(
            lead_id=lead.id,
            outcome=str(values["outcome"]),
            by=request.actor,
            step_id=lead.next_step_id if lead.next_step and lead.next_step.kind in _CALL_STEPS else None,
            dialled_at=dialled_at(str(values["dialled"])),
            call_back_at=values.get("due_at"),  # type: ignore[arg-type]
            words=str(values["words"]),
            number=str(values["number"]),
            incoming=bool(values["incoming"]),
            key=str(request.POST.get("key", "")),
        )

    if request.method == "POST" and page.tried(form, log):
        after = reads.lead(lead.id).next_step
        said = f"Next: {after.says}, {words.moment(after.due_at, place.now, place.zone)}." if after else ""
        return page.done(request, page.next_of(request, path(lead.id)), f"Logged. {said}")
    values = {
        "request": request, "form": form, "lead": lead, "next": page.next_of(request, path(lead.id)),
        "never": never, "phone": phone, "shown": phone_shown(phone.key) if phone else "",
        "late": not_before(lead, place, request), "outcomes": _outcomes(request, place.now, never=never),
        "dialled": token(place.now), "key": uuid.uuid4().hex,
    }  # fmt: skip
    return page.show(request, "lead/call.html", values, status=422 if form.errors else 200)


_CALL_STEPS = ("call", "call_back", "first_response")


def _outcomes(request: MemberRequest, now: dt.datetime, *, never: bool) -> list[Outcome]:
    verb = "write to them" if never else "call again"
    calendar = calendar_of(request.workspace, request.member)
    today = now.astimezone(words.zone_of(calendar.zone)).date()
    again, later = (words.day(shift_business_days(calendar, today, days), today) for days in (1, 2))
    return [
        Outcome("reached", "Reached", "What they wrote is answered. Next: what is planned, or you decide"),
        Outcome("voicemail", "Voicemail", f"Next: what is planned, or {verb} on {later}"),
        Outcome("no_answer", "No answer", f"Next: what is planned, or {verb} on {again}"),
        Outcome("wrong_number", "Wrong number", "Next: find another way to reach them"),
    ]


def token(now: dt.datetime) -> str:
    """What a tapped number brings back: when its form was drawn."""
    return signing.dumps(now.isoformat(), salt=_SALT)


def dialled_at(token: str) -> dt.datetime | None:
    """When this form was drawn for dialling; a call that was never dialled here is only claimed."""
    try:
        return dt.datetime.fromisoformat(signing.loads(token, salt=_SALT, max_age=_DIALLED_MAX_AGE_S))
    except signing.BadSignature:
        return None


def not_before(lead: Lead, place: Place, request: MemberRequest) -> dt.datetime | None:
    """From when they may be disturbed, if that is not now: the hours of calls where they are."""
    country = (lead.person.country if lead.person else "") or request.workspace.country
    theirs = Calendar(zone=request.workspace.zone, country=country, hours=law_table.of(country).call_hours)
    calendar = law.call_calendar(theirs, country)
    try:
        return (
            None
            if business_time.is_open(calendar, place.now)
            else law.next_call_slot(place.now, theirs, country)
        )
    except NeverOpen:
        return None
