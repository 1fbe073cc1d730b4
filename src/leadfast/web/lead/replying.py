"""Writing to a lead, with the promise of what happens if no answer comes."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.http import HttpResponse

from leadfast.conversations.models import Message
from leadfast.followup.actions import promising
from leadfast.followup.reads import letters, library
from leadfast.foundation.contacts import mail_key
from leadfast.leads import reads
from leadfast.leads.models import Lead
from leadfast.leads.reads import Whole
from leadfast.mail import actions as mail_actions
from leadfast.mail import reads as mail
from leadfast.mail.models import LibraryFile, Outgoing
from leadfast.mail.rules import composing
from leadfast.people import reads as people_reads
from leadfast.web import page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.lead.reading import path
from leadfast.web.place import Place

_MOST_REFERENCES = 32
SCHEDULES = ("reply-follow-up", "reply-follow-up-slow", "proposal-out")


@dataclass(frozen=True, slots=True)
class Promise:
    """What the bar under the mail says."""

    on: bool
    who: str
    says: str
    mails: int
    preview: str
    other: str
    cadence: str


@dataclass(frozen=True, slots=True)
class Box:
    """Everything the reply box draws. ``cannot`` says why there is none."""

    form: "ReplyForm"
    address: str
    sender: str
    promise: Promise | None
    files: Sequence[LibraryFile]
    key: str
    cannot: str = ""
    #: Who else of this lead could be written to.
    others: Sequence[str] = ()
    #: They asked for no mail at this address.
    never: bool = False


class ReplyForm(forms.Form):
    """One mail to a lead."""

    subject = forms.CharField(label="Subject", max_length=300)
    text = forms.CharField(label="Your mail", max_length=50_000, widget=forms.Textarea({"rows": 5}))
    enclosed = forms.MultipleChoiceField(label="Enclose", required=False, widget=forms.CheckboxSelectMultiple)
    follow_up = forms.BooleanField(required=False)
    declined = forms.CharField(label="Not this time, because", required=False, max_length=200)
    cadence = forms.CharField(required=False, max_length=80)
    key = forms.CharField(max_length=64)
    # Whom the page said it goes to: a newer mail must not change that under the writer's hands.
    to = forms.CharField(required=False, max_length=320)

    def clean(self) -> dict[str, object]:
        """Without a promise there is a reason."""
        values = super().clean() or {}
        if not values.get("follow_up") and not str(values.get("declined") or "").strip():
            self.add_error("declined", "Say in a few words why nothing should follow this time.")
        return values


def box(
    request: MemberRequest, whole: Whole, form: ReplyForm | None = None, *, cadence: str = "", to: str = ""
) -> Box | None:
    """The reply box of a lead's page; None for a closed lead."""
    lead, place = whole.lead, page.place_of(request)
    if not lead.is_open:
        return None
    addresses, sender = _addresses(whole), mail.mailbox_of(request.member.id)
    given = str(form.data.get("to", "")) if form is not None else to
    address = given if given in addresses else next(iter(addresses), "")
    subject = _subject(lead)
    files = mail.library(request.workspace.id)
    never = bool((key := mail_key(address)) and people_reads.suppressed("mail", [key]))
    # No machine writes there again: what would be promised could not be kept.
    declined = "They asked for no mail." if never else ""
    drawn = form or ReplyForm(initial={"subject": subject, "declined": declined})
    _offer(drawn, files)
    cannot = ""
    if not address:
        cannot = "No mail address is known that works."
    elif sender is None:
        cannot = "You have no mailbox here yet."
    chosen = cadence or str(drawn.data.get("cadence") or promising.DEFAULT)
    promise = None if cannot else _promise(whole, address, place, chosen, subject, on=not never)
    others = [one for one in addresses if one != address]
    return Box(drawn, address, sender.address if sender else "", promise, files,
               uuid.uuid4().hex, cannot, others, never)  # fmt: skip


