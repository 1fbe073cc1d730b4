"""What follows from a message of theirs, class by class."""

import datetime as dt
import uuid
from collections.abc import Sequence

from leadfast.conversations import facts
from leadfast.conversations.actions import bouncing, calendars, doubting
from leadfast.conversations.actions.storing import Arrived
from leadfast.conversations.models import Message
from leadfast.conversations.reads.known import Known
from leadfast.conversations.rules import opting_out
from leadfast.conversations.rules.matching import Match
from leadfast.foundation.contacts import clean_line, shown_line
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.people import reads as people_reads
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

_SHOWN = 160


def is_reply(one: Arrived, message: Message) -> bool:
    """A person's answer that belongs to a lead: worked for many at once."""
    verdict = one.reading.verdict
    return (
        message.direction == "in"
        and message.inbound == "person"
        and message.lead_id is not None
        and verdict.bounce is None
        and verdict.complaint is None
    )


def follow(one: Arrived, message: Message, match: Match, *, by: Actor, now: dt.datetime) -> None:
    """What follows from everything that is not a person's reply to a lead, in the message's own transaction."""
    verdict = one.reading.verdict
    if verdict.complaint is not None:
        bouncing.complained(one, message, by=by, now=now)
        return
    if verdict.bounce is not None:
        bouncing.reported(one, message, by=by, now=now)
        return
    if message.inbound == "person":
        _opt_out(message, by=by, now=now)
    if match.lead_id is None:
        # A stranger's machine that answers nothing of ours asks nobody anything.
        if message.inbound == "person" or (message.inbound == "auto_reply" and match.suggested):
            doubting.raise_doubt(one, message, match, by=by, now=now)
        return
    lead = Lead.objects.select_related("owner", "owner__workspace").get(id=match.lead_id)
    if message.inbound == "auto_reply":
        _auto_replied(one, message, lead, by=by, now=now)
    elif message.detail == "challenge":
        _challenged(message, lead, by=by, now=now)


def replied_many(
    replies: Sequence[tuple[Arrived, Message, Match]], index: Known, *, by: Actor, now: dt.datetime
) -> None:
    """People of leads wrote: each is our turn, an answer is due, and what ran stops."""
    if not replies:
        return
    found = _with_owners([message.lead_id for _, message, _ in replies])
    now_open: list[tuple[Message, Lead]] = []
    works: list[str] = []
    for one, message, match in replies:
        _opt_out(message, by=by, now=now)
        assert message.lead_id is not None
        lead = found[message.lead_id]
        if not lead.is_open:
            # It stays with the lead, and its owner decides whether it is a new chance.
            why = f"{lead.label} is closed, and {message.sender or 'they'} wrote again."
            doubting.raise_doubt(one, message, Match(lead.id, match.by, why, (lead.id,)), by=by, now=now)
            continue
        now_open.append((message, lead))
        if index.health.get(message.sender, "works") not in ("works", "refused"):
            works.append(message.sender)
            index.health[message.sender] = "works"
    if works:
        people.set_health_many(
            kind="mail", keys=works, health="works", why="They wrote from it.", by=by, at=now
        )
    replied(now_open, by=by, now=now)


def _with_owners(lead_ids: Sequence[uuid.UUID | None]) -> dict[uuid.UUID, Lead]:
    # Few owners have many leads: each is read once, and of a lead only what is asked here.
    found = Lead.objects.only("workspace_id", "label", "owner_id", "closure_id").in_bulk(lead_ids)
    owners = Member.objects.select_related("workspace").in_bulk({lead.owner_id for lead in found.values()})
    for lead in found.values():
        lead.owner = owners[lead.owner_id]
    return found


