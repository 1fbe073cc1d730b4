"""Responses: who, the new words only, what we understood and why, and what one tap does about it."""

import datetime as dt
import json
import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from leadfast.capture.models import Upload
from leadfast.capture.reads import upload as upload_of
from leadfast.conversations import actions as conversations
from leadfast.conversations import reads
from leadfast.conversations.actions import answering
from leadfast.conversations.errors import NoInvitation
from leadfast.conversations.models import Message
from leadfast.conversations.reads import corrections, proposals
from leadfast.foundation.errors import NotFound, Refusal
from leadfast.people import reads as people
from leadfast.web import act, page, words
from leadfast.web.access import MemberRequest, deciders, members
from leadfast.web.act import Values
from leadfast.web.lead.reading import path
from leadfast.web.responses import forms, shown

_NOTED = "Noted, and kept as an example. The lead keeps a next step."
_WEEK = dt.timedelta(days=7)
_QUARTER = dt.timedelta(days=91)
CLASSES = (
    ("person", "From people"),
    ("auto_reply", "Automatic answers"),
    ("hard_bounce", "Dead addresses"),
    ("soft_bounce", "Bounces that may pass"),
    ("system", "Systems and lists"),
)


class MessageNotFound(NotFound):
    """There is no such message here."""


@members
def waiting(request: MemberRequest) -> HttpResponse:
    """What waits: of one's own leads, or of the whole team."""
    file = _file(request.GET.get("upload_id", ""))
    everybody = file is not None or request.GET.get("whose") == "all"
    owner_id = None if everybody else request.member.id
    place = page.place_of(request)
    found = reads.waiting(
        owner_id=owner_id,
        upload_id=file.id if file else None,
        after=_cursor(request.GET.get("after", "")),
    )
    first = not request.GET.get("after")
    named = [row.message for row in proposals.named_by_machines(owner_id)] if first and not file else []
    whose = f"upload_id={file.id}" if file else "whose=all" if everybody else ""
    counted = reads.counts(since=place.now - _WEEK, owner_id=owner_id)
    meant = proposals.waiting_by_intent(owner_id)
    readings = shown.of([*found.messages, *named], place)
    values = {
        "request": request,
        "messages": found.messages,
        "named": named,
        "after": found.after,
        "readings": readings,
        "silent": people.silent_by_phone(
            {one.lead.person_id for one in found.messages if one.lead and one.lead.person_id}
        ),
        "form_of": lambda message: forms.correcting(message, readings.get(message.id)),
        "may_export": request.member.decides,
        "first": first,
        "everybody": everybody,
        "file": file,
        "whose": whose,
        "back": f"/responses/?{whose}" if whose else "/responses/",
        "counts": [(label, counted.get(name, 0)) for name, label in CLASSES if counted.get(name)],
        "meant": [(shown.NAMES.get(name, name), n) for name, n in meant.items()],
        "accuracy": proposals.accuracy(since=place.now - _QUARTER),
        "by_intent": _by_intent(place.now) if request.member.decides else [],
    }
    return page.show(request, "responses/page.html", values)


def _file(asked: str) -> Upload | None:
    """The file whose leads are asked about; one that is not here is none."""
    try:
        return upload_of(uuid.UUID(asked)) if asked else None
    except (ValueError, Refusal):
        return None


@require_POST
@members
def accept(request: MemberRequest, message_id: uuid.UUID) -> HttpResponse:
    """The reading is right: do what it proposes."""
    message = _message(message_id)
    back = page.next_of(request, path(message.lead_id) if message.lead_id else "/responses/")
    try:
        row = conversations.accept(message_id=message.id, by=request.actor)
    except Refusal as refusal:
        return _go_on(request, back, f"{refusal.sentence} Nothing was changed.")
    said = f"Done. {row.decided_how}"
    undo = f"/responses/{message.id}/undo/"
    if row.kind == "contact" and row.mail:
        there = f"/leads/{row.lead_id}/reply/?{urlencode({'to': row.mail})}"
        return page.done(request, there, said, undo=undo)
    if row.kind == "contact" and row.phone:
        return page.done(request, f"/leads/{row.lead_id}/call/", said, undo=undo)
    return _go_on(request, back, said, undo=undo)


@require_POST
@members
def undo(request: MemberRequest, message_id: uuid.UUID) -> HttpResponse:
    """The tap was a slip: the lead stands as it stood, and the message waits again."""
    message = _message(message_id)
    back = page.next_of(request, "/responses/")
    try:
        conversations.undo_accept(message_id=message.id, by=request.actor)
    except Refusal as refusal:
        return _go_on(request, back, refusal.sentence)
    return _go_on(request, back, "Undone. It waits for you again.")


