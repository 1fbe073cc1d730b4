"""A person says what a message means instead. What the wrong reading had planned is taken back."""

import datetime as dt
import uuid

from leadfast.conversations import facts
from leadfast.conversations.actions import accepting, appointing, calendars, proposing
from leadfast.conversations.errors import DayIsPast, SameAsRead, SayWhichDay
from leadfast.conversations.models import Appointment, Correction, Message, Proposal
from leadfast.conversations.rules import proposals as rules
from leadfast.conversations.understanding.intents.ordering import order_reference
from leadfast.conversations.understanding.meaning import Intent, Meaning, Purpose, Referral, Span
from leadfast.foundation import business_time_zones, clock
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

_LAST_MINUTE = dt.time(23, 59)


def correct(
    *, message_id: uuid.UUID, intent: str, by: Actor, on: dt.date | None = None, at: dt.time | None = None
) -> Proposal:
    """This is what the message means; a new proposal says so, and waits for its tap like any other.

    ``intent`` is one of the intents, *wait* (they will be in touch) or *order* (they order from us). ``on`` is
    the day they named, and ``at`` the hour of a meeting. Kept as an example.
    """
    now = clock.now()
    with guard.writing(by):
        message, lead = accepting.locked(message_id)
        before = Proposal.objects.filter(message_id=message_id, state="waiting").first()
        _refuse(before, intent, on, lead, now)
        meaning = _as_said(before, intent, _span(intent, on, at, lead), message)
        if before is not None:
            accepting.decide(before, "corrected", f"It means: {intent}", by=by, now=now)
        keep(message, before, by=by, now=now, said_intent=intent, said_on=on)
        made = proposing.propose([(message, meaning)], by=by, now=now, said_by=by.as_member())
        if before is not None:
            take_back(before, lead, by=by, now=now, but=made[0])
        read_as = rules.said(before.kind, before.intent) if before else ""
        fact = facts.ProposalCorrected(message.id, read_as, intent)
        history.record(fact, by=by, at=now, lead_id=lead.id, person_id=message.person_id)
    return made[0]


def keep(
    message: Message,
    before: Proposal | None,
    *,
    by: Actor,
    now: dt.datetime,
    said_intent: str = "",
    said_on: dt.date | None = None,
    said_class: str = "",
) -> Correction:
    """The example: what we read, and what a person said."""
    read_as = rules.said(before.kind, before.intent) if before else ""
    return Correction.objects.create(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        message_id=message.id,
        proposal_id=before.id if before else None,
        member_id=by.as_member(),
        at=now,
        confidence=before.confidence if before else None,
        read_class=message.inbound,
        said_class=said_class or message.inbound,
        read_intent=read_as,
        said_intent=said_intent or read_as,
        read_on=before.when_from if before else None,
        said_on=said_on,
    )


def take_back(
    before: Proposal, lead: Lead, *, by: Actor, now: dt.datetime, but: Proposal | None = None
) -> None:
    """Undo what a wrong reading had planned by itself. An opt-out stays: it is for good."""
    why = "It was read wrongly."
    for step_id in before.steps:
        appointing.take_back(step_id, why, lead, by=by, now=now)
    same = but is not None and but.appointment_id == before.appointment_id
    if before.appointment_id is not None and not same:
        row = Appointment.objects.get(id=before.appointment_id)
        if row.state == "agreed":
            appointing.cancel(row, why, by=by, now=now)


def _refuse(before: Proposal | None, intent: str, on: dt.date | None, lead: Lead, now: dt.datetime) -> None:
    if on is not None and on < calendars.today_of(lead.owner, now):
        raise DayIsPast
    if on is None and intent == "meeting_agreed":
        raise SayWhichDay
    if before is None or before.kind == "ask":
        return
    if rules.said(before.kind, before.intent) == intent and before.when_from == on:
        raise SameAsRead


def _span(intent: str, on: dt.date | None, at: dt.time | None, lead: Lead) -> Span | None:
    if on is None:
        return None
    zone = calendars.of(lead.owner).zone
    purpose = Purpose.MEETING if intent == "meeting_agreed" else Purpose.CALLBACK
    if at is not None:
        moment = business_time_zones.local(business_time_zones.instant(on, at, zone), zone)
        return Span(moment, moment, purpose, "", timed=True)
    first = business_time_zones.local(business_time_zones.start_of_day(on, zone), zone)
    last = business_time_zones.local(business_time_zones.instant(on, _LAST_MINUTE, zone), zone)
    return Span(first, last, purpose, "")


def _as_said(before: Proposal | None, intent: str, span: Span | None, message: Message) -> Meaning:
    named = None
    if before is not None and (before.name or before.mail or before.phone):
        named = Referral(before.name, before.mail, before.phone, before.role)
    orders = intent == "order"
    return Meaning(
        intent=Intent(rules.SAID.get(intent, intent)),
        confidence=1.0,
        why="A person here said so.",
        when=None if orders else span,
        referral=named,
        waits=intent == "wait",
        orders=orders,
        order=order_reference(f"{message.new_words}\n{message.subject}") if orders else "",
    )
