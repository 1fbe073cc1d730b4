"""Which facts other programs may hear of, how a message is signed, and when it is tried again. Pure."""

import base64
import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import Final, Literal

#: Facts about leads and what is done with them. What is ours alone (mailboxes, rescues, till counts) is not told.
PUBLIC: Final[dict[str, str]] = {
    "lead_opened": "A lead came in",
    "lead_edited": "Fields of a lead were changed",
    "lead_won": "The customer bought",
    "lead_closed": "A lead was closed for good, other than won",
    "lead_rested": "Two people agreed that a lead rests until a date",
    "lead_came_back": "A resting lead is worked again",
    "lead_reopened": "A closed lead is open again",
    "handed_over": "A lead has another owner",
    "stage_reached": "A lead moved to another stage",
    "turn_taken": "It is our turn",
    "turn_given": "It is their turn, until a date",
    "participant_joined": "A person became part of a lead",
    "step_scheduled": "A step is planned",
    "step_done": "A step was done",
    "step_moved": "A step has another date",
    "step_cancelled": "A step was taken back",
    "give_up_asked": "A member asked to give up",
    "give_up_withdrawn": "A request to give up was taken back",
    "give_up_sent_back": "A second person said: keep working it",
    "reply_received": "The customer wrote back",
    "call_logged": "A call was made or came in",
    "call_missed": "The customer called and nobody answered",
    "call_answered": "A call taken for missed had been answered",
    "text_logged": "A text was sent or came in",
    "note_added": "A note was written",
    "visit_logged": "Somebody met the customer",
    "appointment_made": "An appointment was made",
    "appointment_cancelled": "An appointment was cancelled",
    "bounced": "A mail came back",
    "opted_out": "The customer wants no more mail",
    "suppressed": "An address or number must never be used again",
    "cadence_started": "A cadence started for a lead",
    "cadence_ended": "A cadence ended for a lead",
    "follow_up_sent": "A mail of a cadence went out",
    "arrival_joined": "Something that came in was joined to a known lead",
    "arrival_waits": "Something that came in waits for a person",
    "asked_again": "A customer asked again",
    "upload_finished": "Every row of a file has its outcome",
}

#: After the first try: seconds, then minutes, then hours, as Standard Webhooks proposes.
RETRIES: Final = (
    dt.timedelta(seconds=5),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=5),
    dt.timedelta(hours=10),
    dt.timedelta(hours=14),
    dt.timedelta(hours=20),
    dt.timedelta(hours=24),
)
#: An address at which nothing was taken for so long is told no more.
DEAD_AFTER: Final = dt.timedelta(days=5)
GONE: Final = 410
SECRET_BYTES: Final = 32
_HEAD: Final = "whsec_"

Kind = Literal["delivered", "again", "gave_up", "gone"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means for a delivery, and when it is tried again."""

    kind: Kind
    due_at: dt.datetime | None = None


def judge(status: int | None, *, attempts: int, now: dt.datetime) -> Verdict:
    """``status`` None: there was no answer. ``attempts`` counts the one just made."""
    if status is not None and 200 <= status < 300:
        return Verdict("delivered")
    if status == GONE:
        return Verdict("gone")
    if attempts > len(RETRIES):
        return Verdict("gave_up")
    return Verdict("again", now + RETRIES[attempts - 1])


def written_secret(raw: bytes) -> str:
    """A secret as it is shown: ``whsec_`` and base64."""
    return _HEAD + base64.b64encode(raw).decode()


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """``v1,`` and the base64 of HMAC-SHA-256 over ``id.timestamp.body`` (Standard Webhooks, 1.0)."""
    key = base64.b64decode(secret.removeprefix(_HEAD))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
