"""What was said: mails, calls, notes, visits, and messages that belong nowhere yet."""

from leadfast.conversations.models.agreed import Appointment, Pledge
from leadfast.conversations.models.effort import Call, Note, Visit
from leadfast.conversations.models.message import Attachment, Message, MessageKey
from leadfast.conversations.models.proposal import Correction, Proposal
from leadfast.conversations.models.text import Text
from leadfast.conversations.models.tracking import TrackingEvent
from leadfast.conversations.models.unmatched import Unmatched

__all__ = [
    "Appointment",
    "Attachment",
    "Call",
    "Correction",
    "Message",
    "MessageKey",
    "Note",
    "Pledge",
    "Proposal",
    "Text",
    "TrackingEvent",
    "Unmatched",
    "Visit",
]
