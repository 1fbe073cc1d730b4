"""Silence insurance: a mail that a person wrote anywhere, seen in Sent, is followed up unless it would embarrass."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.conversations.actions import joining
from leadfast.conversations.facts import MailSeenInSent
from leadfast.conversations.models import Message
from leadfast.followup import facts
from leadfast.followup.actions import enrolling, promising
from leadfast.followup.errors import EntryNotFound, SayWhy
from leadfast.followup.models import Enrolment, InsuranceEntry
from leadfast.followup.rules import insurance
from leadfast.followup.rules.insurance import Insured, SeenMail
from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.mail.models import Mailbox
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

# Mail older than this is the past of a mailbox that was just connected, not a promise of today.
STALE = dt.timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A mail of a person's, as it was found in Sent. `message_key` is its Message-ID."""

    lead_id: uuid.UUID
    message_key: str
    mailbox_id: uuid.UUID
    member_id: uuid.UUID
    subject: str
    words: str
    sent_at: dt.datetime
    references: tuple[str, ...] = ()
    headers: frozenset[str] = frozenset()
    attachments: int = 0
    person_id: uuid.UUID | None = None


def on_seen(happenings: Sequence[Happening]) -> None:
    """A mail was seen in Sent: decide whether its silence is followed up. Named in config/reactions.py."""
    for one in happenings:
        fact = one.fact
        if one.lead_id is None or not isinstance(fact, MailSeenInSent):
            continue
        message = Message.objects.filter(id=fact.message_id).first()
        seen = Seen(
            lead_id=one.lead_id,
            message_key=fact.mail_id or str(fact.message_id),
            mailbox_id=fact.mailbox_id,
            member_id=fact.member_id,
            subject=fact.subject,
            words=message.new_words if message else "",
            sent_at=fact.sent_at,
            references=tuple(message.references) if message else (),
            headers=frozenset(name.lower() for name in fact.headers),
            attachments=fact.attachments,
            person_id=_written_to(one.lead_id, message, by=one.by) if message else None,
        )
        insure(seen=seen, by=one.by)


def _written_to(lead_id: uuid.UUID, message: Message, *, by: Actor) -> uuid.UUID | None:
    """Who of the lead it was written to: its own person if they are among them, else the first."""
    own = Lead.objects.filter(id=lead_id).values_list("person_id", flat=True).first()
    found = [joining.writer_of(lead_id=lead_id, address=address, by=by) for address in message.to]
    them = [person.id for person in found if person is not None]
    return own if own in them else next(iter(them), None)


def insure(*, seen: Seen, by: Actor) -> InsuranceEntry:
    """Decide about one mail and act on it; the entry stands in the rep's list of the day. Twice is once."""
    now = clock.now()
    with guard.writing(by):
        lead = leads.lock(seen.lead_id)
        known = InsuranceEntry.objects.filter(message_key=seen.message_key[:998]).first()
        if known is not None:
            return known
        box = Mailbox.objects.get(id=seen.mailbox_id)
        verdict = _judge(seen, lead, now)
        enrolment = None
        if verdict.yes:
            verdict, enrolment = _follow_up(seen, lead, box, verdict, now=now, by=by)
        entry = InsuranceEntry.objects.create(
            workspace_id=by.workspace_id,
            message_key=seen.message_key[:998],
            lead_id=lead.id,
            member_id=seen.member_id,
            mailbox_id=box.id,
            subject=seen.subject[:998],
            sent_at=seen.sent_at,
            seen_at=now,
            insured=verdict.yes,
            because=verdict.because[:300],
            enrolment=enrolment,
        )
        fact = facts.MailInsured(entry.id, verdict.yes, verdict.because)
        history.record(fact, by=by, at=now, lead_id=lead.id)
    return entry


def decline(*, entry_id: uuid.UUID, why: str, by: Actor) -> InsuranceEntry:
    """One tap in the list of the day: do not follow this one up."""
    now = clock.now()
    if not why.strip():
        raise SayWhy
    with guard.writing(by):
        lead_id = InsuranceEntry.objects.filter(id=entry_id).values_list("lead_id", flat=True).first()
        if lead_id is None:
            raise EntryNotFound
        leads.lock(lead_id)
        entry = InsuranceEntry.objects.select_for_update(no_key=True).get(id=entry_id)
        if entry.declined_at is not None:
            return entry
        entry.declined_at, entry.declined_why = now, why.strip()[:300]
        entry.save(update_fields=["declined_at", "declined_why"])
        running = enrolling.live(lead_id)
        if running is not None and running.id == entry.enrolment_id:
            promising.decline(lead_id=lead_id, why=why, about="insurance", by=by)
    return entry


def _judge(seen: Seen, lead: Lead, now: dt.datetime) -> Insured:
    if now - seen.sent_at > STALE:
        return Insured(False, "Not followed up: it was written before this mailbox was watched.")
    return insurance.judge(
        SeenMail(
            words=seen.words,
            headers=seen.headers,
            attachments=seen.attachments,
            lead_open=lead.is_open,
            meeting_pending=Step.objects.filter(lead_id=lead.id, state="pending", kind="meeting").exists(),
            theirs_to_answer=lead.last_reply_at is None or lead.last_reply_at <= seen.sent_at,
        )
    )


def _follow_up(
    seen: Seen, lead: Lead, box: Mailbox, verdict: Insured, *, now: dt.datetime, by: Actor
) -> tuple[Insured, Enrolment | None]:
    watched = box.drafts_only_until is not None and now < box.drafts_only_until
    drafts = watched or insurance.as_draft(box.connected_at, now)
    new = enrolling.Start(
        lead_id=lead.id,
        cadence=promising.DEFAULT,
        anchor=seen.sent_at,
        person_id=seen.person_id or lead.person_id,
        mailbox_id=box.id,
        thread_id=seen.message_key,
        thread_above=seen.references,
        thread_subject=seen.subject,
        drafts=drafts,
        drafts_because="The first 30 days of this mailbox are drafts." if drafts else "",
    )
    try:
        return verdict, promising.promise(new=new, by=by)
    except Refusal as refused:
        # What forbids the cadence forbids the insurance; the mail itself is said and done.
        return Insured(False, f"Not followed up: {refused.sentence}"), None
