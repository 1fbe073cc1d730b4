"""A search of one member's mailbox or file for dropped leads, what it keeps to go on, and what it found."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

KINDS = ("mailbox", "file")
STATES = ("bringing", "queued", "paused", "done", "failed")


class Rescue(TenantModel):
    """bringing (its file is on its way) → queued ⇄ paused → done; failed says why, and can be resumed.

    Its findings are its member's alone until they are adopted; what was not is forgotten at ``forget_at``.
    """

    member = TenantKey("workspaces.Member")
    member_id: uuid.UUID
    kind = models.CharField(max_length=8)
    mailbox = TenantKey("mail.Mailbox", null=True)
    mailbox_id: uuid.UUID | None
    name = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=24)
    # Our own addresses, as told by the member or by the mailbox; as found, once it is known.
    us = ArrayField(models.CharField(max_length=320), default=list)
    # The moment everything is judged by, however often the search is taken up again.
    as_of = models.DateTimeField()
    state = models.CharField(max_length=8, default="queued")
    # The next moment at which a worker goes on; while one works, the end of its lease.
    due_at = models.DateTimeField(null=True)
    layout = models.TextField(blank=True)
    upto = models.BigIntegerField(default=-1)
    mails = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    heads_done = models.BooleanField(default=False)
    candidates = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    begun_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    forget_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="rescue_state_known"),
            models.CheckConstraint(
                condition=Q(kind="mailbox", mailbox__isnull=False) | Q(kind="file", mailbox=None),
                name="rescue_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state="queued", due_at__isnull=False) | (~Q(state="queued") & Q(due_at=None)),
                name="queued_rescue_goes_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="failed_rescue_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="rescue_due", condition=Q(state="queued")),
            models.Index(fields=["forget_at"], name="rescue_to_forget"),
            models.Index(fields=["workspace", "member", "-begun_at"], name="rescue_of_member"),
        ]

    def __str__(self) -> str:
        return self.name


class RescuePart(TenantModel):
    """What a search needs to go on, on whatever machine: a piece of its file, or a batch of outsides.

    Removed as soon as the search is done.
    """

    rescue = TenantKey("drops.Rescue", related_name="parts")
    what = models.CharField(max_length=5)
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=("file", "heads")), name="rescue_part_known"),
            models.UniqueConstraint(
                fields=["workspace", "rescue", "what", "position"], name="rescue_part_once"
            ),
        ]


class RescuedFinding(TenantModel):
    """A dropped conversation that a search found, until it is adopted, dismissed or forgotten."""

    rescue = TenantKey("drops.Rescue", related_name="findings")
    rescue_id: uuid.UUID
    member = TenantKey("workspaces.Member")
    # A keyed hash of whom and which mail: the same conversation found again is the same.
    key = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=16)
    person = models.CharField(max_length=320, blank=True)
    name = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=320, blank=True)
    at = models.DateTimeField()
    worth = models.FloatField()
    # All of it, as the search said it.
    body = models.JSONField(default=dict)
    found_at = models.DateTimeField(default=clock.now)
    adopted_at = models.DateTimeField(null=True)
    lead = TenantKey("leads.Lead", null=True)
    lead_id: uuid.UUID | None
    dismissed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "rescue", "key"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(adopted_at=None, lead=None) | Q(adopted_at__isnull=False, dismissed_at=None),
                name="finding_adopted_or_dismissed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "rescue", "-worth", "id"], name="finding_by_worth"),
            models.Index(
                fields=["workspace", "lead"], name="finding_of_lead", condition=Q(lead__isnull=False)
            ),
            models.Index(fields=["workspace", "person"], name="finding_of_person"),
        ]

    def __str__(self) -> str:
        return self.name or self.person
