"""A step that nobody did in time, and how far that has been taken."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel


class Escalation(TenantModel):
    """One row for each step that came due and was not done. No state without a deadline: ``next_at``."""

    step = TenantKey("leads.Step")
    lead = TenantKey("leads.Lead")
    kind = models.CharField(max_length=16)
    # When the clock of the present owner began.
    since = models.DateTimeField()
    level = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    # Who had it already: the lease moves on to somebody else first.
    passed = ArrayField(models.UUIDField(), default=list)
    moves = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "step"], name="escalation_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("first_response", "reply", "overdue")), name="escalation_kind_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="escalation_due", condition=Q(ended_at=None)),
        ]
