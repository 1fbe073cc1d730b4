"""Taking in what was fetched: match it, store it, and do what must follow in the same transaction.

The message and its match are kept whatever happens. What must follow (stop the cadence, flip the turn) shares
their transaction; if that fails, the message stays, the lead is paused, and a person is asked. Never does a
failure send the mail back to unread.
"""

import datetime as dt
import logging
import uuid

from django.db import transaction

from leadfast.conversations.actions import inbound, outbound_seen, storing
from leadfast.conversations.actions.storing import Arrived
from leadfast.conversations.models import Message
from leadfast.conversations.reads import matching as lookups
from leadfast.conversations.rules import matching
from leadfast.conversations.rules.matching import Match
from leadfast.conversations.understanding.reading import read
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.mail.actions import receiving
from leadfast.mail.models import FetchedMessage
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)


def take_in(*, fetched_id: uuid.UUID, by: Actor) -> Message | None:
    """Understand one fetched message and attach it; twice is once. None when it concerns nobody of ours."""
    now = clock.now()
    with guard.writing(by):
        fetched = FetchedMessage.objects.select_for_update(no_key=True).get(id=fetched_id)
        if fetched.read_at is not None:
            return Message.objects.filter(fetched_id=fetched_id).first()
        one = storing.arrived(fetched, read(bytes(fetched.raw)))
        message = storing.already(one)
        if message is None:
            message = _new(one, by=by, now=now)
        elif message.fetched_id is None:
            message.fetched_id = fetched.id
            message.save(update_fields=["fetched_id"])
        receiving.mark_read(fetched_ids=[fetched_id], at=now)
    return message


def _new(one: Arrived, *, by: Actor, now: dt.datetime) -> Message | None:
    match = _match(one)
    if one.is_out and match.lead_id is None:
        # A colleague's mail to somebody we do not sell to: only ever seen because it named one of ours.
        return None
    if match.lead_id:
        # The lead first, always: whoever works it now waits, or we do.
        leads.lock(match.lead_id)
    message = storing.store(one, match, by=by, now=now)
    try:
        # A savepoint: what must follow happens whole or not at all.
        with transaction.atomic():
            if one.is_out:
                outbound_seen.follow(one, message, by=by, now=now)
            else:
                inbound.follow(one, message, match, by=by, now=now)
    except Exception:
        log.exception("What must follow from a message failed", extra={"row": str(message.id)})
        _ask_a_person(message, by=by, now=now)
    return message


def _match(one: Arrived) -> Match:
    if one.is_out:
        return _match_out(one)
    outgoing_id = one.fetched.outgoing_id
    bounce = one.reading.verdict.bounce
    others = [f.address for f in bounce.failures] if bounce else []
    if one.reading.verdict.complaint is not None:
        others = list(one.reading.verdict.complaint.addresses)
    # A report comes from a machine: whom it is about counts, not who sent it.
    people = others or [one.sender]
    found = lookups.traces(
        outgoing_id=outgoing_id,
        references=[*one.head.references, *one.head.in_reply_to],
        recipients=[*one.recipients, one.head.header("delivered-to").lower()],
        others=[key for key in people if key and key not in one.team],
        subject=one.head.subject,
    )
    who = one.head.sender.name if one.head.sender and one.head.sender.name else one.sender or "Somebody"
    return matching.decide(found, sender=who)


def _match_out(one: Arrived) -> Match:
    if one.ours and (lead_id := lookups.lead_of_outgoing(one.ours)):
        return Match(lead_id, "signed_id", "It is a mail of ours, by its signed id.")
    found = lookups.traces(
        outgoing_id=None, references=list(one.head.ancestors), recipients=[], others=list(one.outside),
        subject=one.head.subject,
    )  # fmt: skip
    if found.thread:
        return Match(found.thread, "thread", "It belongs to a thread that we know.")
    if found.participant:
        mine = Lead.objects.filter(id__in=list(found.participant), owner_id=one.box.owner_id).values_list(
            "id", flat=True
        )
        chosen = next(
            (lead_id for lead_id in found.participant if lead_id in set(mine)), found.participant[0]
        )
        return Match(chosen, "participant", "It was written to somebody who takes part in this lead.")
    return Match(None, "unknown", "It was written to nobody of ours.")


def _ask_a_person(message: Message, *, by: Actor, now: dt.datetime) -> None:
    if message.lead_id is None:
        return
    lead = Lead.objects.select_related("owner", "owner__workspace").get(id=message.lead_id)
    if not lead.is_open:
        return
    who = message.sender_name or message.sender or "a message"
    why = f"A message of {who} could not be worked in full."
    leads.pause(lead_id=lead.id, why=why, by=by)
    step = NewStep(kind="decide", due_at=now, says=f"Look at {lead.label}: {why}")
    leads.schedule(lead_id=lead.id, step=step, by=by)
