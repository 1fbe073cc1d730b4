"""May this mail go out now? Everything that could forbid it, in one order, with a sentence for every answer.

The caller reads `Facts` under the lead's lock and acts on the answer; it asks again right before DATA.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from leadfast.followup.rules import law
from leadfast.followup.rules.cadence import Channel, Limits, Purpose
from leadfast.followup.rules.law import Ruling, Subject
from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar

# No mail starts DATA unless the mailbox was read completely within this time.
FRESH_SYNC = timedelta(minutes=2)
# A canary older than this is no proof.
FRESH_CANARY = timedelta(hours=24)
RETRY_SOON = timedelta(minutes=1)
RETRY_MAILBOX = timedelta(minutes=15)


class Answer(StrEnum):
    """What becomes of a due mail."""

    SEND = "send"
    WAIT = "wait"
    """Later, at `until`."""
    DRAFT = "draft"
    """A person approves it."""
    ASK = "ask"
    """The cadence pauses and a person gets a step."""
    STOP = "stop"
    """It will never go out."""


@dataclass(frozen=True)
class Decision:
    """The answer, its sentence (*why sent / why not*), and the moment to try again."""

    answer: Answer
    because: str
    code: str
    until: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """All that is known about one due mail at the moment of the decision."""

    step_title: str
    cadence_name: str
    drafts: bool
    acknowledgement: bool
    purpose: Purpose
    limits: Limits
    window: Calendar
    """The sending window where the lead is."""
    subject: Subject
    lead_open: bool = True
    enrolment_live: bool = True
    paused_because: str = ""
    replied_after_anchor: bool = False
    suppressed_because: str = ""
    address: str = ""
    address_bounced: bool = False
    postal_address: str = ""
    sender_name: str = ""
    sender_gone: bool = False
    sender_change_seen: bool = True
    """A person has glanced at the mail that introduces the new sender, or nothing changed."""
    mailbox_proven_at: datetime | None = None
    mailbox_synced_at: datetime | None = None
    mailbox_stopped_because: str = ""
    unread: bool = False
    """Something lies in a mailbox of the thread, fetched but not understood yet, that may be their answer."""
    last_automated_to_lead: datetime | None = None
    automated_to_company: tuple[datetime, ...] = ()
    missing_value: str = ""
    """The sentence of a template that cannot be filled in."""
    cycle: int = 1


def decide(facts: Facts, now: datetime) -> Decision:
    """The first rule that speaks wins; the order is: never, a person, not yet, not now, now."""
    return (
        _never(facts)
        or _person_first(facts)
        or _not_lawful(facts)
        or _unproven(facts, now)
        or _over_limit(facts, now)
        or _draft(facts)
        or _send(facts)
    )


def may_still_go(facts: Facts, now: datetime) -> Decision:
    """The last look right before DATA: only what can have changed since the decision."""
    return _never(facts) or _person_first(facts) or _unproven(facts, now) or _send(facts)


def _never(facts: Facts) -> Decision | None:
    if not facts.lead_open:
        return Decision(Answer.STOP, "Not sent: the lead is closed.", "closed")
    if facts.replied_after_anchor:
        return Decision(Answer.STOP, "Not sent: they have answered.", "replied")
    if not facts.enrolment_live:
        return Decision(Answer.STOP, "Not sent: this cadence has ended.", "ended")
    if facts.suppressed_because:
        return Decision(Answer.STOP, f"Not sent: {facts.suppressed_because}", "suppressed")
    return None


def _person_first(facts: Facts) -> Decision | None:
    if facts.paused_because:
        return Decision(Answer.ASK, f"Not sent: paused. {facts.paused_because}", "paused")
    if not facts.address:
        return Decision(Answer.ASK, "Not sent: there is no mail address. Find another way.", "no_address")
    if facts.address_bounced:
        return Decision(Answer.ASK, f"Not sent: {facts.address} bounced. Find another way.", "bounced")
    if facts.sender_gone:
        return Decision(
            Answer.ASK,
            "Not sent: the one who wrote so far can no longer send. Choose who goes on.",
            "sender_gone",
        )
    if not facts.sender_change_seen:
        return Decision(
            Answer.DRAFT,
            f"Waits for a glance: {facts.sender_name} writes in this thread for the first time.",
            "new_sender",
        )
    if facts.missing_value:
        return Decision(Answer.ASK, f"Not sent: {facts.missing_value}", "missing_value")
    return None


def _not_lawful(facts: Facts) -> Decision | None:
    if not facts.postal_address.strip():
        return Decision(
            Answer.ASK,
            "Not sent: your postal address is not set, and no automated mail goes out without.",
            "no_postal",
        )
    answer = law.judge(Channel.MAIL, facts.purpose, facts.subject)
    if answer.ruling is not Ruling.ALLOWED:
        return Decision(Answer.ASK, f"Not sent: {answer.sentence}", "unlawful")
    return None


def _unproven(facts: Facts, now: datetime) -> Decision | None:
    if facts.mailbox_stopped_because:
        return Decision(
            Answer.WAIT, f"Waits: {facts.mailbox_stopped_because}", "mailbox_stopped", now + RETRY_MAILBOX
        )
    proven = facts.mailbox_proven_at
    if proven is None or now - proven > FRESH_CANARY:
        return Decision(
            Answer.WAIT,
            "Waits: the mailbox has not proven in the last 24 hours that its mail arrives.",
            "unproven",
            now + RETRY_MAILBOX,
        )
    synced = facts.mailbox_synced_at
    if synced is None or now - synced > FRESH_SYNC:
        return Decision(
            Answer.WAIT,
            "Waits: the mailbox was not read in the last two minutes, and an answer could lie in it.",
            "stale_sync",
            now + RETRY_SOON,
        )
    if facts.unread:
        return Decision(
            Answer.WAIT,
            "Waits: mail that came in has not been understood yet, and it could be an answer.",
            "unread",
            now + RETRY_SOON,
        )
    return None


def _over_limit(facts: Facts, now: datetime) -> Decision | None:
    if facts.acknowledgement:
        return None
    if not business_time.is_open(facts.window, now):
        until = business_time.next_slot(facts.window, now)
        return Decision(
            Answer.WAIT, f"Moved to {_when(until, facts)}: {_closed(facts, now)}.", "window", until
        )
    last = facts.last_automated_to_lead
    gap = timedelta(hours=facts.limits.per_lead_hours)
    if last and now - last < gap:
        until = business_time.next_slot(facts.window, last + gap)
        return Decision(
            Answer.WAIT,
            f"Moved to {_when(until, facts)}: this lead got a mail {_ago(now - last)} ago, and "
            "one a day is the limit.",
            "lead_limit",
            until,
        )
    week = sorted(at for at in facts.automated_to_company if now - at < timedelta(days=7))
    most = facts.limits.per_company_week
    if len(week) >= most:
        until = business_time.next_slot(facts.window, week[-most] + timedelta(days=7))
        return Decision(
            Answer.WAIT,
            f"Moved to {_when(until, facts)}: their company got {len(week)} automated mails in "
            "the last seven days.",
            "company_limit",
            until,
        )
    return None


def _draft(facts: Facts) -> Decision | None:
    if facts.drafts:
        return Decision(Answer.DRAFT, "A draft: a person sends it with one tap.", "draft")
    if facts.cycle > 1:
        return Decision(Answer.DRAFT, "A draft: they have had this mail in an earlier round.", "again")
    return None


def _send(facts: Facts) -> Decision:
    return Decision(Answer.SEND, f"Sent: {facts.step_title} ({facts.cadence_name}), no answer so far.", "due")


def _closed(facts: Facts, now: datetime) -> str:
    on = business_time_zones.local(now, facts.window.zone).date()
    spans = " and ".join(f"{start:%H:%M} to {end:%H:%M}" for start, end in facts.window.hours[on.weekday()])
    return business_time.closed_because(facts.window, on) or f"it is outside their {spans}"


def _when(moment: datetime, facts: Facts) -> str:
    return f"{business_time_zones.local(moment, facts.window.zone):%a %-d %b %H:%M}"


def _ago(gone: timedelta) -> str:
    hours = int(gone.total_seconds() // 3600)
    return f"{hours} hours" if hours != 1 else "an hour"
