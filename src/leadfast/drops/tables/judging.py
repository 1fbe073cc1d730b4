"""Was a lead of a CRM followed up? By its activities, or by the days its own row holds. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leadfast.drops.rules import worth
from leadfast.drops.rules.dropping import Finding, Kind
from leadfast.drops.rules.sides import company_of
from leadfast.drops.tables.columns import Lead, Touch

# Ours less than this ago: the answer may be on its way.
SILENT_AFTER: Final = dt.timedelta(days=7)
_CLOSED = re.compile(
    r"\b(?:closed?|won|lost|customer|client|converted|unqualified|disqualified|not qualified|junk|dead|bad|invalid"
    r"|duplicate|not interested|do not contact|archived|verloren|gewonnen|perdu|gagné|perdido|ganado)\b",
    re.IGNORECASE,
)
_STILL_OPEN = re.compile(r"\b(?:not contacted|contact in future|open)\b", re.IGNORECASE)
_NO_CONTACT = re.compile(
    r"\b(?:note|task|system|workflow|marketing|newsletter|mass|list e-?mail|campaign|to-?do)\b"
)
_AUTOMATIC = re.compile(
    r"\b(?:automatic reply|auto-?reply|out of (?:the )?office|abwesen\w*|automatische antwort|absence du bureau"
    r"|undeliverable|delivery (?:failed|failure))\b"
)
_SPOKEN = re.compile(r"mail|call|meeting|event|visit|demo|sms|text|whatsapp|linkedin|chat|appointment")
_THEIRS = re.compile(r"incoming|inbound|received|^1$|\btrue\b|\byes\b")
_OPEN_STILL = re.compile(
    r"not started|to do|planned|scheduled|open|in progress|waiting|pending|^no$|^false$|^0$"
)
_OFF = re.compile(r"cancel\w*|completed|done|deferred|^yes$|^true$|^1$|no.?show")


@dataclass(frozen=True, slots=True)
class Judged:
    """closed, planned, silent, answer_owed, never_touched or waiting; the last three of them may be a finding."""

    state: str
    finding: Finding | None = None


def judge(lead: Lead, touches: Sequence[Touch], *, now: dt.datetime, told: bool) -> Judged:
    """``told``: is there a table of activities? Without one the days of the lead's own row have to do."""
    if _CLOSED.search(lead.status) and not _STILL_OPEN.search(lead.status):
        return Judged("closed")
    contacts = [(touch.at, ours) for touch in touches if (ours := _side(touch, now)) is not None]
    contacts += [(lead.sent, True)] if lead.sent and lead.sent <= now else []
    contacts += [(lead.received, False)] if lead.received and lead.received <= now else []
    if any(_planned(touch, now) for touch in touches) or (not told and lead.next and lead.next > now):
        return Judged("planned")
    if not contacts and not told and lead.last:
        contacts = [(lead.last, True)]
    if not contacts:
        return Judged("never_touched", _finding(lead, Kind.UNTOUCHED, lead.created or now, 0, now))
    at, ours = max(contacts)
    theirs = sum(not one for _, one in contacts)
    if not ours:
        kind = Kind.QUESTION if any(one for _, one in contacts) else Kind.NEVER_ANSWERED
        return Judged("answer_owed", _finding(lead, kind, at, theirs, now))
    if now.date() - at.date() < SILENT_AFTER:
        return Judged("waiting")
    return Judged("silent", _finding(lead, Kind.SILENCE, at, theirs, now))


def _planned(touch: Touch, now: dt.datetime) -> bool:
    if touch.at.date() <= now.date():
        return False
    return not _OFF.search(touch.done) and not _OFF.search(touch.outcome)


def _side(touch: Touch, now: dt.datetime) -> bool | None:
    """True: we reached out; False: they did; None: nobody spoke."""
    if touch.at.date() > now.date() or _NO_CONTACT.search(touch.kind) or not _SPOKEN.search(touch.kind):
        return None
    if _AUTOMATIC.search(touch.subject):
        return None
    if (
        _OPEN_STILL.search(touch.done)
        or _OPEN_STILL.search(touch.outcome)
        or "cancel" in touch.outcome + touch.done
    ):
        return None
    return not _THEIRS.search(touch.direction)


def _finding(lead: Lead, kind: Kind, at: dt.datetime, theirs: int, now: dt.datetime) -> Finding:
    score, because = worth.figure(
        kind.value, words=lead.note, theirs=theirs, at=at, now=now, value=lead.value
    )
    company = company_of(lead.mail) if lead.mail else lead.company.casefold()
    return Finding(
        kind, lead.mail or lead.phone or lead.name or lead.company, lead.name, company, at, lead.status, lead.note,
        theirs, theirs, score, because, phone=lead.phone, company_name=lead.company, value=lead.value or None,
        external_id=lead.id,
    )  # fmt: skip
