"""Where leads come from, what they belong to, and who is given them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel


class Source(TenantModel):
    """Where leads come from, as marketing calls it, what one of its leads costs, and how often one comes.

    ``watched_until`` is the moment at which its silence becomes an alarm; empty while it is not watched.
    """

    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    cost_per_lead = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    created_at = models.DateTimeField(default=clock.now)
    # Hours without a lead that are an alarm, as a person said; empty: learnt from what came.
    alarm_after_hours = models.PositiveIntegerField(null=True)
    last_arrival_at = models.DateTimeField(null=True)
    # How often it was heard of, a minute apart at least, and the longest it was silent, fading.
    heard_times = models.PositiveIntegerField(default=0)
    longest_gap_hours = models.FloatField(default=0)
    looked_at = models.DateTimeField(null=True)
    watched_until = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name_key"], name="source_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["watched_until"], name="source_watched", condition=Q(watched_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Campaign(TenantModel):
    """What a lead belongs to while it is worked, and the cadence that its leads are given."""

    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    cadence_key = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = TenantKey("workspaces.Member", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name_key"], name="campaign_once"),
        ]

    def __str__(self) -> str:
        return self.name


class AssignmentRule(TenantModel):
    """Leads of this source, territory or language go to these members. The first rule that fits counts.

    Blank fits everything. Among its members it goes round by capacity, like everything else.
    """

    rank = models.PositiveIntegerField()
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    # Country codes, and beginnings of postal codes: "GB", "LS".
    countries = ArrayField(models.CharField(max_length=2), default=list)
    postal_codes = ArrayField(models.CharField(max_length=12), default=list)
    language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = TenantKey("workspaces.Member", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "rank"], name="assignment_rule_rank_once"),
        ]


class RuleTaker(TenantModel):
    """A member who is given the leads of a rule."""

    rule = TenantKey("capture.AssignmentRule", related_name="takers")
    member = TenantKey("workspaces.Member")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "rule", "member"], name="rule_taker_once"),
        ]


class Moving(TenantModel):
    """One act that moved leads to another campaign, with what it takes to undo it."""

    campaign = models.CharField(max_length=120, blank=True)
    moved_at = models.DateTimeField(default=clock.now)
    moved_by = TenantKey("workspaces.Member", null=True)
    why = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = TenantKey("workspaces.Member", null=True)


class MovedLead(TenantModel):
    """One lead of such an act: where it came from, and the cadence that ended for it."""

    moving = TenantKey("capture.Moving", related_name="leads")
    lead = TenantKey("leads.Lead")
    from_campaign = models.CharField(max_length=120, blank=True)
    ended_cadence = models.CharField(max_length=60, blank=True)
    began_cadence = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "moving", "lead"], name="moved_lead_once"),
        ]
