"""Notes, files that came with messages, and *never*: words that are kept."""

import uuid

from django.http import HttpResponse

from leadfast.accountability import actions as accountability
from leadfast.conversations import actions as conversations
from leadfast.conversations.models import Message
from leadfast.conversations.reads import attachments
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.web import act, page, words
from leadfast.web.access import MemberRequest, members
from leadfast.web.act import Values
from leadfast.web.lead import forms
from leadfast.web.lead.reading import path

_MOST_MESSAGES = 10


@members
def note(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """Write something down; it is not a touch and resets no clock."""
    lead = reads.lead(lead_id)

    def keep(values: Values) -> None:
        conversations.add_note(lead_id=lead.id, words=values["words"], by=request.actor)

    return act.ask(
        request, forms.Note(request.POST or None), keep,
        title=f"Note on {lead.label}", submit="Keep it", said=lambda _v: "Kept on the timeline.", back=path(lead.id),
        makes=True,
        below="A note is not an attempt; the next step stays as it is.",
    )  # fmt: skip


@members
def never(request: MemberRequest, lead_id: uuid.UUID) -> HttpResponse:
    """*Never contact me*: in their own words at once, else a colleague must agree."""
    lead, place = reads.lead(lead_id), page.place_of(request)
    said = Message.objects.filter(lead_id=lead.id, direction="in", inbound="person").order_by(
        "-received_at", "-id"
    )
    choices = [
        (str(one.id), f"{words.moment(one.received_at, place.now, place.zone)}: {one.new_words[:70]}")
        for one in said[:_MOST_MESSAGES]
    ]
    form = forms.Never(request.POST or None, messages=choices)

    def verb(values: Values) -> None:
        if values["message"]:
            message_id = uuid.UUID(values["message"])
            leads.never(lead_id=lead.id, words=values["words"], message_id=message_id, by=request.actor)
        else:
            accountability.ask(lead_id=lead.id, reason="never", words=values["words"], by=request.actor)

    def done(values: Values) -> str:
        closed = "Closed. Nobody here will contact them again."
        return (
            closed
            if values["message"]
            else "Asked. Nobody writes to them or calls them from now on; the lead closes when a colleague agrees."
        )

    return act.ask(
        request, form, verb, title=f"{lead.label} said never", submit="They said never", said=done, back=path(lead.id),
        below="Not interested now is not never: for that, ask to give up, and the lead rests and comes back.",
    )  # fmt: skip


@members
def attachment(_request: MemberRequest, attachment_id: uuid.UUID) -> HttpResponse:
    """A file that came with a message, always as a download: nothing of a stranger's runs in our pages."""
    row, content = attachments.content(attachment_id)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = page.attached_as(row.name or "file")
    return answer
