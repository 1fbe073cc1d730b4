"""One tap: the reading is right, do what it proposes. And settling what waited, so that the lead goes on."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Final

from leadfast.conversations import facts
from leadfast.conversations.actions import appointing, calendars, joining, superseding, undoing
from leadfast.conversations.actions.asking_again import ask_again
from leadfast.conversations.errors import MessageNotFound, NothingToAccept, ProposalNotFound, SayWhatItIsWorth
from leadfast.conversations.models import Message, Proposal
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def accept(*, message_id: uuid.UUID, by: Actor) -> Proposal:
    """Do what the reading of this message proposes, and settle the message; both or neither.

    Refused for readings that only a person's own mail can answer.
    """
    now = clock.now()
    with guard.writing(by):
        message, lead = locked(message_id)
        row = waiting(message_id)
        act = _ACTS.get(row.kind)
        if act is None:
            raise NothingToAccept
        before = undoing.standing(lead, row)
        how = act(row, message, lead, by, now)
        decide(row, "accepted", how, by=by, now=now)
        # Follow-up plans its steps first, so that settling leaves the lead with a next one.
        fact = facts.ProposalAccepted(
            row.id, row.kind, row.intent, row.bucket if row.kind in undoing.NURTURED else ""
        )
        history.record(fact, by=by, at=now, lead_id=lead.id, person_id=message.person_id)
        settle(message, lead, how, by=by, now=now)
        undoing.remember(row, before)
    return row


def locked(message_id: uuid.UUID) -> tuple[Message, Lead]:
    """A message of an open lead, and the lead, locked; closed leads are refused."""
    message = Message.objects.filter(id=message_id, lead__isnull=False, direction="in").first()
    if message is None or message.lead_id is None:
        raise MessageNotFound
    leads.lock_open(message.lead_id)
    lead = Lead.objects.select_related("owner", "owner__workspace", "person", "company").get(
        id=message.lead_id
    )
    message.refresh_from_db()
    return message, lead


def waiting(message_id: uuid.UUID) -> Proposal:
    """What waits to be decided about a message."""
    row = Proposal.objects.filter(message_id=message_id, state="waiting").first()
    if row is None:
        raise ProposalNotFound
    return row


def decide(row: Proposal, state: str, how: str, *, by: Actor, now: dt.datetime) -> None:
    """A person has decided about a proposal."""
    row.state, row.decided_at, row.decided_by_id, row.decided_how = state, now, by.as_member(), how[:300]
    row.save(update_fields=["state", "decided_at", "decided_by", "decided_how"])
    superseding.no_doubt(row.lead_id, by=by)


def settle(
    message: Message, lead: Lead, how: str, *, by: Actor, now: dt.datetime, then: NewStep | None = None
) -> None:
    """This message waits for nobody any more; when no other does, the answer that was planned is done too.

    ``then`` is what the lead is left with when nothing else is planned.
    """
    message.answered_at, message.answered_how = now, how[:200]
    message.save(update_fields=["answered_at", "answered_how"])
    others = Message.objects.filter(lead_id=lead.id, direction="in", inbound="person", answered_at=None)
    if others.exists():
        return
    pending = Step.objects.filter(lead_id=lead.id, state="pending")
    for step in list(pending.filter(kind="answer")):
        rest = pending.exclude(id=step.id).exists()
        after = [] if rest else [then or appointing.decide_step(lead, now)]
        leads.complete(step_id=step.id, done=leads.Done(how, "claimed"), by=by, then=after)


_Act = Callable[[Proposal, Message, Lead, Actor, dt.datetime], str]


def _theirs_until(row: Proposal, lead: Lead, why: str, by: Actor, now: dt.datetime) -> None:
    """It is theirs until the first of the steps that were planned for it."""
    until = Step.objects.filter(id__in=row.steps, state="pending", due_at__gt=now).order_by("-due_at").first()
    if until is not None:
        leads.give_turn(lead_id=lead.id, until=until.due_at, why=why, by=by)


def _date(row: Proposal, _message: Message, lead: Lead, by: Actor, now: dt.datetime) -> str:
    why = f"They named a day: {row.when_words}." if row.when_words else "They named a day."
    _theirs_until(row, lead, why, by, now)
    return why


def _contact(row: Proposal, message: Message, lead: Lead, by: Actor, now: dt.datetime) -> str:
    person = joining.join_named(row, message, lead, by=by)
    how = f"{person.name} takes part now."
    if row.intent in ("left_company", "bounce_like_human"):
        # Whoever was the person of this lead is not the one to write to any more: another way is found.
        leads.edit(lead_id=lead.id, person_id=person.id, by=by)
        pending = Step.objects.filter(lead_id=lead.id, state="pending")
        for step in list(pending.filter(kind="find_another_way")):
            says = f"Get in touch with {person.name}, who is the right one for {lead.label} now"
            then = NewStep(kind="task", due_at=calendars.next_hour(lead.owner, now), says=says)
            done = leads.Done(how, "claimed")
            leads.complete(step_id=step.id, done=done, by=by, then=[] if row.steps else [then])
    return how


def _bucket(row: Proposal, _message: Message, _lead: Lead, _by: Actor, _now: dt.datetime) -> str:
    if not row.bucket:
        raise NothingToAccept
    return "Not now: they are kept in touch with, slowly."


def _meeting(row: Proposal, _message: Message, lead: Lead, by: Actor, now: dt.datetime) -> str:
    appointing.reached(lead.id, by=by)
    meets = row.appointment
    if meets is not None and meets.starts_at > now:
        leads.give_turn(lead_id=lead.id, until=meets.starts_at, why="A meeting is agreed.", by=by)
    return "A meeting is agreed."


def _stop(_row: Proposal, _message: Message, lead: Lead, by: Actor, now: dt.datetime) -> str:
    due_at = calendars.in_business_days(lead.owner, now, 1)
    says = f"Decide about {lead.label}: they want no more mails. Call, or close it."
    if not Step.objects.filter(lead_id=lead.id, state="pending", kind="decide").exists():
        leads.schedule(lead_id=lead.id, step=NewStep(kind="decide", due_at=due_at, says=says), by=by)
    return "They want no more mails."


def _wait(row: Proposal, _message: Message, lead: Lead, by: Actor, now: dt.datetime) -> str:
    how = "They will be in touch by themselves."
    _theirs_until(row, lead, how, by, now)
    return how


def _order(row: Proposal, message: Message, lead: Lead, by: Actor, _now: dt.datetime) -> str:
    """They bought: closed as won, with the order's reference and their words as the proof."""
    reference = row.details.get("order", "")
    if not reference:
        raise SayWhatItIsWorth
    words = message.new_words[:2000]
    leads.win(lead_id=lead.id, order_reference=reference, words=words, message_id=message.id, by=by)
    return f"They bought: order {reference}."


def _no_answer(_row: Proposal, _message: Message, lead: Lead, by: Actor, now: dt.datetime) -> str:
    others = Step.objects.filter(lead_id=lead.id, state="pending").exclude(kind="answer").exists()
    if not others:
        leads.schedule(lead_id=lead.id, step=ask_again(lead, now, "written again"), by=by)
    return "It needs no answer."


_ACTS: Final[dict[str, _Act]] = {
    "date": _date,
    "contact": _contact,
    "bucket": _bucket,
    "bought": _bucket,
    "meeting": _meeting,
    "stop": _stop,
    "no_answer": _no_answer,
    "wait": _wait,
    "order": _order,
}
