"""What a person says about a message: it belongs here, it is a new lead, it is junk, it is answered."""

import uuid

from leadfast.conversations import facts
from leadfast.conversations.actions import (
    calendars,
    doubting,
    inbound,
    lifting,
    outbound_seen,
    rereading,
    storing,
)
from leadfast.conversations.actions.undoing import WINDOW
from leadfast.conversations.errors import NotPutAside, NotYourMailbox, TooLateToUnjunk, UnmatchedNotFound
from leadfast.conversations.models import Message, Unmatched
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line, shown_line
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member


def attach(*, unmatched_id: uuid.UUID, lead_id: uuid.UUID, by: Actor, joins: bool = True) -> Message:
    """This message is about that lead. ``joins``: its sender takes part from now on.

    A person's message is then answered like any other reply; a closed lead is reopened first, by hand.
    """
    now = clock.now()
    with guard.writing(by):
        waits = _waiting(unmatched_id, by=by)
        # All of them at once and in one order: somebody else may be giving another message to one of the suggested.
        leads.hold({lead_id, *waits.suggested})
        lead = leads.lock_open(lead_id)
        message = _belongs(waits, lead, "attached", by=by)
        if joins and message.sender and message.direction == "in":
            _join(message, lead, by=by)
        if message.inbound == "person":
            lead = Lead.objects.select_related("owner", "owner__workspace").get(id=lead.id)
            inbound.replied([(message, lead)], by=by, now=now)
            rereading.propose(message, by=by, now=now)
    return message


def make_lead(*, unmatched_id: uuid.UUID, by: Actor, label: str = "", source: str = "mail") -> Lead:
    """Somebody new wrote: a lead of its own, with the answer as its first step."""
    now = clock.now()
    with guard.writing(by):
        waits = _waiting(unmatched_id, by=by)
        message = Message.objects.get(id=waits.message_id)
        person_id = message.person_id
        name = clean_line(label) or message.sender_name or message.sender
        if person_id is None:
            mails = [message.sender] if message.sender else []
            person_id = people.meet(
                name=name, mails=mails, basis="asked_us", basis_source="They wrote to us.", by=by
            ).id
        owner = Member.objects.select_related("workspace").get(id=waits.owner_id)
        said = shown_line(message.new_words, limit=160)
        lead = leads.open_lead(
            new=leads.NewLead(
                label=name,
                owner_id=owner.id,
                person_id=person_id,
                source=source,
                arrived_at=message.received_at,
                step=NewStep(
                    kind="answer",
                    due_at=calendars.answer_due(owner, now),
                    says=f"Answer {name}: “{said}”",
                    note=said,
                ),
            ),
            by=by,
        )
        message = _belongs(waits, lead, "made_lead", by=by)
        message.person_id = person_id
        message.save(update_fields=["person"])
        if message.inbound == "person":
            lead = Lead.objects.select_related("owner", "owner__workspace").get(id=lead.id)
            inbound.replied([(message, lead)], by=by, now=now)
            rereading.propose(message, by=by, now=now)
    return lead


def junk(*, unmatched_id: uuid.UUID, by: Actor, private: bool = False) -> Unmatched:
    """It belongs to no lead: junk, or a private matter of the mailbox's owner."""
    with guard.writing(by):
        waits = _waiting(unmatched_id, by=by)
        return _settle(waits, "private" if private else "junk", by=by)


def undo_junk(*, unmatched_id: uuid.UUID, by: Actor) -> Unmatched:
    """It was neither junk nor private: it waits again, and what it had silenced keeps quiet again.

    Refused after an hour. What was sent in between stays sent.
    """
    now = clock.now()
    with guard.writing(by):
        aside = Unmatched.objects.select_for_update(no_key=True).filter(id=unmatched_id)
        waits = aside.filter(outcome__in=("junk", "private")).select_related("message").first()
        if waits is None or waits.settled_at is None:
            raise NotPutAside
        if waits.owner_id != by.as_member():
            raise NotYourMailbox
        if now > waits.settled_at + WINDOW:
            raise TooLateToUnjunk
        was, waits.outcome, waits.settled_at, waits.settled_by_id = waits.outcome, "", None, None
        waits.save(update_fields=["outcome", "settled_at", "settled_by"])
        owner = Member.objects.select_related("workspace").get(id=waits.owner_id)
        doubting.silence(waits, waits.message, owner, by=by, now=now)
        history.record(facts.UnmatchedReopened(waits.id, was), by=by, at=now)
    return waits


