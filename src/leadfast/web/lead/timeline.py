"""One timeline: everything that happened to a lead, as entries that a template can draw."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from leadfast.capture.reads import calls
from leadfast.conversations import reads as conversations
from leadfast.conversations.models import Call, Message, Note, Text, Visit
from leadfast.conversations.reads.tracking import Ticks
from leadfast.followup.models import Touch
from leadfast.history.models import RecordedFact
from leadfast.mail.models import Outgoing
from leadfast.web.lead import gathering, sentences
from leadfast.web.lead.entries import Day, Entry, Line, Link
from leadfast.web.lead.telling import Names, Telling
from leadfast.web.marks.ticks import Outcome
from leadfast.web.place import Place
from leadfast.web.responses import forms, shown
from leadfast.web.responses.shown import Reading
from leadfast.workspaces.models import Workspace

_CLASSES = {
    "person": "a person's answer",
    "auto_reply": "an automatic answer",
    "hard_bounce": "a bounce: this address is dead",
    "soft_bounce": "a bounce that may pass",
    "system": "a message of a system",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the messages of a page need besides themselves."""

    ticks: Mapping[uuid.UUID, Ticks]
    because: Mapping[uuid.UUID, str]
    tracked: bool
    assistant: str
    readings: Mapping[uuid.UUID, Reading]
    recordings: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    # Calls that a telephone system told of in several states.
    records: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)


def of(page: conversations.Page, names: Names, place: Place, workspace: Workspace) -> list[Day]:
    """The days of one page of the timeline, in their order."""
    known = _known([entry.row for entry in page.entries if entry.what == "message"], workspace, place)
    spoken = [entry.row.id for entry in page.entries if entry.what == "call"]
    if spoken:
        recordings = {key: one.id for key, one in calls.recordings_of(spoken).items()}
        known = replace(known, recordings=recordings, records=calls.records_told(spoken))
    told = [_entry(entry.row, names, place, known) for entry in page.entries]
    return gathering.by_day([entry for entry in told if entry is not None], place.zone)


def planned(lead_id: uuid.UUID) -> list[Entry]:
    """Mails of ours that are written and wait, with the reason why they have not gone out."""
    planned = Message.objects.filter(lead_id=lead_id, direction="out", state="planned").select_related(
        "member"
    )
    # A mail that was stopped keeps its message as it was planned: only its own row says that it waits no more.
    waiting = Outgoing.objects.filter(id__in=planned.values("outgoing_id")).exclude(
        state__in=("cancelled", "refused")
    )
    outgoing = waiting.in_bulk()
    rows = list(planned.filter(outgoing_id__in=outgoing).order_by("received_at")[:10])
    return [
        Entry(
            at=mail.not_before,
            title=row.member.name if row.member else "The assistant",
            subject=row.subject,
            words=row.new_words,
            shape="message",
            who="planned",
            ticks=Outcome(sent=False),
            why=mail.words or "It goes out at its time.",
            link=Link(f"/leads/{lead_id}/mail/{mail.id}/stop/", "Stop it", dialog=True),
        )
        for row in rows
        if row.outgoing_id and (mail := outgoing.get(row.outgoing_id))
    ]


def _entry(row: Any, names: Names, place: Place, known: _Known) -> Entry | None:
    if isinstance(row, RecordedFact):
        return _fact(row, names, place, known.assistant)
    if isinstance(row, Message):
        return _theirs(row, known) if row.direction == "in" else _ours(row, known)
    who = row.member.name if row.member else "Somebody"
    if isinstance(row, Call):
        heard = known.recordings.get(row.id)
        told = known.records.get(row.id)
        link = Link(f"/calls/records/{told}/", "What was told") if told else None
        link = Link(f"/calls/recordings/{heard}/", "Recording") if heard else link
        return Entry(row.at, *sentences.call(row, who), kind="call", link=link)
    if isinstance(row, Text):
        return Entry(row.at, *sentences.text(row, who), kind="text")
    if isinstance(row, Note):
        return Entry(row.at, f"{who} noted", words=row.words, shape="message", kind="note", who="note")
    assert isinstance(row, Visit)
    return Entry(row.at, who, f"logged a {row.kind}. {row.words}", kind="visit")


