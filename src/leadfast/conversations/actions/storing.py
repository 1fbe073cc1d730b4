"""The row of a fetched message: who wrote what to whom, in which direction, and its files."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from leadfast.conversations.models import Attachment, Message, MessageKey
from leadfast.conversations.reads import matching as lookups
from leadfast.conversations.rules.matching import Match
from leadfast.conversations.understanding.reading import Reading
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.mail import reads as mail
from leadfast.mail.models import FetchedMessage, Mailbox
from leadfast.mail.rules.reading import Incoming
from leadfast.people.models import ContactPoint
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
    def outside(self) -> tuple[str, ...]:
        """The addresses of people who are not of the team."""
        everybody = (self.sender, *self.recipients) if not self.is_out else self.recipients
        return tuple(key for key in dict.fromkeys(everybody) if key and key not in self.team)

    @property
    def is_out(self) -> bool:
        """Did one of us write it? Proven by our signed Message-ID, the sender's address, or the Sent folder."""
        return self.ours is not None or self.sender in self.team or self.fetched.role == "sent"


def arrived(fetched: FetchedMessage, reading: Reading) -> Arrived:
    """Everything the layers of matching need to know about a message."""
    head = mail.read(fetched)
    box = Mailbox.objects.get(id=fetched.mailbox_id)
    sender = next((key for one in head.senders if (key := one.key)), "") or reading.letter.sender[1]
    recipients = tuple(dict.fromkeys(key for one in (*head.to, *head.cc, *head.bcc) if (key := one.key)))
    team = lookups.team_addresses({sender, *recipients}) | {box.address_key}
    ours = mail.our_outgoing(head.message_id) or mail.our_outgoing(head.header("x-leadfast-id"))
    writer = next((key for one in head.reply_to if (key := one.key) and key not in team), "")
    if writer and sender in team and fetched.role != "sent" and ours is None:
        # A form on our own site writes in our name; whoever filled it in is the one to answer.
        sender, team = writer, team | {sender}
    return Arrived(fetched, box, head, reading, sender, recipients, frozenset(team), ours)


def already(one: Arrived) -> Message | None:
    """The same mail, if it is here: from another mailbox, or our own copy of what we sent."""
    if one.ours:
        found = Message.objects.filter(outgoing_id=one.ours, direction="out").first()
        if found is not None:
            return found
    if not one.head.message_id:
        return None
    return Message.objects.filter(mail_id=one.head.message_id[:998], sender=one.sender).first()


def store(one: Arrived, match: Match, *, by: Actor, now: dt.datetime) -> Message:
    """Save the message with its files, and remember its ids for the lead."""
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
        person_id=None if out else person_of(one.sender),
        actor_kind="person" if out else "",
        member_id=one.box.owner_id if out else None,
        outgoing_id=one.ours if out else one.fetched.outgoing_id,
        fetched_id=one.fetched.id,
    )
    message.save(force_insert=True)
    Attachment.objects.bulk_create(
        [
            Attachment(
                workspace_id=by.workspace_id, message_id=message.id, position=position, name=file.name[:255],
                media_type=file.media_type[:120], size=len(file.content), inline=file.inline,
            )
            for position, file in enumerate(one.head.attachments[:200])
        ]
    )  # fmt: skip
    if match.lead_id:
        remember(match.lead_id, [message.mail_id, *message.references], by=by)
    return message


def remember(lead_id: uuid.UUID, mail_ids: Sequence[str], *, by: Actor) -> None:
    """These Message-IDs stand for the lead; the first lead that had an id keeps it."""
    rows = [
        MessageKey(workspace_id=by.workspace_id, mail_id=one[:998], lead_id=lead_id)
        for one in dict.fromkeys(mail_ids)
        if one
    ]
    with transaction.atomic():
        MessageKey.objects.bulk_create(rows, ignore_conflicts=True)


def person_of(key: str) -> uuid.UUID | None:
    """The person with this address, when it is exactly one."""
    found = list(
        ContactPoint.objects.filter(kind="mail", key=key, person__isnull=False)
        .values_list("person_id", flat=True)
        .distinct()[:2]
    )
    return found[0] if len(found) == 1 else None


def _kept(text: str) -> str:
    # PostgreSQL stores neither NUL nor lone surrogates; the raw mail keeps them.
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:MOST_TEXT]
