"""The records that end or rest a lead: who, when, why, and who agreed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

# `F("a") != F("b")` lets NULL through in SQL, hence the explicit "is not null" beside each.
TWO_PEOPLE = Q(asked_by__isnull=False) & Q(approved_by__isnull=False) & ~Q(asked_by=F("approved_by"))


class Closure(TenantModel):
    """Why a lead is closed for good. Each kind has its proof, checked by the database."""

    lead = TenantKey("leads.Lead", related_name="closures")
    kind = models.CharField(max_length=14)
    closed_at = models.DateTimeField(default=clock.now)
    closed_by_kind = models.CharField(max_length=10)
    asked_by = TenantKey("workspaces.Member", null=True)
    approved_by = TenantKey("workspaces.Member", null=True)
    asked_at = models.DateTimeField(null=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    order_reference = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    words_message_id = models.UUIDField(null=True)
    proof = models.TextField(blank=True)
    into_lead = TenantKey("leads.Lead", null=True)
    counter_argument = models.TextField(blank=True)
    comebacks_used = models.PositiveSmallIntegerField(default=0)
    reopened_at = models.DateTimeField(null=True)
    # The lead while this closure stands: one live closure per lead.
    closes = models.GeneratedField(
        expression=models.Case(models.When(reopened_at=None, then=F("lead_id")), default=None),
        output_field=models.UUIDField(null=True),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "id", "closes"], name="closure_stands_key"),
            models.UniqueConstraint(fields=["workspace", "closes"], name="closed_once"),
            models.CheckConstraint(
                condition=~Q(kind="won") | Q(value__isnull=False) | ~Q(order_reference=""),
                name="won_has_value_or_order",
            ),
            models.CheckConstraint(
                condition=~Q(kind="never") | (Q(words_message_id__isnull=False) & ~Q(words="")) | TWO_PEOPLE,
                name="never_in_their_words_or_by_two",
            ),
            models.CheckConstraint(condition=~Q(kind="invalid") | ~Q(proof=""), name="invalid_has_proof"),
            models.CheckConstraint(
                condition=~Q(kind="merged") | (Q(into_lead__isnull=False) & ~Q(into_lead=F("lead_id"))),
                name="merged_into_another",
            ),
            models.CheckConstraint(condition=~Q(kind="erased") | ~Q(proof=""), name="erased_on_request"),
            models.CheckConstraint(
                condition=~Q(kind="let_go") | (TWO_PEOPLE & Q(comebacks_used__gte=2)),
                name="let_go_by_two_after_comebacks",
            ),
        ]


class GiveUp(TenantModel):
    """A member asks to give up a lead. Nothing changes until another person has decided."""

    lead = TenantKey("leads.Lead", related_name="give_ups")
    asked_by = TenantKey("workspaces.Member")
    asked_at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=40)
    words = models.TextField()
    evidence = models.JSONField(default=dict)
    counter_argument = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    waits_for = models.GeneratedField(
        expression=models.Case(
            models.When(decided_at=None, withdrawn_at=None, then=F("lead_id")), default=None
        ),
        output_field=models.UUIDField(null=True),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "id", "lead", "asked_by", "asked_at"], name="give_up_key"
            ),
            models.UniqueConstraint(fields=["workspace", "waits_for"], name="one_open_give_up"),
            models.CheckConstraint(condition=~Q(words=""), name="give_up_says_why"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "asked_at"],
                name="give_up_waiting",
                condition=Q(decided_at=None, withdrawn_at=None),
            ),
        ]


class Verdict(TenantModel):
    """What the second person decided: the lead rests until a date, or goes back to work."""

    give_up = TenantKey("leads.GiveUp", related_name="verdicts")
    lead = TenantKey("leads.Lead")
    asked_by = TenantKey("workspaces.Member")
    decided_by = TenantKey("workspaces.Member")
    decided_at = models.DateTimeField(default=clock.now)
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10)
    alone = models.BooleanField(default=False)
    counter_argument = models.TextField(blank=True)
    note = models.TextField(blank=True)
    comeback_at = models.DateTimeField(null=True)
    rests = models.GeneratedField(
        expression=models.Case(models.When(decision="rests", then=F("lead_id")), default=None),
        output_field=models.UUIDField(null=True),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "give_up"], name="decided_once"),
            models.UniqueConstraint(fields=["workspace", "id", "rests"], name="verdict_rests_key"),
            models.CheckConstraint(
                condition=Q(decision="rests", comeback_at__isnull=False)
                | Q(decision="sent_back", comeback_at__isnull=True)
                | Q(decision="let_go", comeback_at__isnull=True),
                name="resting_has_a_comeback",
            ),
        ]
