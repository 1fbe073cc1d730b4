"""From readings to proposals: what a message seems to mean, kept with its reason, and what need not wait for a tap.

For many messages at once: one look at the leads, one insert of the proposals, one of the steps.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadfast.conversations.actions import appointing, calendars, inbound, pledging
from leadfast.conversations.models import Message, Proposal
from leadfast.conversations.rules import opting_out
from leadfast.conversations.rules import proposals as rules
from leadfast.conversations.understanding import meaning as understanding
from leadfast.conversations.understanding.meaning import (
    ContactDetails,
    Meaning,
    Method,
    Referral,
    Side,
    Span,
)
from leadfast.conversations.understanding.reading import Reading
from leadfast.foundation import business_time_zones
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import HORIZON, NewStep
from leadfast.workspaces import inserting
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

_AHEAD = dt.timedelta(days=1)
_FAR = 8
_PREPARE = 2
_PATIENCE = 5
_HALF_A_MONTH = dt.timedelta(days=13)


@dataclass
class _Planned:
    """A proposal, what it is about, and the steps that do not wait for a tap."""

    row: Proposal
    message: Message
    lead: Lead
    meaning: Meaning
    steps: list[NewStep] = field(default_factory=list)
    unclear: str = ""


def meaning_of(message: Message, reading: Reading, lead: Lead) -> Meaning:
    """What a message that came in means, read in the time of its writer, else of the lead's owner."""
    at = reading.letter.date
    if at is None or at.tzinfo is None:
        at = business_time_zones.local(message.sent_at or message.received_at, calendars.of(lead.owner).zone)
    return understanding.read(reading, sent_at=at, country=lead.owner.workspace.country)


def read_many(read: Sequence[tuple[Message, Reading]], *, by: Actor, now: dt.datetime) -> list[Proposal]:
    """Propose what each of these incoming messages of open leads means; see :func:`propose`."""
    wanted = [one for one in read if one[0].lead_id and one[0].inbound in ("person", "auto_reply")]
    found = _leads([message for message, _ in wanted])
    return propose(
        [
            (message, meaning_of(message, reading, found[message.lead_id]))
            for message, reading in wanted
            if message.lead_id in found
        ],
        by=by,
        now=now,
        found=found,
    )


def propose(
    understood: Sequence[tuple[Message, Meaning]],
    *,
    by: Actor,
    now: dt.datetime,
    found: Mapping[uuid.UUID | None, Lead] | None = None,
    said_by: uuid.UUID | None = None,
) -> list[Proposal]:
    """Keep what these messages mean, and do what does not wait. ``said_by``: the member who corrected it."""
    found = found if found is not None else _leads([message for message, _ in understood])
    planned: list[_Planned] = []
    for message, meaning in understood:
        lead = found.get(message.lead_id)
        if lead is None or not lead.is_open:
            continue
        if not _worth_saying(message, meaning):
            if meaning.stop:
                inbound.stop_writing(message, by=by, now=now)
            continue
        one = _Planned(_row(message, lead, meaning, by=by, now=now, said_by=said_by), message, lead, meaning)
        _plan(one, by=by, now=now)
        planned.append(one)
    leads.pause_many(why={one.lead.id: one.unclear for one in planned if one.unclear}, by=by)
    _schedule(planned, by=by)
    inserting.insert([one.row for one in planned])
    theirs = [(one.message, one.lead, one.meaning.promises) for one in planned if one.meaning.promises]
    pledging.note([one for one in theirs if one[1].is_open], by=by, now=now)
    asked_by = {
        one.message.id: one.row.steps[0] for one in planned if one.row.kind == "wait" and one.row.steps
    }
    pledging.asked_by(asked_by)
    return [one.row for one in planned]


def _leads(messages: Sequence[Message]) -> dict[uuid.UUID | None, Lead]:
    wanted = {message.lead_id for message in messages if message.lead_id}
    if not wanted:
        return {}
    # Few owners have many leads: each is read once, and of a lead only what is asked here.
    asked = Lead.objects.filter(closure=None).only("workspace_id", "label", "owner_id", "closure_id")
    found = asked.in_bulk(wanted)
    owners = Member.objects.select_related("workspace").in_bulk({lead.owner_id for lead in found.values()})
    for lead in found.values():
        lead.owner = owners[lead.owner_id]
    return dict(found)


