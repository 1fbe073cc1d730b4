"""What a cadence is: steps of mail, call and task, each at a distance from one anchor, and what comes after.

The anchor is the moment the cadence starts from: the arrival of the lead, the mail a person sent, the day of
return of somebody on holiday. All offsets count from it, so a step that was late does not push the rest.
"""

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from leadfast.foundation.business_time import SENDING_WINDOW, Week


class Channel(StrEnum):
    """By which way a step reaches the person."""

    MAIL = "mail"
    CALL = "call"
    TASK = "task"


class Purpose(StrEnum):
    """Why we write or call; the law judges each differently."""

    ANSWER = "answer"
    """The person asked us: an inquiry, a visit to the showroom or the stand."""
    CONVERSATION = "conversation"
    """A person here wrote to them in an exchange that is under way."""
    NURTURE = "nurture"
    """Staying in touch with somebody who knows us and did not buy."""
    COLD = "cold"
    """They have never asked for anything."""


class Unit(StrEnum):
    """What an offset counts."""

    MINUTES = "minutes"
    BUSINESS_DAYS = "business_days"
    DAYS = "days"
    MONTHS = "months"


class Mode(StrEnum):
    """Whether a due mail goes out by itself or waits as a draft for a person."""

    AUTOMATIC = "automatic"
    DRAFTS = "drafts"


@dataclass(frozen=True)
class Offset:
    """How far from the anchor. `at` is the local wall time of the lead; none means the anchor's own."""

    amount: int
    unit: Unit = Unit.BUSINESS_DAYS
    at: time | None = None

    def __str__(self) -> str:
        if self.amount == 0:
            return "at once" if self.unit is Unit.MINUTES else "the same day"
        word = {
            Unit.MINUTES: "minute",
            Unit.BUSINESS_DAYS: "business day",
            Unit.DAYS: "day",
            Unit.MONTHS: "month",
        }[self.unit]
        return f"after {self.amount} {word}{'s' if abs(self.amount) != 1 else ''}"


@dataclass(frozen=True)
class Template:
    """A mail as it is written: Liquid text with fallbacks. An empty subject answers in the same thread."""

    text: str
    subject: str = ""


@dataclass(frozen=True)
class Step:
    """One step. `then` is "" for the step after it, otherwise a `Successor` in its written form."""

    key: str
    channel: Channel
    after: Offset
    title: str
    template: Template | None = None
    then: str = ""
    acknowledgement: bool = False
    """Sent at once even at night, once per arrival, outside the limits; never counted as a first response."""
    note: str = ""
    """What the person who calls or does the task should know."""

    @property
    def by_person(self) -> bool:
        return self.channel is not Channel.MAIL

    @property
    def same_thread(self) -> bool:
        return self.template is not None and not self.template.subject.strip()


ASK_THE_OWNER = "ask-the-owner"
"""The successor that is a person: the lead keeps a pending decision until its owner has made it."""

STEP_PREFIX = "step:"
CADENCE_PREFIX = "cadence:"


@dataclass(frozen=True)
class Limits:
    """How much one lead, one company and one mailbox may receive or send by machine."""

    per_lead_hours: int = 24
    per_company_week: int = 3
    per_mailbox_day: int = 50
    """50 a day by default, never above 200."""


@dataclass(frozen=True)
class Cadence:
    """A named course of steps that always ends in a person or in another cadence."""

    key: str
    name: str
    purpose: Purpose
    steps: tuple[Step, ...]
    description: str = ""
    window: Week = SENDING_WINDOW
    mode: Mode = Mode.AUTOMATIC
    on_by_default: bool = True
    first_touch_within_business_days: int | None = None
    """A promise for a whole batch, checked against what the mailboxes can carry."""
    limits: Limits = field(default_factory=Limits)

    def position(self, key: str) -> int:
        """The place of a step, counted from 0."""
        return next(place for place, step in enumerate(self.steps) if step.key == key)

    def successor_of(self, place: int) -> str:
        """What follows the step at a place: "step:…", "cadence:…", ask-the-owner, or "" for a dead end."""
        step = self.steps[place]
        if step.then:
            return step.then
        if place + 1 < len(self.steps):
            return STEP_PREFIX + self.steps[place + 1].key
        return ""
