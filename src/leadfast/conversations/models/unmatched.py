"""Inbound mail that could not be attributed with certainty."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

OUTCOMES = ("attached", "made_lead", "junk", "private")


class Unmatched(TenantModel):
    """A message that waits until the owner of its mailbox says where it belongs.

    ``suggested`` are leads it may be about, the likeliest first, and ``why`` says so in words.
    """

    message = TenantKey("conversations.Message", related_name="unmatched")
    message_id: uuid.UUID
    owner = TenantKey("workspaces.Member")
    owner_id: uuid.UUID
    suggested = ArrayField(models.UUIDField(), default=list)
    why = models.CharField(max_length=300)
    due_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = TenantKey("workspaces.Member", null=True)
    outcome = models.CharField(max_length=10, blank=True)
    lead = TenantKey("leads.Lead", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "message"], name="unmatched_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, outcome__in=OUTCOMES),
                name="unmatched_settled_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=("attached", "made_lead")) | Q(lead__isnull=False),
                name="unmatched_attached_to_a_lead",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "owner", "due_at"],
                name="unmatched_waiting",
                condition=Q(settled_at=None),
            ),
        ]
