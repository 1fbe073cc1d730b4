"""What can happen to something that comes in."""

import datetime as dt
import uuid
from dataclasses import dataclass

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class ArrivalJoined(Fact):
    """Something came in about a person we know: it joined their lead and filled what was blank."""

    arrival_id: uuid.UUID
    door: str
    filled: tuple[str, ...]
    fresh: bool


@dataclass(frozen=True)
class AskedAgain(Fact):
    """Somebody we know enquired once more. ``was`` is open, resting or how the lead had been closed."""

    arrival_id: uuid.UUID
    door: str
    was: str
    closed_by_id: uuid.UUID | None


@dataclass(frozen=True)
class ArrivalWaits(Fact):
    """Something came in that a person has to look at."""

    arrival_id: uuid.UUID
    door: str
    why: str


@dataclass(frozen=True)
class ArrivalJunked(Fact):
    """A person said that an arrival is junk."""

    arrival_id: uuid.UUID
    door: str


@dataclass(frozen=True)
class ArrivalUnjunked(Fact):
    """A person took back that an arrival is junk; it waits again."""

    arrival_id: uuid.UUID
    door: str


@dataclass(frozen=True)
class ArrivalOverdue(Fact):
    """Nobody said in time what an arrival is: somebody who decides is asked, for the ``times``-th time."""

    arrival_id: uuid.UUID
    door: str
    from_member_id: uuid.UUID | None
    to_member_id: uuid.UUID
    times: int


@dataclass(frozen=True)
class CallOverdue(Fact):
    """Nobody said in time whom we called: somebody who decides is asked, for the ``times``-th time."""

    call_record_id: uuid.UUID
    from_member_id: uuid.UUID | None
    to_member_id: uuid.UUID
    times: int


@dataclass(frozen=True)
class UploadFinished(Fact):
    """Every row of a file has its outcome."""

    upload_id: uuid.UUID
    name: str
    created: int
    joined: int
    waiting: int
    seen_before: int


@dataclass(frozen=True)
class ArrivalLeftUnread(Fact):
    """Nothing had read an arrival for minutes: that is an alarm, whatever it turned out to be."""

    arrival_id: uuid.UUID
    door: str


@dataclass(frozen=True)
class LeadExpected(Fact):
    """Somebody promised a lead that is not here yet."""

    expected_id: uuid.UUID
    label: str
    owner_id: uuid.UUID
    chase_at: dt.datetime


@dataclass(frozen=True)
class ExpectedChased(Fact):
    """A lead that was promised is still not here: its owner asks again."""

    expected_id: uuid.UUID
    label: str
    owner_id: uuid.UUID
    promised_by: str
    times: int


@dataclass(frozen=True)
class ExpectedArrived(Fact):
    """A lead that was promised is here."""

    expected_id: uuid.UUID
    label: str
    owner_id: uuid.UUID


@dataclass(frozen=True)
class ExpectedDropped(Fact):
    """A lead that was promised will not come; a person said so."""

    expected_id: uuid.UUID
    label: str
    why: str


@dataclass(frozen=True)
class SourceFellSilent(Fact):
    """A source that usually sends has stopped."""

    source_id: uuid.UUID
    name: str
    last_at: dt.datetime


@dataclass(frozen=True)
class ProbeFailed(Fact):
    """A synthetic lead did not come through its door."""

    probe_id: uuid.UUID
    door: str
    why: str


@dataclass(frozen=True)
class JoiningUndone(Fact):
    """An arrival did not belong to the lead it had joined; it is a lead of its own now."""

    arrival_id: uuid.UUID
    from_lead_id: uuid.UUID
    to_lead_id: uuid.UUID


@dataclass(frozen=True)
class LikenessDecided(Fact):
    """A person said whether two persons are one; ``verdict`` is same, different or undone."""

    likeness_id: uuid.UUID
    verdict: str


@dataclass(frozen=True)
class CampaignChanged(Fact):
    """A lead was moved to another campaign."""

    from_campaign: str
    to_campaign: str
    why: str


@dataclass(frozen=True)
class EventHeld(Fact):
    """A trade show, with what it cost and how many leads are expected of it."""

    event_id: uuid.UUID
    name: str


@dataclass(frozen=True)
class CallsRead(Fact):
    """Every record of a file of calls has its outcome."""

    file_id: uuid.UUID
    name: str
    records: int
    seen_before: int


@dataclass(frozen=True)
class AssignmentChanged(Fact):
    """A rule by which leads find their owner was added, changed, moved or removed."""

    rule_id: uuid.UUID
    what: str


@dataclass(frozen=True)
class DoorOpened(Fact):
    """Somebody made a way for others to bring leads in: a kiosk, a telephone system that posts its calls."""

    door: str
    name: str


@dataclass(frozen=True)
class DoorClosed(Fact):
    """Such a way was closed; its link does nothing any more."""

    door: str
    name: str


@dataclass(frozen=True)
class KeyRenewed(Fact):
    """Such a way has a new key; the one before goes on until then."""

    door: str
    name: str
    old_until: dt.datetime


@dataclass(frozen=True)
class OldKeyCut(Fact):
    """The key before was ended at once."""

    door: str
    name: str


@dataclass(frozen=True)
class RecordingHeard(Fact):
    """Somebody opened the recording of a call."""

    recording_id: uuid.UUID


@dataclass(frozen=True)
class RecordingRemoved(Fact):
    """The link of a recording is gone: its time was over."""

    recording_id: uuid.UUID


@dataclass(frozen=True)
class VisitorTaken(Fact):
    """A member went to somebody who had walked in."""

    floor_up_id: uuid.UUID
    to_member_id: uuid.UUID


@dataclass(frozen=True)
class VisitorLeft(Fact):
    """Somebody who had walked in left."""

    floor_up_id: uuid.UUID
    result: str
    why: str


@dataclass(frozen=True)
class TillCounted(Fact):
    """How many came on a day by one channel, as something else counted them."""

    till_count_id: uuid.UUID
    day: dt.date
    channel: str
    counted: int
    logged: int


@dataclass(frozen=True)
class TillExplained(Fact):
    """Why more were counted than logged."""

    till_count_id: uuid.UUID
    explained: int
    why: str
