"""What can happen to mail and mailboxes. What follows is listed in config/reactions.py, so that
whoever planned a mail learns its outcome in the same transaction, whichever way it came about."""

import uuid
from dataclasses import dataclass

from leadfast.history.facts import Fact


@dataclass(frozen=True)
class MailSent(Fact):
    """The server took the mail (or it was found in Sent, or a person says it went out)."""

    outgoing_id: uuid.UUID
    mailbox_id: uuid.UUID
    about: uuid.UUID | None
    mail_kind: str
    message_id: str
    refused_recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class MailRefused(Fact):
    """The server refused the mail for good, in these words. ``recipients`` are those it turned down."""

    outgoing_id: uuid.UUID
    mailbox_id: uuid.UUID
    about: uuid.UUID | None
    mail_kind: str
    code: int
    words: str
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class MailUnknown(Fact):
    """Nobody knows whether the mail went out: the connection ended after it had begun."""

    outgoing_id: uuid.UUID
    mailbox_id: uuid.UUID
    about: uuid.UUID | None
    mail_kind: str
    words: str


@dataclass(frozen=True)
class MailNotSent(Fact):
    """The mail was stopped before it began, with the sentence that says why."""

    outgoing_id: uuid.UUID
    mailbox_id: uuid.UUID
    about: uuid.UUID | None
    mail_kind: str
    why: str


@dataclass(frozen=True)
class MailDoubtful(Fact):
    """A mail of unknown fate was not found in Sent; that proves nothing, so a person decides."""

    outgoing_id: uuid.UUID
    mailbox_id: uuid.UUID
    about: uuid.UUID | None
    mail_kind: str


@dataclass(frozen=True)
class MailboxConnected(Fact):
    """A mailbox was connected, or connected again."""

    mailbox_id: uuid.UUID
    address: str


@dataclass(frozen=True)
class MailboxDisconnected(Fact):
    """A mailbox was disconnected by a person."""

    mailbox_id: uuid.UUID
    address: str


@dataclass(frozen=True)
class MailboxTroubled(Fact):
    """A mailbox stopped working, with the sentence that says how to mend it."""

    mailbox_id: uuid.UUID
    address: str
    sentence: str
    needs_person: bool


@dataclass(frozen=True)
class MailboxRecovered(Fact):
    """A mailbox works again."""

    mailbox_id: uuid.UUID
    address: str


@dataclass(frozen=True)
class MailboxStopped(Fact):
    """A mailbox stopped sending because too much of its mail bounced or was complained about."""

    mailbox_id: uuid.UUID
    address: str
    why: str
