"""The rows of fetched messages: who wrote what to whom, in which direction, and their files."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadfast.conversations.models import Attachment, Message, MessageKey
from leadfast.conversations.reads import known as lookups
from leadfast.conversations.reads import matching as addresses
from leadfast.conversations.reads.known import Known
from leadfast.conversations.rules import matching
from leadfast.conversations.rules.matching import Match
from leadfast.conversations.understanding.reading import Reading, read
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.mail import reads as mail
from leadfast.mail.models import FetchedMessage, Mailbox
from leadfast.mail.rules.reading import Incoming
from leadfast.workspaces import inserting
from leadfast.workspaces.actor import Actor

MOST_TEXT = 500_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """A fetched message with everything that was read from it."""

    fetched: FetchedMessage
    box: Mailbox
    head: Incoming
    reading: Reading
    sender: str
    recipients: tuple[str, ...]
    team: frozenset[str]
    ours: uuid.UUID | None

    @property
    def is_out(self) -> bool:
        """Did one of us write it? Proven by our signed Message-ID, the sender's address, or the Sent folder."""
        return self.ours is not None or self.sender in self.team or self.fetched.role == "sent"

    @property
    def outside(self) -> tuple[str, ...]:
        """The addresses that decide where it belongs: of a report those it is about, else the people outside."""
        verdict = self.reading.verdict
        named: Iterable[str] = (self.sender,)
        if self.is_out:
            named = self.recipients
        elif verdict.bounce is not None and verdict.bounce.failures:
            named = [failure.address for failure in verdict.bounce.failures]
        elif verdict.complaint is not None:
            named = verdict.complaint.addresses
        return tuple(key for key in dict.fromkeys(named) if key and key not in self.team)

    @property
    def named_outgoing(self) -> uuid.UUID | None:
        """The mail of ours that this is, answers, or was sent to a plus-address of."""
        if self.is_out:
            return self.ours
        return self.fetched.outgoing_id or self.plus_address

    @property
    def plus_address(self) -> uuid.UUID | None:
        """The mail of ours that an address of the form ``name+token@`` was made for."""
        for one in (*self.recipients, self.head.header("delivered-to")):
            tag = one.partition("@")[0].partition("+")[2]
            if tag and (named := mail.our_outgoing(tag)):
                return named
        return None

    @property
    def references(self) -> list[str]:
        """The ids of the thread, the nearest first."""
        return matching.nearest([one[:998] for one in (*self.head.references, *self.head.in_reply_to)])


def arrived(fetched: Sequence[FetchedMessage]) -> list[Arrived]:
    """Read these messages, and find out which of the addresses in them are the team's."""
    boxes = Mailbox.objects.in_bulk({row.mailbox_id for row in fetched})
    opened = [opened_one(row) for row in fetched]
    named = {key for _, _, _, sender, recipients in opened for key in (sender, *recipients) if key}
    team = addresses.team_addresses(named) | {box.address_key for box in boxes.values()}
    return [_arrived(*one, box=boxes[one[0].mailbox_id], team=frozenset(team)) for one in opened]


Opened = tuple[FetchedMessage, Incoming, Reading, str, tuple[str, ...]]


def opened_one(fetched: FetchedMessage) -> Opened:
    """One message, its head and body read, its sender and its recipients."""
    raw = bytes(fetched.raw)
    reading = read(raw)
    head = mail.read_around(reading.letter.parsed, raw)
    sender = next((key for one in head.senders if (key := one.key)), "") or reading.letter.sender[1]
    recipients = tuple(dict.fromkeys(key for one in (*head.to, *head.cc, *head.bcc) if (key := one.key)))
    return fetched, head, reading, sender, recipients


def _arrived(
    fetched: FetchedMessage,
    head: Incoming,
    reading: Reading,
    sender: str,
    recipients: tuple[str, ...],
    *,
    box: Mailbox,
    team: frozenset[str],
) -> Arrived:
    ours = mail.our_outgoing(head.message_id) or mail.our_outgoing(head.header("x-leadfast-id"))
    writer = next((key for one in head.reply_to if (key := one.key) and key not in team), "")
    if writer and sender in team and fetched.role != "sent" and ours is None:
        # A form on our own site writes in our name; whoever filled it in is the one to answer.
        sender, team = writer, team - {writer}
    return Arrived(fetched, box, head, reading, sender, recipients, team, ours)


