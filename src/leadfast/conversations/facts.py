"""What can be said and done between a lead and us."""

import datetime as dt
import uuid
from dataclasses import dataclass

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class ReplyReceived(Fact):
    """A person of the lead wrote to us. What runs for the lead stops; it is our turn."""

    message_id: uuid.UUID
    mailbox_id: uuid.UUID | None
    sender: str
    words: str
    because: str


@dataclass(frozen=True)
class AutoReplyReceived(Fact):
    """A machine of theirs answered: somebody is away, a receipt, somebody has left."""

    message_id: uuid.UUID
    about: str
    sender: str
    returns_on: dt.date | None
    said_on: dt.date
    stand_ins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bounced(Fact):
    """A mail of ours did not arrive, said at once by the server or later by a report."""

    outgoing_id: uuid.UUID | None
    address: str
    hard: bool
    reason: str
    words: str


@dataclass(frozen=True)
class ComplaintReceived(Fact):
    """Somebody marked a mail of ours as spam."""

    outgoing_id: uuid.UUID | None
    address: str


@dataclass(frozen=True)
class OptedOut(Fact):
    """A person of the lead asked us to stop writing. Suppressed at once and for good."""

    message_id: uuid.UUID
    address: str
    words: str


@dataclass(frozen=True)
class MailSeenInSent(Fact):
    """A mail that a rep wrote in their own mail program, seen in the Sent folder.

    ``headers`` are the names of its headers: other tools sign what they send.
    """

    message_id: uuid.UUID
    mail_id: str
    mailbox_id: uuid.UUID
    member_id: uuid.UUID
    subject: str
    sent_at: dt.datetime
    attachments: int
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class DoubtRaised(Fact):
    """A message may be about this lead. The machine keeps quiet until a person has looked."""

    unmatched_id: uuid.UUID
    sender: str
    why: str


@dataclass(frozen=True)
class UnmatchedSettled(Fact):
    """A person said where a message belongs."""

    unmatched_id: uuid.UUID
    outcome: str


@dataclass(frozen=True)
class UnmatchedReopened(Fact):
    """A message that was put aside as junk or private waits again. ``was`` is what it had been called."""

    unmatched_id: uuid.UUID
    was: str


@dataclass(frozen=True)
class CallLogged(Fact):
    """Somebody of ours called, or was called. ``step_id`` is the step it was made for, still pending."""

    call_id: uuid.UUID
    outcome: str
    proof: str
    incoming: bool
    words: str
    step_id: uuid.UUID | None = None


@dataclass(frozen=True)
class CallProven(Fact):
    """A call that somebody had logged was found in the records of the telephone system."""

    call_id: uuid.UUID
    was: str


@dataclass(frozen=True)
class CallMissed(Fact):
    """They called, and nobody of ours answered."""

    call_id: uuid.UUID
    number: str
    called_at: dt.datetime


@dataclass(frozen=True)
class CallAnswered(Fact):
    """A call that was taken for one in vain had been answered: the telephone system told so later."""

    call_id: uuid.UUID
    incoming: bool
    called_at: dt.datetime


@dataclass(frozen=True)
class TextLogged(Fact):
    """A text message went to the lead from another program, or was answered there."""

    text_id: uuid.UUID
    channel: str
    outcome: str
    proof: str
    words: str


@dataclass(frozen=True)
class NoteAdded(Fact):
    """A member wrote something down about the lead."""

    note_id: uuid.UUID
    words: str


@dataclass(frozen=True)
class VisitLogged(Fact):
    """They were here, or we were there."""

    visit_id: uuid.UUID
    visit_kind: str
    words: str


@dataclass(frozen=True)
class ProposalAccepted(Fact):
    """A member said that a reading is right, and what it proposed is done. ``bucket`` names a nurture cadence."""

    proposal_id: uuid.UUID
    proposed: str
    intent: str
    bucket: str = ""


@dataclass(frozen=True)
class ProposalUndone(Fact):
    """What accepting a reading had done was taken back; it waits again. ``bucket`` is the cadence it had started."""

    proposal_id: uuid.UUID
    proposed: str
    intent: str
    bucket: str = ""


@dataclass(frozen=True)
class ProposalCorrected(Fact):
    """A member said what a message means instead."""

    message_id: uuid.UUID
    read_as: str
    said: str


@dataclass(frozen=True)
class MessageReclassified(Fact):
    """A member said who or what wrote a message: a person, a machine, a bounce."""

    message_id: uuid.UUID
    from_class: str
    to_class: str
    returns_on: dt.date | None = None


@dataclass(frozen=True)
class AppointmentMade(Fact):
    """A meeting was agreed, or moved."""

    appointment_id: uuid.UUID
    starts_at: dt.datetime
    title: str
    place: str


@dataclass(frozen=True)
class InvitationAnswered(Fact):
    """A member accepted or declined an invitation, or said perhaps; a mail with the answer is on its way."""

    appointment_id: uuid.UUID
    answer: str
    starts_at: dt.datetime


@dataclass(frozen=True)
class AppointmentCancelled(Fact):
    """A meeting was called off."""

    appointment_id: uuid.UUID
    starts_at: dt.datetime
    why: str


@dataclass(frozen=True)
class PledgeMade(Fact):
    """Somebody said what they would do, and by when."""

    pledge_id: uuid.UUID
    by_us: bool
    says: str
    due_at: dt.datetime | None


@dataclass(frozen=True)
class PledgeSettled(Fact):
    """What was said would be done was done in time, or was not."""

    pledge_id: uuid.UUID
    by_us: bool
    says: str
    kept: bool
