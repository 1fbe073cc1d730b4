"""The intent log: a mail is a row before it is a conversation with a server."""

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

STATES = ("planned", "waiting", "sending", "sent", "refused", "unknown", "cancelled")
KINDS = ("automated", "person", "notice")


class Outgoing(TenantModel):
    """One mail, from intent to outcome.

    planned → sending → sent, refused or unknown; back to planned only while not one byte can have
    left (``data_at`` is empty or the server said no); waiting is a draft that a person releases.
    A trigger refuses every other way (migration 0002).
    """

    mailbox = TenantKey("mail.Mailbox")
    mailbox_id: uuid.UUID
    kind = models.CharField(max_length=10, default="automated")
    # What the caller calls it: planning the same key twice gives the same row.
    key = models.CharField(max_length=200)
    # Whose mail it is (a touch, a message): a name of the caller's that mail does not look into.
    about = models.UUIDField(null=True)
    message_id = models.CharField(max_length=200)
    recipients = ArrayField(models.CharField(max_length=254))
    subject = models.CharField(max_length=998, blank=True)
    draft = models.JSONField()
    raw = models.BinaryField(null=True)
    # Where the recipient is, for the sending window.
    zone = models.CharField(max_length=64, default="UTC")
    country = models.CharField(max_length=2, blank=True)

    state = models.CharField(max_length=10, default="planned")
    not_before = models.DateTimeField()
    planned_at = models.DateTimeField(default=clock.now)
    attempt = models.PositiveSmallIntegerField(default=0)
    fence = models.BigIntegerField(null=True)
    lease_until: "models.DateTimeField[dt.datetime | None, dt.datetime | None]" = models.DateTimeField(
        null=True
    )
    # Set by the commit that allows DATA: an expired row without it was certainly not sent.
    data_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    code = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=500, blank=True)
    bounced_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    unknown_at = models.DateTimeField(null=True)
    looked_at_sent = models.PositiveSmallIntegerField(default=0)
    decided_by = TenantKey("workspaces.Member", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="mail_outgoing_key_once"),
            models.UniqueConstraint(fields=["workspace", "message_id"], name="mail_outgoing_message_id_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="outgoing_state_known"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="outgoing_kind_known"),
            models.CheckConstraint(
                condition=~Q(state="sending")
                | Q(lease_until__isnull=False, fence__isnull=False, attempt__gte=1),
                name="outgoing_sending_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(lease_until=None, data_at=None),
                name="outgoing_planned_was_not_begun",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent")
                | Q(sent_at__isnull=False, raw__isnull=False, data_at__isnull=False),
                name="outgoing_sent_has_its_bytes",
            ),
            models.CheckConstraint(
                condition=~Q(state="unknown") | Q(unknown_at__isnull=False, data_at__isnull=False),
                name="outgoing_unknown_had_begun",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("refused", "cancelled"))
                | (~Q(words="") & Q(settled_at__isnull=False)),
                name="outgoing_not_sent_says_why",
            ),
        ]
        indexes: ClassVar = [
            # One index scan per claim; a tick with nothing due touches one page.
            models.Index(
                fields=["mailbox", "not_before", "id"],
                name="outgoing_due_by_mailbox",
                condition=Q(state="planned"),
            ),
            models.Index(fields=["not_before"], name="outgoing_due", condition=Q(state="planned")),
            models.Index(fields=["lease_until"], name="outgoing_leased", condition=Q(state="sending")),
            models.Index(fields=["mailbox"], name="outgoing_unknown", condition=Q(state="unknown")),
            models.Index(
                fields=["mailbox"], name="outgoing_not_filed", condition=Q(state="sent", filed_at=None)
            ),
            # Counting the day against its limit, and bounces against the week's mails.
            models.Index(fields=["workspace", "mailbox", "not_before"], name="outgoing_by_day"),
            models.Index(
                fields=["workspace", "about"], name="outgoing_by_about", condition=Q(about__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {', '.join(self.recipients)}"


class OutgoingEvent(TenantModel):
    """One sentence of *why sent / why not*. The application adds these and never changes them."""

    outgoing = TenantKey("mail.Outgoing", related_name="events")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    says = models.CharField(max_length=600)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "outgoing", "at"], name="outgoing_event_in_order"),
        ]

    def __str__(self) -> str:
        return self.says