@members
def invitation(request: MemberRequest, message_id: uuid.UUID) -> HttpResponse:
    """The answer to an invitation, as a mail that one looks at and sends; calendars understand it."""
    message, place = _message(message_id), page.place_of(request)
    assert message.lead is not None
    found = answering.invitation_in(message, message.lead)
    if found is None:
        raise NoInvitation
    says = request.GET.get("says", "")
    form = forms.InvitationAnswer(
        request.POST or None, initial={"says": says if says in answering.SUBJECTS else ""}
    )
    when = words.moment(found.start, place.now, place.zone)
    about = f"{found.summary}, {when}" if found.summary else when

    def verb(values: Values) -> None:
        conversations.answer_invitation(
            message_id=message.id, says=values["says"], words=values["words"], by=request.actor
        )

    return act.ask(
        request, form, verb, title="Answer the invitation", submit="Send the answer",
        below=f"{about}. It goes to {found.organizer}, and their calendar notes it.",
        said=lambda v: f"{answering.SUBJECTS[v['says']]}. The answer is on its way.",
        back=path(message.lead.id),
    )  # fmt: skip


@members
def correct(request: MemberRequest, message_id: uuid.UUID) -> HttpResponse:
    """It means something else, is not from a person, or needs no answer; the lead keeps its next step."""
    message, place = _message(message_id), page.place_of(request)
    known = shown.of([message], place).get(message.id)
    form = forms.correcting(message, known, request.POST or None)

    def verb(values: Values) -> None:
        what = values["what"]
        if what in forms.SETTLED:
            conversations.answered(message_id=message.id, how=forms.SETTLED[what], by=request.actor)
        elif what in forms.CLASSES:
            conversations.reclassify(
                message_id=message.id, to=what, returns_on=values["on"], by=request.actor
            )
        else:
            conversations.correct(
                message_id=message.id, intent=what, on=values["on"], at=values["at"], by=request.actor
            )

    answer = act.ask(
        request, form, verb, title="What is it?", submit="That is what it is", said=lambda _v: _NOTED,
        back=path(message.lead_id) if message.lead_id else "/responses/", quote=message.new_words[:600],
        below=message.reason,
    )  # fmt: skip
    there = answer.headers.get("HX-Redirect")
    return HttpResponseRedirect(there) if there and _in_place(request) else answer


@require_POST
@members
def join(request: MemberRequest, message_id: uuid.UUID) -> HttpResponse:
    """Whoever wrote takes part from now on."""
    message = _message(message_id)
    person = conversations.join_sender(message_id=message.id, by=request.actor)
    back = page.next_of(request, path(message.lead_id) if message.lead_id else "/responses/")
    return _go_on(request, back, f"{person.name} takes part now.")


@require_POST
@members
def details(request: MemberRequest, message_id: uuid.UUID) -> HttpResponse:
    """What the signature says about the sender is kept."""
    message = _message(message_id)
    added = conversations.take_details(message_id=message.id, by=request.actor)
    back = page.next_of(request, path(message.lead_id) if message.lead_id else "/responses/")
    return _go_on(request, back, f"Added: {', '.join(added)}." if added else "Nothing new was in it.")


@deciders
def examples(_request: MemberRequest) -> HttpResponse:
    """Every correction with its words, one JSON object a line: what a better reading would be measured on."""
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in proposals.examples())
    answer = HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    answer.headers["Content-Disposition"] = page.attached_as("corrections.jsonl")
    return answer


def _by_intent(now: dt.datetime) -> list[tuple[str, corrections.Tally]]:
    """What was read rightly and what was not, by what it was read as."""
    tallies = corrections.by_intent(since=now - _QUARTER)
    return [(shown.MEANINGS.get(name, name), tally) for name, tally in tallies.items()]


def _in_place(request: MemberRequest) -> bool:
    """Was it sent from a card that is drawn anew where it stands?"""
    return request.headers.get("HX-Target") == "main"


def _go_on(request: MemberRequest, back: str, said: str, *, undo: str = "") -> HttpResponse:
    """Back to the page it came from; with scripts only its main part is drawn anew."""
    if not _in_place(request):
        return page.done(request, back, said, undo=undo)
    messages.success(request, said, extra_tags=undo)
    return HttpResponseRedirect(back)


def _message(message_id: uuid.UUID) -> Message:
    found = Message.objects.filter(id=message_id, lead__isnull=False, direction="in")
    message = found.select_related("lead", "lead__owner", "lead__owner__workspace", "person").first()
    if message is None:
        raise MessageNotFound
    return message


def _cursor(text: str) -> str:
    """Only a cursor of ours is followed; a plus sign arrives as a space."""
    moment, _, last = text.replace(" ", "+").partition("|")
    try:
        dt.datetime.fromisoformat(moment)
        uuid.UUID(last)
    except ValueError:
        return ""
    return f"{moment}|{last}"
