"""Mails that were exchanged before the lead was here: kept with it, so that its thread goes on.

Nothing follows from them: they are the past. What of theirs nobody answered waits under *Responses*.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.conversations.actions import storing
from leadfast.conversations.models import Message
from leadfast.foundation.contacts import clean_line, mail_key
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """One mail of the past. Answered: somebody of ours wrote after it."""

    ours: bool
    at: dt.datetime
    sender: str
    to: tuple[str, ...]
    mail_id: str
    references: tuple[str, ...]
    subject: str
    words: str
    answered_at: dt.datetime | None = None


def recall(
    *,
    lead_id: uuid.UUID,
    person_id: uuid.UUID | None,
    mailbox_id: uuid.UUID | None,
    mails: Sequence[Recalled],
    by: Actor,
) -> list[Message]:
    """Keep these mails with a lead, and know answers to them. Those that are here already stay as they are."""
    with guard.writing(by):
        rows = [
            Message(
                workspace_id=by.workspace_id,
                lead_id=lead_id,
                mailbox_id=mailbox_id,
                direction="out" if one.ours else "in",
                mail_id=one.mail_id[:998],
                references=[ref[:998] for ref in one.references][-64:],
                sender=(mail_key(one.sender) or one.sender)[:320],
                to=[(mail_key(address) or address)[:320] for address in one.to],
                subject=clean_line(one.subject, limit=998),
                sent_at=one.at,
                received_at=one.at,
                new_words=one.words,
                text=one.words,
                inbound="" if one.ours else "person",
                matched_by="participant",
                matched_why="It was found by a rescue and adopted.",
                person_id=None if one.ours else person_id,
                actor_kind="person" if one.ours else "",
                member_id=by.member_id if one.ours else None,
                answered_at=None if one.ours else one.answered_at,
                answered_how="Answered by mail." if one.answered_at and not one.ours else "",
            )
            for one in mails
        ]
        known = set(
            Message.objects.filter(mail_id__in=[row.mail_id for row in rows if row.mail_id]).values_list(
                "mail_id", flat=True
            )
        )
        rows = [row for row in rows if row.mail_id not in known]
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        storing.remember(lead_id, [key for one in mails for key in (one.mail_id, *one.references)], by=by)
    return rows
