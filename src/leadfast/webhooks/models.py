"""Who is told what, and each telling as a row."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel


class Subscription(TenantModel):
    """An address that is told when a fact of its kinds happens, until it is ended or dead."""

    url = models.CharField(max_length=500)
    sealed_secret = models.TextField()
    # The one before signs beside it until then.
    old_sealed_secret = models.TextField(blank=True, default="")
    old_until = models.DateTimeField(null=True)
    # Empty: every public kind.
    kinds = ArrayField(models.CharField(max_length=60), default=list)
    created_at = models.DateTimeField(default=clock.now)
    created_by = TenantKey("workspaces.Member", null=True)
    # The first failure since the last success.
    failing_since = models.DateTimeField(null=True)
    dead_since = models.DateTimeField(null=True)
    dead_why = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = TenantKey("workspaces.Member", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(dead_since=None, dead_why="") | Q(dead_since__isnull=False) & ~Q(dead_why=""),
                name="dead_subscription_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="subscription_ended_by_a_person",
            ),
            models.CheckConstraint(condition=~Q(sealed_secret=""), name="subscription_has_its_secret"),
            models.CheckConstraint(
                condition=Q(old_sealed_secret="", old_until=None)
                | ~Q(old_sealed_secret="") & Q(old_until__isnull=False),
                name="old_secret_ends",
            ),
        ]
        indexes: ClassVar = [
            # Asked by every fact: usually there is none.
            models.Index(
                fields=["workspace"], name="subscription_told", condition=Q(dead_since=None, ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_told(self) -> bool:
        """Neither ended nor dead."""
        return self.dead_since is None and self.ended_at is None


class Delivery(TenantModel):
    """One fact for one subscription. What it says is read from the fact when it is sent, and kept nowhere else."""

    subscription = TenantKey("webhooks.Subscription", related_name="deliveries")
    subscription_id: uuid.UUID
    # Empty: a test that a member asked for.
    fact_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=clock.now)
    # When it is tried next, or, while it is tried, when its lease ends; empty when it is over.
    due_at = models.DateTimeField(null=True)
    # All there ever were; the waits between them count from those that were made before it was sent again.
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_before = models.PositiveSmallIntegerField(db_default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)
    took_ms = models.PositiveIntegerField(null=True)
    delivered_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "subscription", "fact_id"], name="webhook_delivery_once"
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False, delivered_at=None, gave_up_at=None)
                | Q(due_at=None, delivered_at__isnull=False, gave_up_at=None)
                | Q(due_at=None, delivered_at=None, gave_up_at__isnull=False),
                name="webhook_delivery_is_due_or_over",
            ),
        ]
        indexes: ClassVar = [
            # The sweep reads only what is due.
            models.Index(fields=["due_at"], name="webhook_delivery_due", condition=Q(due_at__isnull=False)),
            # The log of one subscription, newest first.
            models.Index(
                fields=["workspace", "subscription", "-created_at", "-id"], name="webhook_delivery_log"
            ),
        ]
