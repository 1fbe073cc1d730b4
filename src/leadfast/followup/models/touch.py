"""One step of a cadence towards one lead: due, then done, with the sentence that says why or why not."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

STATES = ("due", "sending", "draft", "asked", "done", "stopped")
SETTLED = ("done", "stopped")


class Touch(TenantModel):
    """A touch happens at most once: (enrolment, place, cycle) is unique, and so is its mail.

    due → sending → done; due → draft or asked, when a person decides; stopped when nothing may follow.
    A person's touch (call, task) is `due` here while its step waits on *Today*.
    """

    enrolment = TenantKey("followup.Enrolment", related_name="touches")
    enrolment_id: uuid.UUID
    lead = TenantKey("leads.Lead")
    lead_id: uuid.UUID
    place = models.PositiveSmallIntegerField()
    cycle = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=6)
    title = models.CharField(max_length=300)
    acknowledgement = models.BooleanField(default=False)
    by_machine = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default="due")
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    # Names of rows of others: the step on the lead, the mail in the log of intents, the stored message.
    step_id = models.UUIDField(null=True)
    outgoing_id = models.UUIDField(null=True)
    # A mail that was taken back before it began may be planned anew, under the next number.
    plans = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=24, blank=True)
    because = models.CharField(max_length=600, blank=True)
    decided_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "enrolment", "place", "cycle"], name="touch_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="touch_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=SETTLED, settled_at__isnull=False)
                | (~Q(state__in=SETTLED) & Q(settled_at=None)),
                name="touch_settled_has_its_end",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("draft", "asked", "stopped")) | ~Q(because=""), name="touch_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(outgoing_id__isnull=False),
                name="sending_touch_has_its_mail",
            ),
        ]
        indexes: ClassVar = [
            # The sending sweep reads only what the machine has to do: an idle tick costs the same at any size.
            models.Index(fields=["due_at"], name="touch_due", condition=Q(state="due", by_machine=True)),
            models.Index(fields=["due_at"], name="touch_on_its_way", condition=Q(state="sending")),
            models.Index(fields=["workspace", "enrolment", "place"], name="touch_of_enrolment"),
            # Automated mails of the last day to one lead, and of the last week to a company's leads.
            models.Index(
                fields=["workspace", "lead", "-decided_at"],
                name="touch_mails_of_lead",
                condition=Q(by_machine=True),
            ),
            models.Index(
                fields=["workspace", "outgoing_id"],
                name="touch_by_mail",
                condition=Q(outgoing_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
