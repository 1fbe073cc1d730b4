"""Ways for strangers to bring leads in: forms of a site, webhooks, addresses for mail, and what was taught about it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import Keyed, TenantModel

INLET_KINDS = ("facebook", "google", "linkedin", "signed", "bearer", "open")
ADDRESS_KINDS = ("source", "member", "mailbox")


class WebForm(TenantModel):
    """A form that strangers fill in, on a page of ours or on a site of theirs.

    ``key`` stands in every page that shows the form: it names the form and is no secret.
    """

    name = models.CharField(max_length=120)
    key = models.CharField(max_length=80)
    # [what it is, its label, must it be filled in], in the order in which they are asked.
    fields = models.JSONField(default=list)
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    # What they agree to when they tick the box; empty: there is no box.
    consent = models.CharField(max_length=500, blank=True)
    # The sites that may show it: https://www.example.com
    origins = ArrayField(models.CharField(max_length=200), default=list)
    thanks = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = TenantKey("workspaces.Member")
    closed_at = models.DateTimeField(null=True)
    closed_by = TenantKey("workspaces.Member", null=True)

    closed_by_id: uuid.UUID | None

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="web_form_key_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="web_form_closed_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Inlet(Keyed):
    """Another system that posts leads to an address of its own, and how it proves that it is the one."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    # What signatures are checked with, sealed: it has to be read again.
    secret_sealed = models.TextField()
    # The one before, until ``old_until``.
    old_secret_sealed = models.TextField(blank=True, default="")
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = TenantKey("workspaces.Member")
    heard_at = models.DateTimeField(null=True)
    # What could not prove itself is counted, and nothing of it is kept.
    refused = models.PositiveIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=INLET_KINDS), name="inlet_kind_known"),
            models.UniqueConstraint(fields=["workspace", "token_hash"], name="inlet_token_once"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="inlet_revoked_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LeadAddress(TenantModel):
    """An address whose mails bring leads: a whole mailbox, or ``name+tag@`` for one source or one member."""

    mailbox = TenantKey("mail.Mailbox")
    kind = models.CharField(max_length=8)
    # What stands behind the plus; "*" when everything in the mailbox counts.
    tag = models.CharField(max_length=40)
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    # Whose leads they become; empty: as the rules of assignment say.
    member = TenantKey("workspaces.Member", null=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = TenantKey("workspaces.Member")
    closed_at = models.DateTimeField(null=True)
    closed_by = TenantKey("workspaces.Member", null=True)

    mailbox_id: uuid.UUID
    member_id: uuid.UUID | None
    closed_by_id: uuid.UUID | None

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "mailbox", "tag"], condition=Q(closed_at=None), name="lead_address_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=ADDRESS_KINDS), name="lead_address_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="member") | Q(member__isnull=False), name="lead_address_of_a_member"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="lead_address_closed_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.tag


class MailRule(TenantModel):
    """What a person taught about the mails of one sender by marking one example."""

    # The address that sends them.
    sender = models.CharField(max_length=320)
    # Anchors and fixed lines, as the door *mail* keeps them; no answer of anybody is in it.
    rule = models.JSONField(default=dict)
    source = models.CharField(max_length=120, blank=True)
    # The mail it was taught by, and how many it has read since.
    example = TenantKey("capture.Arrival", null=True)
    read_times = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    taught_at = models.DateTimeField(default=clock.now)
    taught_by = TenantKey("workspaces.Member")
    forgotten_at = models.DateTimeField(null=True)
    forgotten_by = TenantKey("workspaces.Member", null=True)

    example_id: uuid.UUID | None
    forgotten_by_id: uuid.UUID | None

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(sender=""), name="mail_rule_of_a_sender"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None, forgotten_by=None)
                | Q(forgotten_at__isnull=False, forgotten_by__isnull=False),
                name="mail_rule_forgotten_by_a_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "sender"], name="mail_rule_in_use", condition=Q(forgotten_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.sender