def known(batch: Sequence[Arrived]) -> Known:
    """Everything that the layers of matching ask about these messages."""
    outgoing = {one.named_outgoing for one in batch} | {one.ours for one in batch}
    return lookups.known(
        mail_ids={one.head.message_id[:998] for one in batch if one.head.message_id},
        references={ref for one in batch for ref in one.references},
        outgoing_ids={one for one in outgoing if one is not None},
        addresses={key for one in batch for key in (*one.outside, one.sender) if key},
    )


def already(one: Arrived, index: Known) -> Message | None:
    """The same mail, if it is here: from another mailbox, or our own copy of what we sent."""
    if one.ours and one.ours in index.ours:
        return index.ours[one.ours]
    return index.messages.get((one.head.message_id[:998], one.sender)) if one.head.message_id else None


def built(one: Arrived, match: Match, index: Known, *, by: Actor, now: dt.datetime) -> Message:
    """The row of a message, not yet saved; its ids are known to the rest of the batch from here on."""
    verdict = one.reading.verdict
    out = one.is_out
    message = Message(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        lead_id=match.lead_id,
        mailbox_id=one.box.id,
        direction="out" if out else "in",
        mail_id=one.head.message_id[:998],
        references=[ref[:998] for ref in one.head.ancestors][-64:],
        sender_name=clean_line(one.head.sender.name if one.head.sender else ""),
        sender=one.sender[:320],
        to=[key[:320] for item in one.head.to if (key := item.key)],
        cc=[key[:320] for item in one.head.cc if (key := item.key)],
        subject=clean_line(one.head.subject, limit=998),
        sent_at=one.head.date,
        received_at=one.fetched.received_at,
        new_words=_kept(one.reading.words.words),
        text=_kept(one.reading.text),
        html=_kept(one.reading.html),
        inbound="" if out else verdict.inbound.value,
        detail="" if out else verdict.detail,
        reason="" if out else verdict.reason[:300],
        returns_on=one.reading.returns,
        stand_ins=[{"name": s.name, "mail": s.mail, "phone": s.phone} for s in one.reading.stand_ins],
        matched_by=match.by,
        matched_why=match.why[:300],
        person_id=None if out else index.person_of(one.sender),
        actor_kind="person" if out else "",
        member_id=one.box.owner_id if out else None,
        outgoing_id=one.ours if out else one.fetched.outgoing_id,
        fetched_id=one.fetched.id,
    )
    if message.mail_id:
        index.messages[message.mail_id, message.sender] = message
    if match.lead_id:
        for mail_id in (message.mail_id, *message.references):
            if mail_id:
                index.threads.setdefault(mail_id, match.lead_id)
    return message


def save(stored: Sequence[tuple[Arrived, Message]], *, by: Actor) -> None:
    """Save messages with their files, and remember their ids for the leads."""
    inserting.insert([message for _, message in stored])
    files = [
        Attachment(
            workspace_id=by.workspace_id, message_id=message.id, position=position, name=file.name[:255],
            media_type=file.media_type[:120], size=len(file.content), inline=file.inline,
        )
        for one, message in stored
        for position, file in enumerate(one.head.attachments[:200])
    ]  # fmt: skip
    inserting.insert(files)
    keys = {
        mail_id: message.lead_id
        for _, message in reversed(stored)
        if message.lead_id
        for mail_id in (message.mail_id, *message.references)
        if mail_id
    }
    _remember(keys, by=by)


def remember(lead_id: uuid.UUID, mail_ids: Sequence[str], *, by: Actor) -> None:
    """These Message-IDs stand for the lead; the first lead that had an id keeps it."""
    _remember({one[:998]: lead_id for one in mail_ids if one}, by=by)


def _remember(keys: Mapping[str, uuid.UUID], *, by: Actor) -> None:
    # In one order, so that two who remember the same ids wait for each other and no more.
    inserting.insert_missing(
        [MessageKey(workspace_id=by.workspace_id, mail_id=one, lead_id=keys[one]) for one in sorted(keys)]
    )


def _kept(text: str) -> str:
    # PostgreSQL stores neither NUL nor lone surrogates; the raw mail keeps them.
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:MOST_TEXT]
