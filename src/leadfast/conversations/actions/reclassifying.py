"""A person says who or what wrote a message: a person, a machine that answers by itself, a bounce, a list."""

import datetime as dt
import uuid

from leadfast.conversations import facts
from leadfast.conversations.actions import accepting, bouncing, correcting, inbound, rereading, superseding
from leadfast.conversations.errors import NoAddressOfOurs, SameAsRead
from leadfast.conversations.models import Message, Proposal
from leadfast.conversations.understanding import reports
from leadfast.foundation import clock
from leadfast.foundation.contacts import mail_key
from leadfast.history import actions as history
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

_SAID = "A person here said so."
_HOW = {
    "auto_reply": "It was an automatic answer.",
    "hard_bounce": "It was a bounce.",
    "soft_bounce": "It was a bounce that may pass.",
    "system": "It came from a list or a system.",
}
_DETAIL = {
    "person": "person",
    "auto_reply": "absence",
    "hard_bounce": "failed",
    "soft_bounce": "failed",
    "system": "list",
}


def reclassify(*, message_id: uuid.UUID, to: str, by: Actor, returns_on: dt.date | None = None) -> Message:
    """This message is of another class; what follows from the right one follows now, in the same act.

    A person's answer makes it our turn and stops what runs. An automatic one is no reply: what the reply had
    stopped goes on after the day of return. A bounce marks the address and asks for another way.
    """
    now = clock.now()
    with guard.writing(by):
        message, lead = accepting.locked(message_id)
        if message.inbound == to:
            raise SameAsRead
        before = Proposal.objects.filter(message_id=message_id, state="waiting").first()
        correcting.keep(message, before, by=by, now=now, said_class=to, said_on=returns_on)
        if before is not None:
            accepting.decide(before, "corrected", _HOW.get(to, "A person wrote it."), by=by, now=now)
        came_as, message.inbound, message.detail = message.inbound, to, _DETAIL[to]
        message.reason, message.returns_on = _SAID, returns_on if to == "auto_reply" else None
        message.save(update_fields=["inbound", "detail", "reason", "returns_on"])
        fact = facts.MessageReclassified(message.id, came_as, to, returns_on)
        if to == "person":
            _a_person(message, lead, by=by, now=now)
            history.record(fact, by=by, at=now, lead_id=lead.id, person_id=message.person_id)
        else:
            if to == "hard_bounce":
                _bounced(message, lead, by=by, now=now)
            # Follow-up plans its steps first, so that settling leaves the lead with a next one.
            history.record(fact, by=by, at=now, lead_id=lead.id, person_id=message.person_id)
            superseding.no_doubt(lead.id, by=by)
            accepting.settle(message, lead, _HOW[to], by=by, now=now)
        if before is not None:
            correcting.take_back(before, lead, by=by, now=now)
    return message


def _a_person(message: Message, lead: Lead, *, by: Actor, now: dt.datetime) -> None:
    message.answered_at, message.answered_how = None, ""
    message.save(update_fields=["answered_at", "answered_how"])
    inbound.replied([(message, lead)], by=by, now=now)
    rereading.propose(message, by=by, now=now)


def _bounced(message: Message, lead: Lead, *, by: Actor, now: dt.datetime) -> None:
    """The address we wrote to last is the one that is dead, unless they name it themselves."""
    ours = Message.objects.filter(
        lead_id=lead.id, direction="out", state="said", received_at__lte=message.received_at
    )
    last = ours.exclude(to=[]).order_by("-received_at").first()
    address = next((key for one in (last.to if last else []) if (key := mail_key(one))), None)
    if address is None:
        raise NoAddressOfOurs
    failed = reports.failure(address=address, words="550 5.1.1 user unknown", status="5.1.1")
    outgoing_id = last.outgoing_id if last else None
    bouncing.apply([failed], outgoing_id=outgoing_id, lead_id=lead.id, by=by, now=now)
