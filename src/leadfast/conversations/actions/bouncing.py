"""A mail of ours did not arrive. Said by SMTP at once or by a report later, it ends in the same place."""

import datetime as dt
import uuid
from collections.abc import Sequence

from leadfast.conversations import facts
from leadfast.conversations.actions import calendars
from leadfast.conversations.actions.storing import Arrived
from leadfast.conversations.models import Message
from leadfast.conversations.reads import matching as lookups
from leadfast.conversations.understanding import reports
from leadfast.conversations.understanding.reports import Failure
from leadfast.foundation.contacts import mail_key
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.mail import facts as mail_facts
from leadfast.mail import reads as mail
from leadfast.mail.actions import settling
from leadfast.people import actions as people
from leadfast.workspaces.actor import Actor

_IN_WORDS = {
    "user_unknown": "there is no such address",
    "host_unknown": "there is no such domain",
    "moved": "the mailbox has moved",
    "takes_no_mail": "the domain takes no mail",
    "mailbox_full": "the mailbox is full",
    "disabled": "the mailbox is switched off",
}


def reported(one: Arrived, message: Message, *, by: Actor, now: dt.datetime) -> None:
    """A delivery report came by mail. A mere delay changes nothing."""
    bounce = one.reading.verdict.bounce
    if bounce is None or message.inbound not in ("hard_bounce", "soft_bounce"):
        return
    failed = [failure for failure in bounce.failures if failure.action == "failed"]
    apply(failed, outgoing_id=message.outgoing_id, lead_id=message.lead_id, by=by, now=now)


def refused(happenings: Sequence[Happening]) -> None:
    """The server refused a mail of ours for good: a reaction to MailRefused."""
    for happening in happenings:
        fact = happening.fact
        if not isinstance(fact, mail_facts.MailRefused):
            continue
        lead_id = lookups.lead_of_outgoing(fact.outgoing_id)
        words = f"{fact.code} {fact.words}"
        failed = [reports.failure(address=one, words=words, context="rcpt to") for one in fact.recipients]
        if not failed:
            # Refused after DATA or for the sender: it concerns the mail, and whoever it was for.
            row = mail.outgoing(fact.outgoing_id)
            failed = [reports.failure(address=one, words=words) for one in (row.recipients if row else [])]
        apply(failed, outgoing_id=fact.outgoing_id, lead_id=lead_id, by=happening.by, now=happening.at)


def apply(
    failed: Sequence[Failure],
    *,
    outgoing_id: uuid.UUID | None,
    lead_id: uuid.UUID | None,
    by: Actor,
    now: dt.datetime,
) -> None:
    """Note each address, count it against the mailbox, and find another way where it was for good."""
    for failure in failed:
        # The standard parser's address may be the one it was forwarded to; both are worth knowing.
        for address in dict.fromkeys((failure.address, failure.final)):
            key = mail_key(address)
            if key:
                health = "bounced" if failure.hard else "soft_bounced"
                people.set_health(kind="mail", key=key, health=health, why=failure.words[:300], by=by, at=now)
        if outgoing_id and failure.permanent:
            settling.note_bounce(outgoing_id=outgoing_id, words=failure.words[:300], by=by)
        about = lead_id or next(iter(lookups.leads_of([failure.address])), None)
        if about is not None:
            _tell(about, failure, outgoing_id=outgoing_id, by=by, now=now)


def _tell(
    lead_id: uuid.UUID, failure: Failure, *, outgoing_id: uuid.UUID | None, by: Actor, now: dt.datetime
) -> None:
    leads.lock(lead_id)
    lead = Lead.objects.select_related("owner", "owner__workspace").get(id=lead_id)
    if not lead.is_open:
        return
    why = _IN_WORDS.get(failure.reason, failure.reason.value.replace("_", " "))
    pending = Step.objects.filter(lead_id=lead_id, state="pending", kind="find_another_way").exists()
    if failure.hard and not pending:
        says = f"Find another way to {lead.label}: mail to {failure.address} came back, {why}"
        due_at = calendars.next_hour(lead.owner, now)
        step = NewStep(kind="find_another_way", due_at=due_at, says=says, note=failure.words)
        leads.schedule(lead_id=lead_id, step=step, by=by)
        leads.take_turn(lead_id=lead_id, why=f"Mail to {failure.address} came back.", by=by)
    fact = facts.Bounced(
        outgoing_id, failure.address, failure.hard, failure.reason.value, failure.words[:300]
    )
    history.record(fact, by=by, at=now, lead_id=lead_id)


def complained(one: Arrived, message: Message, *, by: Actor, now: dt.datetime) -> None:
    """Somebody pressed 'this is spam': they are never mailed again, and a person looks."""
    complaint = one.reading.verdict.complaint
    if complaint is None:
        return
    keys = [key for address in complaint.addresses if (key := mail_key(address)) and key not in one.team]
    if message.outgoing_id:
        settling.note_bounce(
            outgoing_id=message.outgoing_id, words="Reported as spam.", by=by, complaint=True
        )
    if keys:
        people.suppress(kind="mail", keys=keys, reason="complaint", words="Reported as spam.", by=by)
    lead_id = message.lead_id or next(iter(lookups.leads_of(keys)), None)
    if lead_id is None:
        return
    lead = leads.lock(lead_id)
    if not lead.is_open:
        return
    address = keys[0] if keys else ""
    history.record(facts.ComplaintReceived(message.outgoing_id, address), by=by, at=now, lead_id=lead_id)
    owner = Lead.objects.select_related("owner", "owner__workspace").get(id=lead_id).owner
    says = f"Decide how to go on with {lead.label}: our mail was reported as spam, no more mail goes there"
    step = NewStep(kind="decide", due_at=calendars.next_hour(owner, now), says=says)
    leads.schedule(lead_id=lead_id, step=step, by=by)
