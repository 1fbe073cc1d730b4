"""What was said: mails, calls, notes, visits, and messages that belong nowhere yet."""

from leadfast.conversations.models.effort import Call, Note, Visit
from leadfast.conversations.models.message import Attachment, Message, MessageKey
from leadfast.conversations.models.tracking import TrackingEvent
from leadfast.conversations.models.unmatched import Unmatched

__all__ = ["Attachment", "Call", "Message", "MessageKey", "Note", "TrackingEvent", "Unmatched", "Visit"]
