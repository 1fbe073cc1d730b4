"""A mail of ours that we did not send ourselves: from Outlook, from a phone, seen in the Sent folder."""

import datetime as dt
import uuid

from leadfast.conversations import facts
from leadfast.conversations.actions import pledging, superseding
from leadfast.conversations.actions.asking_again import ask_again
from leadfast.conversations.actions.storing import Arrived
from leadfast.conversations.models import Message
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces.actor import Actor, person


def follow(one: Arrived, message: Message, *, by: Actor, now: dt.datetime) -> None:
    """It counts as the rep's touch, answers what waited, and is told to follow-up, which insures it."""
    if message.lead_id is None:
        return
    lead = Lead.objects.select_related("owner", "owner__workspace").get(id=message.lead_id)
    if not lead.is_open or one.ours is not None:
        # Our own copy of what we sent was counted when the server took it.
        return
    rep = person(by.workspace_id, one.box.owner_id)
    at = message.sent_at or message.received_at
    leads.note_touch(lead_id=lead.id, at=at, by=rep)
    fact = facts.MailSeenInSent(
        message_id=message.id,
        mail_id=message.mail_id,
        mailbox_id=one.box.id,
        member_id=one.box.owner_id,
        subject=message.subject,
        sent_at=at,
        attachments=sum(not file.inline for file in one.head.attachments),
        headers=tuple(sorted({name for name, _ in one.head.fields})),
    )
    # Follow-up plans its steps first, so that answering leaves the lead with a next one.
    history.record(fact, by=rep, at=at, lead_id=lead.id)
    settle_answer(lead, how="Answered by mail.", at=at, by=rep, now=now)
    pledging.of_ours(message, lead, at=at, now=now)


def settle_answer(
    lead: Lead, *, how: str, at: dt.datetime, by: Actor, now: dt.datetime, proof: str = "proven"
) -> int:
    """What waited for an answer has one: the messages, and the steps that asked for it."""
    count = Message.objects.filter(
        lead_id=lead.id, direction="in", inbound="person", answered_at=None, received_at__lte=at
    ).update(answered_at=at, answered_how=how[:200])
    if count:
        superseding.answered(lead.id, how=how, by=by, at=at)
    pledging.we_did(lead.id, how=how, at=at, by=by, now=now)
    steps = list(
        Step.objects.filter(
            lead_id=lead.id, state="pending", kind__in=("answer", "first_response"), created_at__lte=at
        ).order_by("due_at", "id")
    )
    for step in steps:
        then = [] if _others(lead.id, [step.id]) else [watch(lead, now)]
        leads.complete(step_id=step.id, done=leads.Done(outcome=how, proof=proof), by=by, then=then)
    return count


def _others(lead_id: uuid.UUID, but: list[uuid.UUID]) -> bool:
    return Step.objects.filter(lead_id=lead_id, state="pending").exclude(id__in=but).exists()


def watch(lead: Lead, now: dt.datetime) -> NewStep:
    """What comes after an answer of ours when nothing else is planned."""
    return ask_again(lead, now, "answered")
