"""Writing to a lead from here. The message is a row, with its ids, before it is sent."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.conversations.actions import outbound_seen, pledging, storing
from leadfast.conversations.models import Message
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.mail import facts as mail_facts
from leadfast.mail.actions import planning
from leadfast.mail.models import Mailbox, Outgoing
from leadfast.workspaces import guard, statements
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail to a lead: ``mail.about`` stays the caller's own row; the lead is what answers go to."""

    lead_id: uuid.UUID
    mail: planning.NewMail
    person_id: uuid.UUID | None = None


def write(*, letter: Letter, by: Actor) -> Outgoing:
    """Plan one mail to a lead; see :func:`write_many`."""
    return write_many(letters=[letter], by=by)[0]


def write_many(*, letters: Sequence[Letter], by: Actor) -> list[Outgoing]:
    """Plan mails to leads and remember their ids, in one transaction. A key planned before gives its row.

    An answer to any of them is known by its signed id, whoever sends it and from wherever.
    """
    now = clock.now()
    with guard.writing(by):
        rows = planning.plan(mails=[letter.mail for letter in letters], by=by)
        known = set(
            Message.objects.filter(outgoing_id__in=[row.id for row in rows], direction="out").values_list(
                "outgoing_id", flat=True
            )
        )
        boxes = Mailbox.objects.in_bulk({row.mailbox_id for row in rows})
        for letter, row in zip(letters, rows, strict=True):
            if row.id not in known:
                _planned(letter, row, boxes[row.mailbox_id], by=by, now=now)
    return rows


# SQL of our own, prepared: every mail that leaves asks this, also those that nobody says to a lead.
_NOT_YET_SAID = """
SELECT id FROM conversations_message WHERE outgoing_id = ANY(%(ids)s) AND direction = 'out' AND state <> 'said'
"""


def sent(happenings: Sequence[Happening]) -> None:
    """The server took a mail of ours: a reaction to MailSent. Now it is said, and stands in the timeline."""
    facts = [one.fact for one in happenings if isinstance(one.fact, mail_facts.MailSent)]
    (waiting,) = statements.run((_NOT_YET_SAID, {"ids": [fact.outgoing_id for fact in facts]}))
    if not waiting.rows:
        return
    messages = {m.outgoing_id: m for m in Message.objects.filter(id__in=[one for (one,) in waiting.rows])}
    for happening in happenings:
        fact = happening.fact
        if not isinstance(fact, mail_facts.MailSent) or fact.outgoing_id not in messages:
            continue
        message = messages[fact.outgoing_id]
        row = Outgoing.objects.get(id=fact.outgoing_id)
        at = row.sent_at or happening.at
        message.state, message.sent_at, message.received_at = "said", at, at
        # The words a person released may differ from those that were planned.
        message.subject, message.text = row.subject, str(row.draft.get("text", ""))
        message.new_words = message.text
        message.save(update_fields=["state", "sent_at", "received_at", "subject", "text", "new_words"])
        if message.lead_id:
            _touched(message, at=at, by=_who(message, happening), now=happening.at)


def not_sent(happenings: Sequence[Happening]) -> None:
    """A mail of ours was refused or stopped: it was never said, and leaves no trace in the timeline."""
    for happening in happenings:
        fact = happening.fact
        if isinstance(fact, mail_facts.MailRefused | mail_facts.MailNotSent):
            Message.objects.filter(outgoing_id=fact.outgoing_id, direction="out", state="planned").update(
                state="not_sent"
            )


def _planned(letter: Letter, row: Outgoing, box: Mailbox, *, by: Actor, now: dt.datetime) -> Message:
    message = Message(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        lead_id=letter.lead_id,
        mailbox_id=box.id,
        direction="out",
        mail_id=row.message_id,
        references=list(letter.mail.references),
        sender_name=box.display_name,
        sender=box.address_key,
        to=[key for one in letter.mail.to if (key := one.key)],
        cc=[key for one in letter.mail.cc if (key := one.key)],
        subject=row.subject,
        received_at=now,
        new_words=letter.mail.text,
        text=letter.mail.text,
        matched_by="ours",
        matched_why="Written here.",
        person_id=letter.person_id,
        actor_kind=by.kind,
        member_id=by.member_id,
        outgoing_id=row.id,
        state="planned",
    )
    message.save(force_insert=True)
    storing.remember(letter.lead_id, [row.message_id], by=by)
    return message


def _touched(message: Message, *, at: dt.datetime, by: Actor, now: dt.datetime) -> None:
    lead = (
        Lead.objects.select_related("owner", "owner__workspace")
        .filter(messages=message, closure=None)
        .first()
    )
    if lead is None:
        return
    leads.note_touch(lead_id=lead.id, at=at, by=by, is_response=by.kind == "person")
    if by.kind == "person":
        outbound_seen.settle_answer(lead, how="Answered by mail.", at=at, by=by, now=now)
        pledging.of_ours(message, lead, at=at, now=now)


def _who(message: Message, happening: Happening) -> Actor:
    if message.actor_kind == "person" and message.member_id:
        return Actor(message.workspace_id, "person", message.member_id)
    return Actor(message.workspace_id, "assistant") if message.actor_kind == "assistant" else happening.by