@members
def reply(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """The reply box as a page of its own; POST sends the mail and makes the promise, both or neither."""
    whole = reads.whole(lead_id)
    form = ReplyForm(request.POST or None) if request.method == "POST" else None
    if form is not None:
        _offer(form, mail.library(request.workspace.id))
        if page.tried(form, lambda values: _send(request, whole, values)):
            said = (
                "It is on its way."
                if form.cleaned_data["follow_up"]
                else "It is on its way; nothing follows this time."
            )
            return page.done(request, page.next_of(request, path(lead_id)), said)
    values = {
        "request": request,
        "lead": whole.lead,
        "box": box(
            request, whole, form, cadence=request.GET.get("cadence", ""), to=request.GET.get("to", "")
        ),
        "schedules": _schedules(request.workspace.id),
    }
    return page.show(request, "lead/reply.html", values, status=422 if form is not None else 200)


@members
def preview(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """The actual mails, with their dates."""
    lead, cadence = reads.lead(lead_id), request.GET.get("cadence") or promising.DEFAULT
    sender = mail.mailbox_of(request.member.id)
    shown = letters.preview(
        lead.id,
        cadence,
        mailbox_id=sender.id if sender else None,
        thread_subject=_subject(lead) or "your request",
        person_id=_asked_person(request),
    )
    values = {"request": request, "lead": lead, "steps": shown, "cadence": cadence}
    return page.show(request, "lead/preview.html", values)


@members
def schedule(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Other schedules to promise, each with its dates."""
    lead, place = reads.lead(lead_id), page.place_of(request)
    offered = [
        (key, name, _says(lead, place, key, _subject(lead) or "your request"))
        for key, name in _schedules(request.workspace.id)
    ]
    return page.show(request, "lead/schedule.html", {"request": request, "lead": lead, "offered": offered})


@members
def stop(request: MemberRequest, lead_id: uuid.UUID, mail_id: uuid.UUID) -> HttpResponse:
    """Stop a mail that has not begun."""
    lead = reads.lead(lead_id)
    mine = Message.objects.filter(
        lead_id=lead.id, outgoing_id=mail_id, direction="out", state="planned"
    ).first()
    if not Outgoing.objects.filter(id=mail_id, state__in=("planned", "waiting")).exists():
        mine = None
    if mine is not None and request.method == "POST":
        why = f"{request.member.name} stopped it."
        if mail_actions.cancel(outgoing_ids=[mail_id], why=why, by=request.actor):
            return page.done(request, path(lead_id), "Stopped. The mail was not sent.")
        # It has begun since we looked.
        mine = None
    values = {"request": request, "lead": lead, "message": mine}
    return page.show(request, "lead/stop.html", values, status=200 if mine else 404)


def _send(request: MemberRequest, whole: Whole, values: dict[str, object]) -> None:
    answered, addresses = _thread(whole.lead), _addresses(whole)
    given = str(values["to"])
    kept = [uuid.UUID(one) for one in values["enclosed"]]  # type: ignore[attr-defined]
    for upload in request.FILES.getlist("attach"):
        file = mail_actions.keep_file(
            name=upload.name or "file", content=upload.read(), by=request.actor, once=True
        )
        kept.append(file.id)
    above = tuple(answered.references[-_MOST_REFERENCES:]) if answered else ()
    promising.send_reply(
        reply=promising.Reply(
            lead_id=whole.lead.id,
            subject=str(values["subject"]),
            text=str(values["text"]),
            key=f"reply:{values['key']}",
            address=given if given in addresses else next(iter(addresses), ""),
            in_reply_to=answered.mail_id if answered else "",
            references=(*above, answered.mail_id) if answered else (),
            files=tuple(kept),
            promise=str(values["cadence"] or promising.DEFAULT) if values["follow_up"] else "",
            declined=str(values["declined"]),
        ),
        by=request.actor,
    )


def _addresses(whole: Whole) -> list[str]:
    """Whom a mail may go to: whoever wrote last, the person of the lead, others who wrote or take part."""
    wrote = (
        Message.objects.filter(lead_id=whole.lead.id, direction="in", inbound="person")
        .exclude(sender="")
        .order_by("-received_at", "-id")
        .values_list("sender", flat=True)[:20]
    )
    last = _thread(whole.lead)
    best = whole.best("mail")
    first = [last.sender] if last is not None and last.direction == "in" and last.sender else []
    people = [one.person_id for one in whole.participants]
    take_part = [
        point.value
        for point in whole.contact_points
        if point.kind == "mail" and point.person_id in people and point.health in ("unknown", "works")
    ]
    return list(dict.fromkeys([*first, *([best.value] if best else []), *wrote, *take_part]))


def _behind(whole: Whole, address: str) -> tuple[uuid.UUID | None, str]:
    """Who is behind an address of this lead, and how to call them: the promise names whom the mail goes to."""
    key = mail_key(address)
    known = {one.person_id: one.person for one in whole.participants}
    if whole.lead.person is not None:
        known[whole.lead.person.id] = whole.lead.person
    for point in whole.contact_points:
        if point.kind == "mail" and point.key == key and point.person_id in known:
            person = known[point.person_id]
            return person.id, person.given_name or person.name
    wrote = Message.objects.filter(lead_id=whole.lead.id, direction="in", sender=key or "").exclude(
        sender_name=""
    )
    name = wrote.order_by("-received_at").values_list("sender_name", flat=True).first()
    return None, name or address or whole.lead.label


def _offer(form: ReplyForm, files: Sequence[LibraryFile]) -> None:
    field = form.fields["enclosed"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(str(file.id), file.name) for file in files]


def _thread(lead: Lead) -> Message | None:
    """The mail that this one goes on from: the last one of the lead, theirs or ours."""
    said = Message.objects.filter(lead_id=lead.id, state="said").exclude(mail_id="").defer("html", "text")
    people_first = said.exclude(inbound__in=("hard_bounce", "soft_bounce", "auto_reply", "system"))
    return people_first.order_by("-received_at", "-id").first()


def _subject(lead: Lead) -> str:
    last = _thread(lead)
    return composing.answered_subject(last.subject) if last and last.subject else ""


def _asked_person(request: MemberRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get("person", ""))
    except ValueError:
        return None


def _schedules(workspace_id: uuid.UUID) -> list[tuple[str, str]]:
    known = library.library(workspace_id)
    return [(key, known[key].cadence.name) for key in SCHEDULES if key in known]


def _promise(whole: Whole, address: str, place: Place, cadence: str, subject: str, *, on: bool) -> Promise:
    lead = whole.lead
    person_id, who = _behind(whole, address)
    steps = letters.preview(lead.id, cadence, thread_subject=subject or "your request", person_id=person_id)
    query = f"?cadence={cadence}{f'&person={person_id}' if person_id else ''}"
    return Promise(
        on=on,
        who=who,
        says=_sentence(steps, place),
        mails=sum(step.channel == "mail" for step in steps),
        preview=f"{path(lead.id)}preview/{query}",
        other=f"{path(lead.id)}schedule/",
        cadence=cadence,
    )


def _says(lead: Lead, place: Place, cadence: str, subject: str) -> str:
    return _sentence(letters.preview(lead.id, cadence, thread_subject=subject), place)


_INSTEAD: Final = {
    "no_calls": "a mail for you to write on {day}, since they asked for no calls",
    "no_number": "a number for you to find on {day}",
}


def _sentence(steps: Sequence[letters.Previewed], place: Place) -> str:
    """*follow up on Thu 26 Nov, Thu 3 Dec and Mon 14 Dec in this thread, then a call for you on Tue 15 Dec.*"""
    mails = [_day(step.at, place) for step in steps if step.channel == "mail"]
    others = [
        _INSTEAD.get(step.instead_of_a_call, f"a {step.channel} for you on {{day}}").format(
            day=_day(step.at, place)
        )
        for step in steps
        if step.channel != "mail"
    ]
    parts = [f"follow up on {words.listed(mails)} in this thread"] if mails else []
    return ", then ".join([*parts, *([words.listed(others)] if others else [])]) + "."


def _day(at: dt.datetime, place: Place) -> str:
    return words.day(at.astimezone(place.zone).date(), place.now.astimezone(place.zone).date())