def _fact(fact: RecordedFact, names: Names, place: Place, assistant: str) -> Entry | None:
    tell = sentences.OF.get(fact.kind)
    if tell is None or (fact.kind == "step_done" and fact.actor_kind != "person"):
        # What a machine did is told by its mail or by what followed.
        return None
    if fact.actor_kind == "person":
        actor = names.get(str(fact.member_id), "Somebody")
    else:
        actor = f"{assistant}, the assistant," if fact.actor_kind == "assistant" else "Leadfast"
    telling = Telling(fact.body, actor, names, place)
    title, said = tell(telling)
    by_machine = fact.kind == "step_scheduled" and bool(fact.body.get("by_assistant"))
    kind = "touch_planned" if by_machine else fact.kind
    line = Line(fact.at, kind, title, said, short=sentences.short(kind, telling, said))
    return Entry(
        at=fact.at,
        title=title,
        words=said,
        kind=fact.kind,
        shape="minor" if fact.kind in sentences.MINOR else "event",
        own=line if fact.kind in sentences.SHORT else None,
    )


def _theirs(message: Message, known: _Known) -> Entry:
    reading = known.readings.get(message.id)
    return Entry(
        at=message.received_at,
        title=message.person.name if message.person else message.sender_name or message.sender,
        subject=message.subject,
        words=message.new_words or (reading.wordless if reading else "(nothing new was written)"),
        shape="message",
        kind="message_in",
        who="theirs" if message.inbound == "person" else "system",
        quoted=_quoted(message),
        attached=_attached(message),
        why=understood(message),
        # What waits is corrected in place; anything else says so in a dialog.
        link=None
        if reading and reading.waits
        else Link(f"/responses/{message.id}/correct/", "Wrong?", dialog=True),
        anchor=f"message-{message.id}",
        proposal=reading,
        correction=forms.correcting(message, reading) if reading and reading.waits else None,
    )


def understood(message: Message) -> str:
    """How a message of theirs was read and matched, in a sentence or two."""
    reason = message.reason.strip().rstrip(".")
    read = f"Understood as {_CLASSES[message.inbound]}{': ' + reason if reason else ''}."
    matched = message.matched_why.strip().rstrip(".")
    return f"{read} {matched}." if matched and message.matched_by not in ("", "ours") else read


def _ours(message: Message, known: _Known) -> Entry:
    machine = message.actor_kind != "person"
    ticks = known.ticks.get(message.outgoing_id) if message.outgoing_id else None
    because = known.because.get(message.outgoing_id, "") if message.outgoing_id else ""
    if machine and message.outgoing_id:
        because = f"{because} It does not count as a person's attempt.".strip()
    return Entry(
        at=message.received_at,
        title=f"{known.assistant}, the assistant" if machine else _writer(message),
        subject=message.subject,
        words=message.new_words or message.text,
        shape="message",
        kind="message_out",
        who="machine" if machine else "ours",
        ticks=Outcome(
            opened=bool(ticks and ticks.opened),
            clicked=bool(ticks and ticks.clicked),
            by_bot=bool(ticks and ticks.by_machine),
            tracked=known.tracked,
        ),
        quoted=_quoted(message),
        attached=_attached(message),
        why=because or ("" if message.outgoing_id else "Written in their own mail program, seen in Sent."),
        anchor=f"message-{message.id}",
    )


def _writer(message: Message) -> str:
    return message.member.name if message.member else message.sender_name or message.sender


def _quoted(message: Message) -> str:
    """What stands below the new words: the whole text without them."""
    new = message.new_words.strip()
    if not message.text or message.text.strip() == new:
        return ""
    return message.text.replace(new, "", 1).strip() if new else message.text.strip()


def _attached(message: Message) -> list[Link]:
    files = [one for one in message.attachments.all() if not one.inline]
    plain = {"text/calendar": "The invitation"}
    return [
        Link(f"/attachments/{one.id}/", one.name or plain.get(one.media_type, one.media_type))
        for one in files
    ]


def _known(messages: list[Message], workspace: Workspace, place: Place) -> _Known:
    ids = [message.outgoing_id for message in messages if message.outgoing_id]
    because = Touch.objects.filter(outgoing_id__in=ids).values_list("outgoing_id", "because")
    return _Known(
        ticks=conversations.ticks(ids) if ids else {},
        because={outgoing_id: said for outgoing_id, said in because if outgoing_id} if ids else {},
        tracked=workspace.tracks_opens,
        assistant=workspace.assistant_name,
        readings=shown.of(messages, place),
    )
