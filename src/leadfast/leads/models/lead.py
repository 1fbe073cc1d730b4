"""A lead and the people in it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.leads import rules
from leadfast.workspaces.models import TenantModel


class Lead(TenantModel):
    """One chance to sell to one person or company.

    Either ``closure`` or ``next_step`` is set, never both, never neither.
    """

    label = models.CharField(max_length=200)
    person = TenantKey("people.Person", null=True)
    company = TenantKey("people.Company", null=True)
    owner = TenantKey("workspaces.Member")
    owner_id: uuid.UUID
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    upload_id = models.UUIDField(null=True)
    tags = ArrayField(models.CharField(max_length=60), default=list)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    note = models.TextField(blank=True)
    is_incomplete = models.BooleanField(default=False)
    is_synthetic = models.BooleanField(default=False)

    stage = models.CharField(max_length=12, default="new")
    turn = models.CharField(max_length=6, default="ours")
    theirs_until = models.DateTimeField(null=True)

    arrived_at = models.DateTimeField(default=clock.now)
    first_response_due_at = models.DateTimeField(null=True)
    first_responded_at = models.DateTimeField(null=True)
    last_touch_at = models.DateTimeField(null=True)
    last_reply_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=300, blank=True)

    next_step = TenantKey("leads.Step", null=True)
    # Copied from the next step for paging through a million leads; `leadfast audit` compares.
    next_due_at = models.DateTimeField(null=True)
    closure = TenantKey("leads.Closure", null=True)
    rest = TenantKey("leads.Verdict", null=True)
    comebacks = models.PositiveSmallIntegerField(default=0)
    open_id = models.GeneratedField(
        expression=models.Case(models.When(closure_id=None, then=F("id")), default=None),
        output_field=models.UUIDField(null=True),
        db_persist=True,
    )
    # A column, because under row-level security no index answers a question about an expression.
    quiet_since = models.GeneratedField(
        expression=Coalesce("last_touch_at", "arrived_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    search_text = models.TextField(blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closure__isnull=True, next_step__isnull=False)
                | Q(closure__isnull=False, next_step__isnull=True),
                name="open_lead_has_next_step",
            ),
            models.CheckConstraint(
                condition=Q(next_step__isnull=True, next_due_at__isnull=True)
                | Q(next_step__isnull=False, next_due_at__isnull=False),
                name="next_step_has_its_date",
            ),
            models.CheckConstraint(condition=~Q(label=""), name="lead_has_a_label"),
            models.CheckConstraint(condition=Q(stage__in=rules.STAGES), name="lead_stage_known"),
            models.CheckConstraint(
                condition=Q(turn="ours", theirs_until__isnull=True)
                | Q(turn="theirs", theirs_until__isnull=False),
                name="their_turn_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(rest__isnull=True) ^ Q(stage="resting"),
                name="resting_needs_two_people",
            ),
            models.UniqueConstraint(
                fields=["workspace", "closure"], name="closure_once", condition=Q(closure__isnull=False)
            ),
            models.UniqueConstraint(fields=["workspace", "open_id"], name="lead_open_once"),
        ]
        indexes: ClassVar = [
            # The list of open leads by what is due next; paging is by (next_due_at, id).
            models.Index(
                fields=["workspace", "next_due_at", "id"],
                name="lead_by_due",
                condition=Q(closure=None),
            ),
            models.Index(
                fields=["workspace", "owner", "next_due_at", "id"],
                name="lead_by_owner_due",
                condition=Q(closure=None),
            ),
            models.Index(fields=["workspace", "-arrived_at", "-id"], name="lead_by_arrival"),
            models.Index(fields=["workspace", "person"], name="lead_by_person"),
            models.Index(
                fields=["workspace", "company"], name="lead_by_company", condition=Q(company__isnull=False)
            ),
            models.Index(
                fields=["workspace", "upload_id"],
                name="lead_by_upload",
                condition=Q(upload_id__isnull=False),
            ),
            # The list narrowed to one source, or to one stage, by what is due next.
            models.Index(
                fields=["workspace", "source", "next_due_at", "id"],
                name="lead_by_source_due",
                condition=Q(closure=None),
            ),
            # Only leads that have one pay for it: rows of a file usually have none.
            models.Index(
                fields=["workspace", "campaign", "next_due_at", "id"],
                name="lead_by_campaign_due",
                condition=Q(closure=None, campaign__gt=""),
            ),
            models.Index(
                fields=["workspace", "stage", "next_due_at", "id"],
                name="lead_by_stage_due",
                condition=Q(closure=None),
            ),
            # Few leads answer or are incomplete: without these a page would pass by all the others.
            models.Index(
                fields=["workspace", "next_due_at", "id"],
                name="lead_replied_by_due",
                condition=Q(closure=None, last_reply_at__isnull=False),
            ),
            models.Index(
                fields=["workspace", "next_due_at", "id"],
                name="lead_incomplete_by_due",
                condition=Q(closure=None, is_incomplete=True),
            ),
            models.Index(
                fields=["workspace", "-arrived_at", "-id"],
                name="lead_closed_by_arrival",
                condition=Q(closure__isnull=False),
            ),
            # Untouched for N days: a lead that nobody touched counts from its arrival.
            models.Index(
                fields=["workspace", "quiet_since", "id"],
                name="lead_by_quiet_since",
                condition=Q(closure=None),
            ),
            # Their turn has ended: the sweep that takes it back.
            models.Index(
                fields=["theirs_until"],
                name="lead_theirs_until",
                condition=Q(closure=None, turn="theirs"),
            ),
            # First responses that are still running against the clock.
            models.Index(
                fields=["first_response_due_at"],
                name="lead_first_response",
                condition=Q(first_responded_at=None, closure=None),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Neither bought, nor never, nor otherwise closed."""
        return self.closure_id is None


class Participant(TenantModel):
    """A person in a lead. Any participant's reply stops what is planned for the lead."""

    lead = TenantKey("leads.Lead", related_name="participants")
    person = TenantKey("people.Person")
    role = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "lead", "person"], name="participant_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "person"], name="participant_by_person"),
        ]


class SavedView(TenantModel):
    """Filters of the lead list that a member keeps under a name."""

    member = TenantKey("workspaces.Member")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "member", "name"], name="saved_view_once"),
        ]
