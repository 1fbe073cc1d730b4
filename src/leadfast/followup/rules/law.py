"""May this step be taken towards this person? Read from the table, answered in sentences.

A step that is not allowed is turned into one that is: a mail or a call becomes a task for a person, who may
write by hand, ask for consent, or let it be. A cold mail is not turned into anything: it is refused.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from leadfast.followup.rules import law_table
from leadfast.followup.rules.cadence import Channel, Purpose
from leadfast.followup.rules.law_table import Calling, Ground, Law, Side
from leadfast.foundation import business_time
from leadfast.foundation.business_time import Calendar


class Ruling(StrEnum):
    """What the law says of one step."""

    ALLOWED = "allowed"
    TURNED = "turned"
    REFUSED = "refused"


@dataclass(frozen=True)
class Subject:
    """What we know of the person when we ask: where they are, as what, on what ground, how old it is."""

    country: str
    business: bool
    ground: Ground
    ground_age_days: int = 0
    do_not_call_listed: bool | None = None
    """None: the number has not been compared with the list yet."""


@dataclass(frozen=True)
class Answer:
    """A ruling with its sentence. The sentence is empty when nothing needs to be said."""

    ruling: Ruling
    sentence: str = ""

    @property
    def allowed(self) -> bool:
        return self.ruling is Ruling.ALLOWED


ALLOWED = Answer(Ruling.ALLOWED)


def judge(channel: Channel, purpose: Purpose, subject: Subject) -> Answer:
    """Whether one step may be taken, must become a task, or is refused."""
    if channel is Channel.TASK:
        return ALLOWED
    law = law_table.of(subject.country)
    side = law.business if subject.business else law.consumer
    if channel is Channel.MAIL:
        return _judge_mail(purpose, subject, law, side)
    return _judge_call(purpose, subject, law, side)


def assumed_ground(purpose: Purpose) -> Ground:
    """The ground that everybody in a cadence of this purpose has at least; the compiler assumes no more."""
    return Ground.NOTHING if purpose is Purpose.COLD else Ground.INQUIRY


def standing_ground(subject: Subject) -> Ground:
    """The ground that still stands at its age: consents and inquiries grow old, a sale does not."""
    law = law_table.of(subject.country)
    if subject.ground is Ground.CONSENT and subject.ground_age_days > law.consent_days:
        return Ground.INQUIRY if subject.ground_age_days <= law.inquiry_days else Ground.NOTHING
    if subject.ground is Ground.INQUIRY and subject.ground_age_days > law.inquiry_days:
        return Ground.NOTHING
    return subject.ground


def call_calendar(lead: Calendar, country: str) -> Calendar:
    """The hours in which somebody may be called where they are."""
    law = law_table.of(country)
    return Calendar(
        zone=lead.zone,
        country="" if law.calls_on_holidays else (lead.country or country),
        subdivision=lead.subdivision,
        hours=law.call_hours,
    )


def next_call_slot(moment: datetime, lead: Calendar, country: str) -> datetime:
    """The first moment at or after this one at which the person may be called where they are."""
    return business_time.next_slot(call_calendar(lead, country), moment)


def not_before(country: str, calls: list[datetime], moment: datetime) -> datetime:
    """The moment from which one more call is within the limit of 24 hours."""
    most = law_table.of(country).calls_per_24_hours
    recent = sorted(call for call in calls if moment - timedelta(hours=24) < call <= moment)
    return recent[-most] + timedelta(hours=24) if len(recent) >= most else moment


def _judge_mail(purpose: Purpose, subject: Subject, law: Law, side: Side) -> Answer:
    held = standing_ground(subject)
    who = "businesses" if subject.business else "consumers"
    if purpose in (Purpose.ANSWER, Purpose.CONVERSATION):
        # Answering what somebody asked, or going on with an exchange, is nowhere unsolicited.
        return ALLOWED
    if purpose is Purpose.NURTURE:
        if held >= side.nurture_mail:
            return ALLOWED
        return Answer(
            Ruling.TURNED,
            f"In {law.name} keeping in touch by mail with {who} needs {_needs(side.nurture_mail)}: "
            "a person writes by hand or asks for it.",
        )
    if held >= side.cold_mail:
        return ALLOWED
    return Answer(
        Ruling.REFUSED,
        f"In {law.name} a first mail to {who} who did not ask for it needs {_needs(side.cold_mail)}.",
    )


def _judge_call(purpose: Purpose, subject: Subject, law: Law, side: Side) -> Answer:
    held = standing_ground(subject)
    if purpose in (Purpose.ANSWER, Purpose.CONVERSATION) or held >= Ground.INQUIRY:
        return ALLOWED
    who = "businesses" if subject.business else "consumers"
    if side.cold_call is Calling.CONSENT:
        return Answer(
            Ruling.TURNED,
            f"In {law.name} calling {who} who did not ask for a call needs their consent: "
            "a person writes by hand instead.",
        )
    if side.cold_call is Calling.LIST:
        if subject.do_not_call_listed:
            return Answer(
                Ruling.TURNED,
                f"The number is on {law.do_not_call_list}: a person writes by hand instead.",
            )
        if subject.do_not_call_listed is None:
            return Answer(Ruling.ALLOWED, f"Check the number against {law.do_not_call_list} before you call.")
    return ALLOWED


def _needs(ground: Ground) -> str:
    return {
        Ground.NOTHING: "nothing",
        Ground.INQUIRY: "a recent inquiry",
        Ground.SALE: "an earlier sale",
        Ground.CONSENT: "their consent",
    }[ground]