def _worth_saying(message: Message, meaning: Meaning) -> bool:
    """Everything a person wrote; of a machine's answer only whom it names, because the rest is done already."""
    if message.inbound == "person":
        return True
    return message.inbound == "auto_reply" and bool(meaning.referral or meaning.stand_in)


def _row(
    message: Message,
    lead: Lead,
    meaning: Meaning,
    *,
    by: Actor,
    now: dt.datetime,
    said_by: uuid.UUID | None,
) -> Proposal:
    span = meaning.when if meaning.when and meaning.when.latest > now else None
    named = _named(message, meaning)
    calendar = appointing.says(meaning.invitation, message.sender)
    kind = rules.kind_of(
        meaning.intent.value,
        in_doubt=meaning.in_doubt and said_by is None,
        dated=span is not None,
        contact=named is not None,
        invitation=calendar,
        waits=meaning.waits,
        orders=meaning.orders,
    )
    if message.inbound == "auto_reply":
        kind = "contact"
    elif message.inbound == "person" and said_by is None and opting_out.says_never(message.new_words):
        kind = "never"
    return Proposal(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        message_id=message.id,
        lead_id=lead.id,
        kind=kind,
        intent=meaning.intent.value,
        also=[one.value for one in meaning.also],
        confidence=min(max(meaning.confidence, 0.0), 1.0),
        why=clean_line(meaning.why, limit=300) or "Nothing in it says more.",
        when_from=span.first_day if span else None,
        when_to=max(span.last_day, span.first_day) if span else None,
        when_kind=span.kind.value if span else "",
        when_words=clean_line(span.words, limit=120) if span else "",
        name=clean_line(named.name, limit=200) if named else "",
        mail=clean_line(named.mail, limit=320) if named else "",
        phone=clean_line(named.phone, limit=60) if named else "",
        role=clean_line(named.role, limit=120) if named else "",
        details=_details(meaning),
        bucket=rules.bucket_of(meaning.intent.value, meaning.bucket.value if meaning.bucket else None),
        made_at=now,
        said_by_id=said_by,
        state="waiting",
    )


def _named(message: Message, meaning: Meaning) -> Referral | None:
    """Whom they named instead: in a person's words, or as the stand-in of an automatic answer."""
    if meaning.referral is not None:
        return meaning.referral
    one = meaning.stand_in
    if one is None or one.mail == message.sender:
        return None
    return Referral(one.name, one.mail, one.phone, "stands in" if message.detail != "left" else "")


def _details(meaning: Meaning) -> dict[str, object]:
    """What their signature says, the order they named, and whether they invite."""
    contact = meaning.contact or ContactDetails("", "", "", (), (), ())
    asks = meaning.invitation is not None and meaning.invitation.method is Method.REQUEST
    fields = {
        "name": contact.name,
        "title": contact.title,
        "company": contact.company,
        "mails": list(contact.mails),
        "phones": list(contact.phones),
        "order": clean_line(meaning.order),
        "invites": asks and bool(meaning.invitation and meaning.invitation.organizer),
    }
    return {name: value for name, value in fields.items() if value}


def _plan(one: _Planned, *, by: Actor, now: dt.datetime) -> None:
    row, message, lead, meaning = one.row, one.message, one.lead, one.meaning
    who = message.sender_name or message.sender or lead.label
    if row.kind == "never":
        # Their own words close it at once, and they are attached.
        leads.never(lead_id=lead.id, words=message.new_words[:2000], message_id=message.id, by=by)
        lead.refresh_from_db()
        row.state, row.decided_at = "superseded", now
        row.decided_how = "Closed at once, in their own words."
    elif row.kind == "stop":
        inbound.stop_writing(message, by=by, now=now)
    elif row.kind == "date" and meaning.when is not None:
        one.steps += _on_their_day(meaning.when, who, message, lead, now)
    elif row.kind == "wait":
        one.steps.append(_if_they_are_silent(meaning, who, message, lead, now))
    elif row.kind == "contact" and message.inbound == "person":
        one.steps += _to_the_other(row, who, lead, now)
    elif row.kind == "meeting":
        _meet(one, by=by, now=now)
    elif row.kind == "meeting_off" and meaning.invitation is not None:
        row.appointment, step_id = appointing.called_off(message, lead, meaning.invitation, by=by, now=now)
        row.steps = [step_id]
    elif row.kind == "ask":
        one.unclear = rules.unclear(who)
    if row.kind != "stop" and meaning.stop:
        inbound.stop_writing(message, by=by, now=now)


