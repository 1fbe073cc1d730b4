"""A person's mailbox, who is sending from it now, and the proof that it works."""

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

SECURITIES = ("tls", "starttls", "plain")
STATES = ("works", "trouble", "disconnected")


class Mailbox(TenantModel):
    """One address that we send from and read. Its secrets are sealed (``foundation.secrets``)."""

    owner = TenantKey("workspaces.Member")
    owner_id: uuid.UUID
    address = models.CharField(max_length=254)
    address_key = models.CharField(max_length=254)
    display_name = models.CharField(max_length=200, blank=True)

    imap_host = models.CharField(max_length=255)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=8, default="tls")
    smtp_host = models.CharField(max_length=255)
    smtp_port = models.PositiveIntegerField(default=465)
    smtp_security = models.CharField(max_length=8, default="tls")
    # A file with the authorities to trust instead of the system's: a company's own mail server.
    certificates = models.CharField(max_length=400, blank=True)
    user_name = models.CharField(max_length=254)
    auth = models.CharField(max_length=10, default="password")
    provider = models.CharField(max_length=40, blank=True)
    sealed_secret = models.TextField()
    sealed_token = models.TextField(blank=True)
    token_expires_at = models.DateTimeField(null=True)

    state = models.CharField(max_length=14, default="works")
    trouble = models.CharField(max_length=500, blank=True)
    trouble_code = models.CharField(max_length=60, blank=True)
    trouble_at = models.DateTimeField(null=True)
    needs_person = models.BooleanField(default=False)
    connected_at = models.DateTimeField(default=clock.now)
    disconnected_at = models.DateTimeField(null=True)

    daily_limit = models.PositiveSmallIntegerField(default=50)
    gap_seconds = models.PositiveIntegerField(default=60)
    window_from = models.TimeField(default=dt.time(8))
    window_to = models.TimeField(default=dt.time(18))
    signature = models.TextField(blank=True)
    exclusions = ArrayField(models.CharField(max_length=254), default=list)
    # Mails to name+tag@ are fetched whole, whoever wrote them; "*" stands for everything in the inbox.
    open_tags = ArrayField(models.CharField(max_length=40), default=list)
    # A mailbox's first 30 days: its follow-ups are drafts for a person (principle 8).
    drafts_only_until = models.DateTimeField(null=True)
    # None until the first mail has shown whether the provider files what SMTP took into Sent.
    files_sent_itself = models.BooleanField(null=True)

    proven_at = models.DateTimeField(null=True)
    proven_by = models.CharField(max_length=10, blank=True)
    next_canary_at = models.DateTimeField(default=clock.now)
    synced_at = models.DateTimeField(null=True)
    next_sync_at = models.DateTimeField(default=clock.now)
    sync_failures = models.PositiveIntegerField(default=0)
    # The worker that waits on this mailbox with IDLE, so that not every worker does.
    listener = models.CharField(max_length=120, blank=True)
    listened_until = models.DateTimeField(null=True)
    last_paced_at = models.DateTimeField(null=True)
    # Deliverability: set with its sentence when bounces or complaints pass the limit.
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=300, blank=True)
    domain_check = models.JSONField(default=dict)
    domain_checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "address_key"],
                condition=Q(disconnected_at=None),
                name="mail_mailbox_address_once",
            ),
            models.CheckConstraint(
                condition=Q(daily_limit__gte=1, daily_limit__lte=200), name="mailbox_limit_at_most_200"
            ),
            models.CheckConstraint(condition=Q(gap_seconds__gte=60), name="mailbox_gap_at_least_a_minute"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="mailbox_state_known"),
            models.CheckConstraint(
                condition=Q(imap_security__in=SECURITIES, smtp_security__in=SECURITIES),
                name="mailbox_security_known",
            ),
            models.CheckConstraint(condition=Q(auth__in=("password", "oauth")), name="mailbox_auth_known"),
            # Trouble without a sentence would be a failure that no person sees.
            models.CheckConstraint(
                condition=~Q(state="trouble") | (~Q(trouble="") & Q(trouble_at__isnull=False)),
                name="mailbox_trouble_has_a_sentence",
            ),
        ]
        indexes: ClassVar = [
            # The sweeps ask for these across all workspaces at every tick.
            models.Index(
                fields=["next_sync_at"], name="mailbox_sync_due", condition=~Q(state="disconnected")
            ),
            models.Index(
                fields=["next_canary_at"], name="mailbox_canary_due", condition=~Q(state="disconnected")
            ),
        ]

    def __str__(self) -> str:
        return self.address


class SenderLease(TenantModel):
    """Who may send from a mailbox now. ``fence`` grows with every new holder; a holder whose number
    is no longer the row's has lost the mailbox, and finds out before DATA."""

    mailbox = TenantKey("mail.Mailbox")
    holder = models.CharField(max_length=120, blank=True)
    fence = models.BigIntegerField(default=0)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "mailbox"], name="one_sender_per_mailbox"),
        ]


class Canary(TenantModel):
    """A mail from a mailbox to itself. Its round trip proves that it can send and be read."""

    mailbox = TenantKey("mail.Mailbox")
    mailbox_id: uuid.UUID
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "mailbox", "-sent_at"], name="canary_by_mailbox"),
        ]


class LibraryFile(TenantModel):
    """A file that the team encloses again and again: a brochure, a price list."""

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_by = TenantKey("workspaces.Member", null=True)
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "digest", "name"],
                condition=Q(removed_at=None),
                name="library_file_once",
            ),
            models.CheckConstraint(
                condition=Q(size__lte=10 * 1024 * 1024), name="library_file_at_most_10_mb"
            ),
        ]

    def __str__(self) -> str:
        return self.name
