"""The tables of mail."""

from leadfast.mail.models.incoming import DayCheck, FetchedMessage, FolderCursor, SeenHash
from leadfast.mail.models.mailbox import Canary, LibraryFile, Mailbox, SenderLease
from leadfast.mail.models.outgoing import Outgoing, OutgoingEvent

__all__ = [
    "Canary",
    "DayCheck",
    "FetchedMessage",
    "FolderCursor",
    "LibraryFile",
    "Mailbox",
    "Outgoing",
    "OutgoingEvent",
    "SeenHash",
    "SenderLease",
]
