"""What can happen in follow-up."""

import datetime as dt
import uuid
from dataclasses import dataclass

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class InquiriesArrived(Fact):
    """People asked us something just now: these leads, which came in together."""

    leads: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class CadenceStarted(Fact):
    """A cadence runs for a lead from now on."""

    enrolment_id: uuid.UUID
    cadence: str
    first_at: dt.datetime
    mode: str


@dataclass(frozen=True)
class CadenceEnded(Fact):
    """A cadence no longer runs for a lead."""

    enrolment_id: uuid.UUID
    cadence: str
    ending: str
    why: str


@dataclass(frozen=True)
class CadencePaused(Fact):
    """The machine keeps quiet until a person has looked."""

    enrolment_id: uuid.UUID
    cadence: str
    why: str


@dataclass(frozen=True)
class CadenceResumed(Fact):
    """A person has looked; the cadence goes on."""

    enrolment_id: uuid.UUID
    cadence: str
    next_at: dt.datetime


@dataclass(frozen=True)
class FollowUpSent(Fact):
    """A mail of a cadence went out."""

    touch_id: uuid.UUID
    cadence: str
    title: str
    because: str
    automated: bool


@dataclass(frozen=True)
class FollowUpMoved(Fact):
    """A touch of a cadence moved to another time, for this reason."""

    touch_id: uuid.UUID
    cadence: str
    title: str
    to_at: dt.datetime
    because: str


@dataclass(frozen=True)
class FollowUpHeld(Fact):
    """A touch of a cadence did not happen: a person decides, or it never will."""

    touch_id: uuid.UUID
    cadence: str
    title: str
    because: str


@dataclass(frozen=True)
class FollowUpDeclined(Fact):
    """A person decided against a follow-up, and said why."""

    about: str
    why: str


@dataclass(frozen=True)
class MailInsured(Fact):
    """A mail seen in Sent was insured against silence, or was not, and why."""

    entry_id: uuid.UUID
    insured: bool
    because: str


@dataclass(frozen=True)
class CadenceWritten(Fact):
    """A cadence of the workspace has a new version or name, was turned on or off, or is gone."""

    cadence: str
    version: int
    change: str
