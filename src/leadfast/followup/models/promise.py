"""What a person decides about follow-up: drafts, "not this time", and the list of insured mail."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel


class Draft(TenantModel):
    """A mail written for a person, who sends it, changes it or declines it."""

    touch = TenantKey("followup.Touch", related_name="drafts")
    touch_id: uuid.UUID
    lead = TenantKey("leads.Lead")
    subject = models.CharField(max_length=998)
    text = models.TextField()
    because = models.CharField(max_length=600)
    made_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantKey("workspaces.Member", null=True)
    decision = models.CharField(max_length=10, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "touch"], name="draft_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="")
                | Q(decided_at__isnull=False, decision__in=("sent", "declined", "overtaken")),
                name="draft_decision_known",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=("sent", "declined")) | Q(decided_by__isnull=False),
                name="draft_decided_by_a_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "made_at"], name="draft_waiting", condition=Q(decided_at=None)),
        ]


class Decline(TenantModel):
    """A person said "not this time" to a follow-up, and why."""

    lead = TenantKey("leads.Lead")
    member = TenantKey("workspaces.Member")
    why = models.CharField(max_length=300)
    about = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="decline_says_why"),
            models.CheckConstraint(
                condition=Q(about__in=("promise", "insurance", "draft")), name="decline_about_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "lead", "-at"], name="decline_of_lead")]


class InsuranceEntry(TenantModel):
    """A mail that a person wrote, seen in Sent, and whether its silence is followed up: the day's list."""

    message_key = models.CharField(max_length=998)
    lead = TenantKey("leads.Lead")
    member = TenantKey("workspaces.Member")
    mailbox = TenantKey("mail.Mailbox")
    subject = models.CharField(max_length=998, blank=True)
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(default=clock.now)
    insured = models.BooleanField()
    because = models.CharField(max_length=300)
    enrolment = TenantKey("followup.Enrolment", null=True)
    declined_at = models.DateTimeField(null=True)
    declined_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "message_key"], name="insured_once"),
            models.CheckConstraint(
                condition=Q(enrolment=None) | Q(insured=True), name="only_insured_mail_has_a_cadence"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "member", "-seen_at"], name="insurance_of_member"),
        ]