def answered(*, message_id: uuid.UUID, how: str, by: Actor) -> Message:
    """It needs no answer, or was answered elsewhere; a person says how. The lead keeps a next step."""
    now = clock.now()
    with guard.writing(by):
        message = Message.objects.filter(id=message_id, lead__isnull=False).first()
        if message is None or message.lead_id is None:
            raise UnmatchedNotFound
        leads.lock_open(message.lead_id)
        lead = Lead.objects.select_related("owner", "owner__workspace").get(id=message.lead_id)
        outbound_seen.settle_answer(
            lead, how=clean_line(how) or "Answered.", at=now, by=by, now=now, proof="claimed"
        )
        message.refresh_from_db()
    return message


def _waiting(unmatched_id: uuid.UUID, *, by: Actor) -> Unmatched:
    waits = Unmatched.objects.select_for_update(no_key=True).filter(id=unmatched_id, settled_at=None).first()
    if waits is None:
        raise UnmatchedNotFound
    if waits.owner_id != by.as_member():
        raise NotYourMailbox
    return waits


def _settle(waits: Unmatched, outcome: str, *, by: Actor, lead_id: uuid.UUID | None = None) -> Unmatched:
    now = clock.now()
    waits.settled_at, waits.settled_by_id, waits.outcome, waits.lead_id = (
        now,
        by.as_member(),
        outcome,
        lead_id,
    )
    waits.save(update_fields=["settled_at", "settled_by", "outcome", "lead"])
    for one in sorted(waits.suggested):
        _look_no_longer(one, waits, by=by)
    history.record(facts.UnmatchedSettled(waits.id, outcome), by=by, at=now, lead_id=lead_id)
    return waits


def _look_no_longer(lead_id: uuid.UUID, waits: Unmatched, *, by: Actor) -> None:
    """A lead goes on when no other question about it is open, and the question that was put there is answered."""
    lead = leads.lock(lead_id)
    if not lead.is_open:
        return
    if lead.paused_why.endswith(doubting.PERHAPS):
        lifting.lift(lead_id=lead_id, by=by)
    pending = Step.objects.filter(lead_id=lead_id, state="pending")
    question = doubting.question(waits.message)
    asked = list(pending.filter(kind="decide", says__startswith=question).order_by("due_at", "id"))
    # A person may have given it another date; of two of the same writer it is the one of that hour.
    chosen = next((step for step in asked if step.due_at == waits.due_at), asked[0] if asked else None)
    if chosen is not None and pending.count() > 1:
        leads.complete(step_id=chosen.id, done=leads.Done(outcome="It was settled."), by=by)


def _belongs(waits: Unmatched, lead: Lead, outcome: str, *, by: Actor) -> Message:
    message = Message.objects.get(id=waits.message_id)
    message.lead_id = lead.id
    message.matched_by, message.matched_why = "person_decided", "A person said that it belongs here."
    message.save(update_fields=["lead", "matched_by", "matched_why"])
    storing.remember(lead.id, [message.mail_id, *message.references], by=by)
    _settle(waits, outcome, by=by, lead_id=lead.id)
    return message


def _join(message: Message, lead: Lead, *, by: Actor) -> None:
    person_id = message.person_id
    if person_id is None:
        person_id = people.meet(name=message.sender_name or message.sender, mails=[message.sender], by=by).id
        message.person_id = person_id
        message.save(update_fields=["person"])
    leads.add_participant(lead_id=lead.id, person_id=person_id, by=by)
