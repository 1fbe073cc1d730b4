"""What happens next on a lead, and when."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.leads import rules
from leadfast.workspaces.models import TenantModel


class Step(TenantModel):
    """One thing to be done about a lead, with its date, its owner and its fallback."""

    lead = TenantKey("leads.Lead", related_name="steps")
    kind = models.CharField(max_length=20)
    block = models.PositiveSmallIntegerField()
    says = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    owner = TenantKey("workspaces.Member")
    owner_id: uuid.UUID
    by_assistant = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    # When the date was set: the horizon of 400 days counts from here.
    dated_at = models.DateTimeField()
    redated = models.PositiveSmallIntegerField(default=0)
    fallback = models.CharField(max_length=24)
    fallback_at = models.DateTimeField()
    nudges = models.PositiveSmallIntegerField(default=0)
    # The touch of a cadence that this step stands for (followup keeps the other end).
    touch_id = models.UUIDField(null=True)

    created_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, default="pending")
    ended_at = models.DateTimeField(null=True)
    ended_by_kind = models.CharField(max_length=10, blank=True)
    ended_by = TenantKey("workspaces.Member", null=True)
    outcome = models.CharField(max_length=300, blank=True)
    proof = models.CharField(max_length=10, blank=True)
    pending_for = models.GeneratedField(
        expression=models.Case(models.When(state="pending", then=F("lead_id")), default=None),
        output_field=models.UUIDField(null=True),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            # The lead before the step: a lead that closes asks by it whether a pending step is left.
            models.UniqueConstraint(fields=["workspace", "pending_for", "id"], name="step_pending_key"),
            models.CheckConstraint(
                condition=Q(state="pending", ended_at__isnull=True)
                | Q(state__in=("done", "cancelled"), ended_at__isnull=False),
                name="step_state_has_its_end",
            ),
            models.CheckConstraint(condition=Q(kind__in=tuple(rules.BLOCK_OF)), name="step_kind_known"),
            models.CheckConstraint(condition=Q(block__in=tuple(rules.BLOCKS)), name="step_block_known"),
            models.CheckConstraint(condition=Q(fallback__in=rules.FALLBACKS), name="step_has_a_fallback"),
            models.CheckConstraint(
                condition=Q(proof__in=("", "proven", "witnessed", "claimed")),
                name="step_proof_known",
            ),
            models.CheckConstraint(condition=~Q(says=""), name="step_says_what"),
        ]
        indexes: ClassVar = [
            # *Today* of one member, block by block, earliest first.
            models.Index(
                fields=["workspace", "owner", "block", "due_at", "id"],
                name="step_queue",
                condition=Q(state="pending", by_assistant=False),
            ),
            # The pending steps of one lead; the earliest is its next step.
            models.Index(
                fields=["workspace", "lead", "due_at"],
                name="step_pending_of_lead",
                condition=Q(state="pending"),
            ),
            # Fallbacks that have come due, across workspaces: the escalation sweep.
            models.Index(fields=["fallback_at"], name="step_fallback_due", condition=Q(state="pending")),
            # Steps of people that came due and that nobody has been told of yet, across workspaces.
            models.Index(
                fields=["block", "due_at"],
                name="step_unraised",
                condition=Q(state="pending", by_assistant=False, nudges=0),
            ),
            # Comebacks, wherever they lie: the sweep that makes resting leads come back.
            models.Index(
                fields=["due_at"],
                name="step_comeback_due",
                condition=Q(state="pending", kind="come_back"),
            ),
            models.Index(
                fields=["workspace", "owner", "-ended_at"],
                name="step_done_by",
                condition=Q(state="done"),
            ),
        ]

    def __str__(self) -> str:
        return self.says
