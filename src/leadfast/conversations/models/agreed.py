"""What was agreed: appointments, and what either side said it would do."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

OPEN = Q(state="open")
ANSWERS = ("accepted", "tentative", "declined")


class Appointment(TenantModel):
    """A meeting with a lead: from an invitation, or from a day and an hour in their words."""

    lead = TenantKey("leads.Lead", related_name="appointments")
    lead_id: uuid.UUID
    message = TenantKey("conversations.Message", null=True)
    # The invitation's own id; a later invitation of the same id moves or cancels it.
    uid = models.CharField(max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # A day without an hour: it stands at the beginning of that day until somebody says when.
    hour_known = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)
    step_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, default="agreed")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    # What a person here told whoever invited: a mail with it is on its way from that moment.
    answer = models.CharField(max_length=9, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "lead", "uid"], condition=~Q(uid=""), name="appointment_once"
            ),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="appointment_ends_after"),
            models.CheckConstraint(
                condition=Q(state="agreed", cancelled_at=None)
                | (Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_why="")),
                name="cancelled_appointment_says_why",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | Q(answer__in=ANSWERS, answered_at__isnull=False),
                name="answer_to_an_invitation_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "lead", "-starts_at"], name="appointment_of_lead"),
            # The calendar feed finds the appointment of a step.
            models.Index(
                fields=["workspace", "step_id"],
                name="appointment_of_step",
                condition=Q(step_id__isnull=False),
            ),
        ]


class Pledge(TenantModel):
    """What we or they said would be done, by when; kept or broken."""

    lead = TenantKey("leads.Lead", related_name="pledges")
    lead_id: uuid.UUID
    message = TenantKey("conversations.Message")
    by_us = models.BooleanField()
    says = models.CharField(max_length=300)
    due_from = models.DateField(null=True)
    # The end of the last day they may have meant; without a day nothing is late.
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    step_id = models.UUIDField(null=True)
    state = models.CharField(max_length=8, default="open")
    settled_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=300, blank=True)
    # A row that cannot be settled is tried a few times, then set aside with what it said.
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None)
                | (Q(state__in=("kept", "broken", "dropped"), settled_at__isnull=False) & ~Q(how="")),
                name="settled_pledge_says_how",
            ),
            models.CheckConstraint(condition=~Q(says=""), name="pledge_says_what"),
            models.CheckConstraint(
                condition=Q(set_aside_at=None) | (Q(tries__gt=0) & ~Q(error="")),
                name="pledge_set_aside_says_why",
            ),
            models.UniqueConstraint(
                fields=["workspace", "message", "by_us", "says"], name="pledge_once_in_a_message"
            ),
        ]
        indexes: ClassVar = [
            # What is open on a lead: asked whenever either side writes.
            models.Index(fields=["workspace", "lead"], name="pledge_open_of_lead", condition=OPEN),
            # What has come due, across workspaces.
            models.Index(
                fields=["due_at"],
                name="pledge_due",
                condition=OPEN & Q(due_at__isnull=False, set_aside_at=None),
            ),
            models.Index(fields=["workspace", "lead", "-made_at"], name="pledge_of_lead"),
        ]
