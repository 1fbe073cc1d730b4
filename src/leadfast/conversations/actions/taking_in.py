"""Taking in what was fetched: match it, store it, and do what must follow in the same transaction.

The messages and their matches are kept whatever happens. What must follow (stop the cadence, flip the turn)
shares their transaction; if that fails, the message stays, the lead is paused, and a person is asked. Never
does a failure send the mail of a lead back to unread. One that belongs to no lead is tried again, or nobody
would ever hear of it.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Sequence

from django.db import transaction

from leadfast.conversations.actions import inbound, lifting, outbound_seen, pledging, proposing, storing
from leadfast.conversations.actions.storing import Arrived
from leadfast.conversations.models import Message
from leadfast.conversations.reads import matching as lookups
from leadfast.conversations.reads.known import Known
from leadfast.conversations.rules import matching
from leadfast.conversations.rules.matching import Match
from leadfast.conversations.understanding.reading import Reading
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.mail.actions import receiving
from leadfast.mail.models import FetchedMessage
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)

Stored = tuple[Arrived, Message, Match]


def take_in(*, fetched_id: uuid.UUID, by: Actor) -> Message | None:
    """Understand one fetched message and attach it; see :func:`take_in_many`."""
    return take_in_many(fetched_ids=[fetched_id], by=by)[0]


def take_in_many(*, fetched_ids: Sequence[uuid.UUID], by: Actor) -> list[Message | None]:
    """Understand fetched messages and attach them, in one transaction; twice is once.

    Returns them in the order given; None for one that concerns nobody of ours.
    """
    now = clock.now()
    with guard.writing(by):
        wanted = FetchedMessage.objects.select_for_update(no_key=True).filter(id__in=fetched_ids)
        rows = list(wanted.order_by("received_at", "id"))
        fresh = [row for row in rows if row.read_at is None]
        batch = storing.arrived(fresh)
        index = storing.known(batch)
        taken: dict[uuid.UUID, Message | None] = {}
        stored: list[Stored] = []
        for one in batch:
            message, new = _one(one, index, by=by, now=now)
            taken[one.fetched.id] = message
            stored += new
        # The leads before anything else, always: whoever works one of them now waits, or we do.
        leads.hold([message.lead_id for _, message, _ in stored if message.lead_id])
        storing.save([(one, message) for one, message, _ in stored], by=by)
        _follow(stored, index, by=by, now=now)
        receiving.mark_read(fetched_ids=[row.id for row in fresh], at=now)
        before = {row.id for row in rows} - set(taken)
        for message in Message.objects.filter(fetched_id__in=before):
            if message.fetched_id:
                taken[message.fetched_id] = message
    return [taken.get(one) for one in fetched_ids]


def _one(one: Arrived, index: Known, *, by: Actor, now: dt.datetime) -> tuple[Message | None, list[Stored]]:
    message = storing.already(one, index)
    if message is not None:
        if message.fetched_id is None:
            message.fetched_id = one.fetched.id
            Message.objects.filter(id=message.id).update(fetched_id=one.fetched.id)
        return message, []
    match = _match(one, index)
    if one.is_out and match.lead_id is None:
        # A colleague's mail to somebody we do not sell to: only ever seen because it named one of ours.
        return None, []
    message = storing.built(one, match, index, by=by, now=now)
    return message, [(one, message, match)]


def _match(one: Arrived, index: Known) -> Match:
    if one.is_out:
        return _match_out(one, index)
    signed = index.lead_of_outgoing(one.fetched.outgoing_id)
    thread = index.lead_of_thread(one.references)
    plus = index.lead_of_outgoing(one.plus_address)
    participant = index.leads_of(one.outside)
    same: list[uuid.UUID] = []
    near: list[uuid.UUID] = []
    if not (signed or thread or plus or participant) and one.reading.verdict.inbound in (
        "person",
        "auto_reply",
    ):
        same, near = lookups.of_domain(one.outside, one.head.subject)
    found = matching.Traces(signed, thread, plus, participant, same, near)
    who = one.head.sender.name if one.head.sender and one.head.sender.name else one.sender or "Somebody"
    return matching.decide(found, sender=who)


def _match_out(one: Arrived, index: Known) -> Match:
    if lead_id := index.lead_of_outgoing(one.ours):
        return Match(lead_id, "signed_id", "It is a mail of ours, by its signed id.")
    if lead_id := index.lead_of_thread(one.references):
        return Match(lead_id, "thread", "It belongs to a thread that we know.")
    if taking_part := index.leads_of(one.outside):
        mine = set(
            Lead.objects.filter(id__in=taking_part, owner_id=one.box.owner_id).values_list("id", flat=True)
        )
        chosen = next((lead_id for lead_id in taking_part if lead_id in mine), taking_part[0])
        return Match(chosen, "participant", "It was written to somebody who takes part in this lead.")
    return Match(None, "unknown", "It was written to nobody of ours.")


def _follow(stored: Sequence[Stored], index: Known, *, by: Actor, now: dt.datetime) -> None:
    if not stored:
        return
    try:
        # A savepoint: what must follow happens whole or not at all.
        with transaction.atomic():
            _react(stored, index, by=by, now=now)
    except Exception:
        if len(stored) > 1:
            # One of them fails; the others must not suffer for it.
            for one in stored:
                _follow([one], index, by=by, now=now)
            return
        message = stored[0][1]
        log.exception("What must follow from a message failed", extra={"row": str(message.id)})
        if message.lead_id is None:
            # There is no lead on which anybody would be asked: it is put aside whole, and tried again.
            raise
        _ask_a_person(message, by=by, now=now)


def _react(stored: Sequence[Stored], index: Known, *, by: Actor, now: dt.datetime) -> None:
    replies: list[Stored] = []
    for one, message, match in stored:
        if one.is_out or not inbound.is_reply(one, message):
            # In their order: a reply before it must have been worked by then.
            inbound.replied_many(replies, index, by=by, now=now)
            replies = []
            if one.is_out:
                outbound_seen.follow(one, message, by=by, now=now)
            else:
                inbound.follow(one, message, match, by=by, now=now)
        else:
            replies.append((one, message, match))
    inbound.replied_many(replies, index, by=by, now=now)
    wrote: dict[uuid.UUID, dt.datetime] = {}
    for _, message, _ in stored:
        if message.inbound == "person" and message.lead_id:
            wrote[message.lead_id] = max(message.received_at, wrote.get(message.lead_id, message.received_at))
    pledging.they_did(wrote, by=by, now=now)
    came = [(message, one.reading) for one, message, _ in stored if not one.is_out]
    _understand(came, by=by, now=now)


def _understand(came: Sequence[tuple[Message, Reading]], *, by: Actor, now: dt.datetime) -> None:
    """What they mean. Whatever goes wrong in it, that they wrote has stopped what runs."""
    if not came:
        return
    try:
        with transaction.atomic():
            proposing.read_many(came, by=by, now=now)
    except Exception:
        if len(came) > 1:
            for one in came:
                _understand([one], by=by, now=now)
            return
        log.exception("What a message means could not be worked", extra={"row": str(came[0][0].id)})
        _ask_a_person(came[0][0], by=by, now=now)


def _ask_a_person(message: Message, *, by: Actor, now: dt.datetime) -> None:
    if message.lead_id is None:
        return
    lead = Lead.objects.select_related("owner", "owner__workspace").get(id=message.lead_id)
    if not lead.is_open:
        return
    who = message.sender_name or message.sender or "somebody"
    # Its step is all that says so: the pause ends with it, and not before (see lifting).
    why = f"A message of {who[:100]} {lifting.NOT_WORKED}"
    leads.pause(lead_id=lead.id, why=why, by=by)
    step = NewStep(kind="decide", due_at=now, says=f"Look at {lead.label[:100]}: {why}")
    leads.schedule(lead_id=lead.id, step=step, by=by)
    if message.inbound == "person":
        # What takes the turn may be what failed.
        leads.take_turn(lead_id=lead.id, why=why, by=by)
