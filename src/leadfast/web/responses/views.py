"""Responses: who, the new words only, how it was understood, and what is proposed."""

import datetime as dt
import uuid

from django import forms
from django.http import HttpResponse

from leadfast.conversations import actions as conversations
from leadfast.conversations import reads
from leadfast.conversations.models import Message
from leadfast.foundation.errors import NotFound
from leadfast.web import act, page
from leadfast.web.access import MemberRequest, members
from leadfast.web.act import Values
from leadfast.web.lead import timeline
from leadfast.web.lead.reading import path

_WEEK = dt.timedelta(days=7)
CLASSES = (
    ("person", "From people"),
    ("auto_reply", "Automatic answers"),
    ("hard_bounce", "Dead addresses"),
    ("soft_bounce", "Bounces that may pass"),
    ("system", "Systems and lists"),
)


class MessageNotFound(NotFound):
    """There is no such message here."""


class Correction(forms.Form):
    """What was understood wrongly, or needs no answer."""

    how = forms.ChoiceField(
        label="What is it?",
        choices=(
            ("It needs no answer.", "It needs no answer: thanks, seen, agreed"),
            ("Answered elsewhere.", "It was answered elsewhere"),
            ("It was an automatic answer, not a person's.", "An automatic answer, not a person's"),
        ),
        widget=forms.RadioSelect,
    )


@members
def waiting(request: MemberRequest) -> HttpResponse:
    """What waits: of one's own leads, or of the whole team."""
    everybody = request.GET.get("whose") == "all"
    owner_id = None if everybody else request.member.id
    place = page.place_of(request)
    found = reads.waiting(owner_id=owner_id, after=_cursor(request.GET.get("after", "")))
    counted = reads.counts(since=place.now - _WEEK, owner_id=owner_id)
    values = {
        "request": request,
        "messages": found.messages,
        "after": found.after,
        "understood": timeline.understood,
        "first": not request.GET.get("after"),
        "everybody": everybody,
        "counts": [(label, counted.get(name, 0)) for name, label in CLASSES if counted.get(name)],
    }
    return page.show(request, "responses/page.html", values)


@members
def correct(request: MemberRequest, message_id: uuid.UUID) -> HttpResponse:
    """It was understood wrongly, or needs no answer: a person says so, and the lead keeps its next step."""
    message = (
        Message.objects.filter(id=message_id, lead__isnull=False, direction="in")
        .select_related("lead")
        .first()
    )
    if message is None or message.lead is None:
        raise MessageNotFound
    lead = message.lead

    def verb(values: Values) -> None:
        conversations.answered(message_id=message.id, how=values["how"], by=request.actor)

    return act.ask(
        request, Correction(request.POST or None), verb, title="This needs no answer from us", submit="That is it",
        said=lambda _v: f"Settled. {lead.label} keeps a next step.", back=path(lead.id), quote=message.new_words[:600],
        below=message.reason,
    )  # fmt: skip


def _cursor(text: str) -> str:
    """Only a cursor of ours is followed; a plus sign arrives as a space."""
    moment, _, last = text.replace(" ", "+").partition("|")
    try:
        dt.datetime.fromisoformat(moment)
        uuid.UUID(last)
    except ValueError:
        return ""
    return f"{moment}|{last}"