def replied(told: Sequence[tuple[Message, Lead]], *, by: Actor, now: dt.datetime) -> None:
    """Open leads and what a person of each wrote: noted, our turn, an answer planned, the fact recorded."""
    heard, happened = [], []
    due: dict[uuid.UUID, dt.datetime] = {}
    for message, lead in told:
        if lead.owner_id not in due:
            due[lead.owner_id] = calendars.answer_due(lead.owner, now)
        who = message.sender_name or message.sender or "They"
        said = shown_line(message.new_words, limit=_SHOWN)
        step = NewStep(
            kind="answer",
            due_at=due[lead.owner_id],
            says=f"Answer {who}: “{said}”" if said else f"Answer {who}: {message.subject or 'they wrote'}",
            note=message.new_words[:2000],
        )
        heard.append(leads.Heard(lead.id, message.received_at, f"{who} wrote.", step))
        fact = facts.ReplyReceived(
            message.id, message.mailbox_id, message.sender, said, message.matched_why or message.matched_by
        )
        happened.append(Happening(fact, by, message.received_at, lead.id, message.person_id))
    if heard:
        leads.they_reached_out(heard=heard, by=by)
        history.record_many(happened)


def _auto_replied(one: Arrived, message: Message, lead: Lead, *, by: Actor, now: dt.datetime) -> None:
    if not lead.is_open:
        return
    stand_ins = tuple(
        ", ".join(part for part in (s.name, s.mail, s.phone) if part) for s in one.reading.stand_ins
    )
    # By their own clock, as the day of return was read.
    said_on = (one.reading.letter.date or message.received_at).date()
    if message.detail == "left":
        who = message.sender_name or message.sender
        instead = f" Ask {stand_ins[0]} instead." if stand_ins else ""
        says = f"Find another way to {lead.label}: {who} has left.{instead}"
        _find_another_way(lead, says, by=by, now=now)
    fact = facts.AutoReplyReceived(
        message.id, message.detail, message.sender, message.returns_on, said_on, stand_ins
    )
    history.record(fact, by=by, at=message.received_at, lead_id=lead.id, person_id=message.person_id)


def _challenged(message: Message, lead: Lead, *, by: Actor, now: dt.datetime) -> None:
    if not leads.lock(lead.id).is_open:
        return
    who = message.sender_name or message.sender
    asks = f"Confirm to {who} that you are a person:"
    # Their machine asks for every mail of ours, and again and again: one confirmation answers all of it.
    pending = Step.objects.filter(lead_id=lead.id, state="pending", kind="task")
    if pending.filter(says__startswith=asks).exists():
        return
    says = f"{asks} the mail to {lead.label} waits until then"
    due_at = calendars.next_hour(lead.owner, now)
    leads.schedule(lead_id=lead.id, step=NewStep(kind="task", due_at=due_at, says=says), by=by)


def _find_another_way(lead: Lead, says: str, *, by: Actor, now: dt.datetime) -> None:
    if not Step.objects.filter(lead_id=lead.id, state="pending", kind="find_another_way").exists():
        due_at = calendars.next_hour(lead.owner, now)
        step = NewStep(kind="find_another_way", due_at=due_at, says=says)
        leads.schedule(lead_id=lead.id, step=step, by=by)
    leads.take_turn(lead_id=lead.id, why=says, by=by)


def _opt_out(message: Message, *, by: Actor, now: dt.datetime) -> None:
    if opting_out.asks_to_stop(message.new_words, subject=message.subject):
        stop_writing(message, by=by, now=now)


def stop_writing(message: Message, *, by: Actor, now: dt.datetime) -> None:
    """They asked us to stop: never again to this address, from now on. Once is enough."""
    if not message.sender or people_reads.suppressed("mail", [message.sender]):
        return
    words = clean_line(message.new_words, limit=_SHOWN) or message.subject
    # At once and for good, whether or not we know the lead.
    people.suppress(
        kind="mail",
        keys=[message.sender],
        reason="unsubscribed",
        words=words,
        person_id=message.person_id,
        by=by,
    )
    people.set_health(
        kind="mail", key=message.sender, health="refused", why="They asked us to stop.", by=by, at=now
    )
    fact = facts.OptedOut(message.id, message.sender, words)
    history.record(fact, by=by, at=message.received_at, lead_id=message.lead_id, person_id=message.person_id)
