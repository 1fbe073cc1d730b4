"""Whose message is this? Nothing is discarded and nothing is guessed: it waits, and the machine keeps quiet."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from leadfast.conversations import facts
from leadfast.conversations.actions import calendars
from leadfast.conversations.actions.storing import Arrived
from leadfast.conversations.models import Message, Unmatched
from leadfast.conversations.rules.matching import Match
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

PERHAPS: Final = "wrote, perhaps about this."
"""How the sentence ends that pauses a lead in doubt."""


def raise_doubt(one: Arrived, message: Message, match: Match, *, by: Actor, now: dt.datetime) -> Unmatched:
    """The owner of the mailbox is asked; leads it may be about are paused until then."""
    owner = _who_says(one.box.owner_id, match.suggested)
    waits = Unmatched.objects.create(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        message_id=message.id,
        owner_id=owner.id,
        suggested=list(match.suggested),
        why=match.why[:300],
        due_at=calendars.answer_due(owner, now),
        arrived_at=now,
    )
    silence(waits, message, owner, by=by, now=now)
    return waits


def silence(waits: Unmatched, message: Message, owner: Member, *, by: Actor, now: dt.datetime) -> None:
    """The leads that a person's message may be about are paused until somebody says."""
    if message.inbound == "person":
        for lead_id in sorted(waits.suggested):
            _pause(lead_id, waits, message, owner, by=by, now=now)


def _pause(
    lead_id: uuid.UUID, waits: Unmatched, message: Message, owner: Member, *, by: Actor, now: dt.datetime
) -> None:
    lead = leads.lock(lead_id)
    if not lead.is_open:
        return
    why = perhaps(message)
    leads.pause(lead_id=lead_id, why=why, by=by)
    says = f"{question(message)} about {lead.label}? Nothing is sent until you say."
    step = NewStep(kind="decide", due_at=waits.due_at, says=says, owner_id=owner.id)
    leads.schedule(lead_id=lead_id, step=step, by=by)
    history.record(facts.DoubtRaised(waits.id, message.sender, why), by=by, at=now, lead_id=lead_id)


def on_member_left(happenings: Sequence[Happening]) -> None:
    """What waited for somebody who has left waits for somebody who is here; else their leads stayed paused."""
    if not happenings:
        return
    for waits in Unmatched.objects.filter(settled_at=None, owner__left_at__isnull=False).order_by("id"):
        waits.owner_id = _who_says(waits.owner_id, waits.suggested).id
        waits.save(update_fields=["owner"])


def _who_says(mailbox_owner_id: uuid.UUID, suggested: Sequence[uuid.UUID]) -> Member:
    """Who says where a message belongs: the owner of its mailbox, and whoever took over when they have left."""
    members = Member.objects.select_related("workspace")
    owner = members.get(id=mailbox_owner_id)
    if owner.left_at is None:
        return owner
    of_leads = Lead.objects.filter(id__in=suggested, owner__left_at=None).in_bulk()
    took_over = next((of_leads[one].owner_id for one in suggested if one in of_leads), None)
    if took_over is not None:
        return members.get(id=took_over)
    decider = workspaces.decider_other_than(owner.workspace_id, owner.id)
    return members.get(id=decider.id) if decider else owner


def perhaps(message: Message) -> str:
    """Why a lead is paused that this message may be about."""
    return f"{_who(message)} {PERHAPS}"


def question(message: Message) -> str:
    """How the step begins that asks whether this message is about a lead."""
    return f"Is the message of {_who(message)}"


def _who(message: Message) -> str:
    return message.sender_name or message.sender or "Somebody"
