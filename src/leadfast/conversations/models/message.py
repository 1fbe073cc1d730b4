"""A mail that was exchanged, in either direction, and the ids by which its answers are known."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

DIRECTIONS = ("in", "out")
CLASSES = ("person", "auto_reply", "hard_bounce", "soft_bounce", "system")


class Message(TenantModel):
    """One mail. ``direction`` is proven by folder, sender and our own Message-IDs, never by its words.

    A message without a lead is reached only through its :class:`Unmatched`, by the mailbox's owner.
    The raw mail stays with ``fetched_id`` (incoming) or ``outgoing_id`` (ours).
    """

    lead = TenantKey("leads.Lead", null=True, related_name="messages")
    lead_id: uuid.UUID | None
    mailbox = TenantKey("mail.Mailbox", null=True)
    mailbox_id: uuid.UUID | None
    direction = models.CharField(max_length=3)
    mail_id = models.CharField(max_length=998, blank=True)
    references = ArrayField(models.CharField(max_length=998), default=list)
    sender_name = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    to = ArrayField(models.CharField(max_length=320), default=list)
    cc = ArrayField(models.CharField(max_length=320), default=list)
    subject = models.CharField(max_length=998, blank=True)
    # When it was written, as its Date header says; received_at is when a server of ours had it.
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    new_words = models.TextField(blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    inbound = models.CharField(max_length=12, blank=True)
    detail = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    returns_on = models.DateField(null=True)
    stand_ins = models.JSONField(default=list)
    matched_by = models.CharField(max_length=20, blank=True)
    matched_why = models.CharField(max_length=300, blank=True)

    person = TenantKey("people.Person", null=True)
    actor_kind = models.CharField(max_length=10, blank=True)
    member = TenantKey("workspaces.Member", null=True)
    outgoing_id = models.UUIDField(null=True)
    fetched_id = models.UUIDField(null=True)
    # A mail of ours is a row before it is sent; it is said when the server took it, and not_sent when that refused
    # it. One that was stopped before it began stays planned here: whether it still waits is said by its outgoing row.
    state = models.CharField(max_length=10, default="said")
    # What a person wrote waits until we have answered it; nothing else ever clears it.
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="message_direction_known"),
            models.CheckConstraint(
                condition=Q(direction="out", inbound="") | Q(direction="in", inbound__in=CLASSES),
                name="message_class_known",
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | Q(actor_kind__in=("person", "assistant", "system")),
                name="our_message_has_an_actor",
            ),
            # The same mail twice (two mailboxes, Sent and our own copy) is one message.
            models.UniqueConstraint(
                fields=["workspace", "mail_id", "sender"], condition=~Q(mail_id=""), name="message_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "fetched_id"], condition=Q(fetched_id__isnull=False), name="fetched_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "outgoing_id"],
                condition=Q(outgoing_id__isnull=False, direction="out"),
                name="outgoing_once",
            ),
        ]
        indexes: ClassVar = [
            # The timeline of a lead, newest first.
            models.Index(fields=["workspace", "lead", "-received_at", "-id"], name="message_of_lead"),
            # What came in since a moment, by class.
            models.Index(
                fields=["workspace", "received_at"], name="message_arrived", condition=Q(direction="in")
            ),
            # Responses: what people wrote that waits for us, oldest first.
            models.Index(
                fields=["workspace", "received_at", "id"],
                name="message_waiting",
                condition=Q(direction="in", inbound="person", answered_at=None, lead__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.mail_id


class MessageKey(TenantModel):
    """A Message-ID that stands for a lead: ours, theirs, and those of the rep's own mail program."""

    mail_id = models.CharField(max_length=998)
    lead = TenantKey("leads.Lead")
    lead_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "mail_id"], name="message_key_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "lead"], name="message_key_of_lead")]


class Attachment(TenantModel):
    """A file in a message: where it is, not what is in it; the bytes are read from the raw mail."""

    message = TenantKey("conversations.Message", related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(default=0)
    inline = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "message", "position"], name="attachment_once"),
        ]
