"""What we think a message means, until a person has said so; and what people said instead."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from leadfast.conversations.rules import proposals as rules
from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

WAITING = Q(state="waiting")


class Proposal(TenantModel):
    """One reading of one message, with its reason and its confidence, and what one tap would do.

    Some acts do not wait for the tap: ``steps`` and ``appointment`` are what was planned at once, so that a
    correction can take it back.
    """

    message = TenantKey("conversations.Message", related_name="proposals")
    message_id: uuid.UUID
    lead = TenantKey("leads.Lead")
    lead_id: uuid.UUID
    kind = models.CharField(max_length=12)
    intent = models.CharField(max_length=24)
    also = ArrayField(models.CharField(max_length=24), default=list)
    confidence = models.FloatField()
    why = models.CharField(max_length=300)

    # The day they named, as a range: "in the new year" is a month.
    when_from = models.DateField(null=True)
    when_to = models.DateField(null=True)
    when_kind = models.CharField(max_length=10, blank=True)
    when_words = models.CharField(max_length=120, blank=True)

    # Whom they named instead.
    name = models.CharField(max_length=200, blank=True)
    mail = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=120, blank=True)
    # What their signature says about themselves: {"phones": [...], "title": "...", "company": "..."}.
    details = models.JSONField(default=dict)
    bucket = models.CharField(max_length=40, blank=True)

    made_at = models.DateTimeField(default=clock.now)
    # Who corrected the reading before this one; nobody when the rules read it.
    said_by = TenantKey("workspaces.Member", null=True)
    steps = ArrayField(models.UUIDField(), default=list)
    appointment = TenantKey("conversations.Appointment", null=True)
    appointment_id: uuid.UUID | None

    state = models.CharField(max_length=10, default="waiting")
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantKey("workspaces.Member", null=True)
    decided_how = models.CharField(max_length=300, blank=True)
    # How the lead stood before the tap, for the way back: ids and marks, no words.
    before = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "message"], condition=WAITING, name="one_waiting_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | Q(state__in=("accepted", "corrected"), decided_at__isnull=False, decided_by__isnull=False)
                | (Q(state="superseded", decided_at__isnull=False) & ~Q(decided_how="")),
                name="decided_proposal_has_who_and_when",
            ),
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="proposal_kind_known"),
            models.CheckConstraint(condition=~Q(intent="") & ~Q(why=""), name="proposal_says_what_and_why"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="proposal_confidence_within"
            ),
            models.CheckConstraint(
                condition=Q(when_from=None, when_to=None)
                | Q(when_from__isnull=False, when_to__isnull=False, when_to__gte=F("when_from")),
                name="proposal_range_in_order",
            ),
        ]
        indexes: ClassVar = [
            # What was read from the messages of a page.
            models.Index(fields=["workspace", "message", "-made_at"], name="proposal_of_message"),
            # What waits on a lead: asked when it is answered or closed.
            models.Index(fields=["workspace", "lead"], name="proposal_waiting_of_lead", condition=WAITING),
            # What people decided lately: how right the readings are.
            models.Index(
                fields=["workspace", "-decided_at"],
                name="proposal_decided",
                condition=Q(state__in=("accepted", "corrected")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intent}: {self.why}"


class Correction(TenantModel):
    """What we read, and what a person said instead. Kept as an example, for ever."""

    message = TenantKey("conversations.Message")
    message_id: uuid.UUID
    proposal = TenantKey("conversations.Proposal", null=True)
    member = TenantKey("workspaces.Member")
    at = models.DateTimeField(default=clock.now)
    confidence = models.FloatField(null=True)
    read_class = models.CharField(max_length=12)
    said_class = models.CharField(max_length=12)
    read_intent = models.CharField(max_length=24, blank=True)
    said_intent = models.CharField(max_length=24, blank=True)
    read_on = models.DateField(null=True)
    said_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(read_class=F("said_class"))
                | ~Q(read_intent=F("said_intent"))
                | Q(said_on__isnull=False),
                name="correction_corrects_something",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "-at"], name="correction_latest")]