def _meet(one: _Planned, *, by: Actor, now: dt.datetime) -> None:
    invitation, span = one.meaning.invitation, one.meaning.when
    if invitation is not None:
        made = appointing.invited(one.message, one.lead, invitation, by=by, now=now)
    else:
        assert span is not None
        made = appointing.agreed(one.message, one.lead, span, by=by, now=now)
    one.row.appointment = made


def _on_their_day(span: Span, who: str, message: Message, lead: Lead, now: dt.datetime) -> list[NewStep]:
    """The step on the day they named: its first business day when it is vague; if far, a reminder before it."""
    today = calendars.today_of(lead.owner, now)
    if span.timed and span.earliest > now:
        due_at = span.earliest
    elif span.first_day <= today:
        due_at = calendars.answer_due(lead.owner, now)
    else:
        due_at = calendars.on_day(lead.owner, span.first_day)
    # Farther than a step may be planned: as far as it may, and their words say the rest.
    due_at = min(max(due_at, now), now + HORIZON - _AHEAD)
    said = f" (“{clean_line(span.words, limit=60)}”)" if span.words else ""
    note = message.new_words[:2000]
    steps = [
        NewStep(kind="call_back", due_at=due_at, says=f"Get back to {who}, as they asked{said}", note=note)
    ]
    # As their calendar says it: with whoever is far from Greenwich, the morning is another day.
    day = calendars.today_of(lead.owner, due_at)
    reminder = calendars.days_before(lead.owner, day, _PREPARE)
    if (due_at - now).days >= _FAR and reminder > now:
        says = f"Prepare for {day:%a} {day.day} {day:%b}: {who} asked to be contacted then"
        steps.append(NewStep(kind="task", due_at=reminder, says=says, note=note))
    return steps


def _if_they_are_silent(
    meaning: Meaning, who: str, message: Message, lead: Lead, now: dt.datetime
) -> NewStep:
    """They said that they will be in touch: somebody asks on the business day after the one they named.

    Without a day it is a week of work later; of a long stretch, such as a month, they have its first half.
    """
    span = meaning.when
    if span is None or span.latest <= now:
        due_at = calendars.in_business_days(lead.owner, now, _PATIENCE)
    else:
        last = min(span.last_day, max(span.first_day, calendars.today_of(lead.owner, now)) + _HALF_A_MONTH)
        due_at = calendars.on_day(lead.owner, last + _AHEAD)
    due_at = min(max(due_at, now), now + HORIZON - _AHEAD)
    said = next((one.what for one in meaning.promises if one.by is Side.THEM), "")
    words = f": they said “{clean_line(said, limit=80)}”" if said else ""
    return NewStep(
        kind="task", due_at=due_at, says=f"Ask {who} how far they are{words}", note=message.new_words[:2000]
    )


def _to_the_other(row: Proposal, who: str, lead: Lead, now: dt.datetime) -> list[NewStep]:
    due_at = calendars.next_hour(lead.owner, now)
    named = row.name or row.mail or row.phone
    if named:
        says = f"Get in touch with {named}, whom {who} named"
        return [NewStep(kind="task", due_at=due_at, says=says)]
    if Step.objects.filter(lead_id=lead.id, state="pending", kind="find_another_way").exists():
        return []
    gone = f"Find another way to {lead.label}: {who} is not the right person any more"
    return [NewStep(kind="find_another_way", due_at=due_at, says=gone)]


def _schedule(planned: Sequence[_Planned], *, by: Actor) -> None:
    """All steps in one go; each proposal remembers its own."""
    wanted: dict[uuid.UUID, list[NewStep]] = {}
    owners: dict[uuid.UUID, list[Proposal]] = {}
    for one in planned:
        # A later message of the same batch may have closed it.
        for step in one.steps if one.lead.is_open else ():
            wanted.setdefault(one.lead.id, []).append(step)
            owners.setdefault(one.lead.id, []).append(one.row)
    if not wanted:
        return
    made = leads.schedule_many(steps=wanted, by=by)
    rows = [row for lead_id in wanted for row in owners[lead_id]]
    for stands, row in zip(made, rows, strict=True):
        row.steps = [*row.steps, stands.id]
