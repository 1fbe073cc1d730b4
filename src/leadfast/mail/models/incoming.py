"""What was fetched, raw and before anybody looked into it, and how far each folder was read."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel


class FolderCursor(TenantModel):
    """How far a folder was read. A new UIDVALIDITY starts it again; nothing is stored twice."""

    mailbox = TenantKey("mail.Mailbox")
    folder = models.CharField(max_length=500)
    role = models.CharField(max_length=10, blank=True)
    uidvalidity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    renumbered = models.PositiveIntegerField(default=0)
    # Complete reads of this folder since the beginning: "two complete syncs of Sent" counts these.
    complete = models.BigIntegerField(default=0)
    complete_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "mailbox", "folder"], name="folder_cursor_once"),
        ]


class FetchedMessage(TenantModel):
    """A message exchanged with somebody we know, as the server gave it, committed before any
    reading. ``read_at`` stays empty until it has been understood and attached."""

    mailbox = TenantKey("mail.Mailbox")
    mailbox_id: uuid.UUID
    folder = models.CharField(max_length=500)
    role = models.CharField(max_length=10, blank=True)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    # The same message found again, in another folder or under another UID, has the same one.
    fingerprint = models.BinaryField(max_length=32)
    message_id = models.CharField(max_length=998, blank=True)
    outgoing_id = models.UUIDField(null=True)
    # Of a stranger who wrote to an address that takes mail from anybody: no conversation of ours.
    from_anybody = models.BooleanField(default=False)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    fetched_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "mailbox", "folder", "uidvalidity", "uid"], name="fetched_uid_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "mailbox", "fingerprint"], name="fetched_message_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="fetched_unread", condition=Q(read_at=None)),
            models.Index(fields=["workspace", "message_id"], name="fetched_by_message_id"),
        ]


class SeenHash(TenantModel):
    """A keyed hash of the Message-ID of every message that was seen, and nothing else of those that
    are private (rule 9): enough to tell whether one is missing."""

    mailbox = TenantKey("mail.Mailbox")
    day = models.DateField()
    hash = models.BinaryField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "mailbox", "hash"], name="seen_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "mailbox", "day"], name="seen_by_day")]


class DayCheck(TenantModel):
    """The comparison of one day of a mailbox: how many the server has, how many we had not seen."""

    mailbox = TenantKey("mail.Mailbox")
    day = models.DateField()
    on_server = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    recovered = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "mailbox", "day"], name="day_check_once"),
        ]
