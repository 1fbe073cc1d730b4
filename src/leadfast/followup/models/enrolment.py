"""A lead in a cadence: where it stands, whose voice it has, and how it ended."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

ENDINGS = ("answered", "stopped", "replaced", "finished", "closed", "person_decides")
LIVE = Q(ended_at=None)


class Enrolment(TenantModel):
    """One run of a cadence for one lead. At most one is live for a lead, and one for a person."""

    lead = TenantKey("leads.Lead", related_name="enrolments")
    lead_id: uuid.UUID
    # Whom it reaches; a lead of a company alone has none yet, and its mails wait for a person.
    person = TenantKey("people.Person", null=True)
    cadence = TenantKey("followup.Cadence")
    cadence_id: uuid.UUID
    version = models.PositiveIntegerField()
    cycle = models.PositiveSmallIntegerField(default=1)
    place = models.PositiveSmallIntegerField(default=0)
    mode = models.CharField(max_length=10, default="automatic")
    mode_because = models.CharField(max_length=200, blank=True)

    anchor_at = models.DateTimeField()
    # Every offset counts from here; the same as `anchor_at` until an absence moves it.
    counted_from = models.DateTimeField()
    # The mail that the thread goes on from: its Message-ID, what stood above it, and its subject.
    thread_id = models.CharField(max_length=998, blank=True)
    thread_above = ArrayField(models.CharField(max_length=998), default=list)
    thread_subject = models.CharField(max_length=998, blank=True)
    mailbox = TenantKey("mail.Mailbox", null=True)

    started_at = models.DateTimeField(default=clock.now)
    started_by_kind = models.CharField(max_length=10)
    started_by = TenantKey("workspaces.Member", null=True)
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=16, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    live_for = models.GeneratedField(
        expression=models.Case(models.When(ended_at=None, then=F("lead_id")), default=None),
        output_field=models.UUIDField(null=True),
        db_persist=True,
    )
    live_person = models.GeneratedField(
        expression=models.Case(models.When(ended_at=None, then=F("person_id")), default=None),
        output_field=models.UUIDField(null=True),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "live_for"], name="one_live_cadence"),
            models.UniqueConstraint(fields=["workspace", "live_person"], name="one_live_cadence_per_person"),
            models.CheckConstraint(
                condition=Q(paused_at=None, paused_why="") | (Q(paused_at__isnull=False) & ~Q(paused_why="")),
                name="paused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="", ended_why="")
                | (Q(ended_at__isnull=False, ending__in=ENDINGS) & ~Q(ended_why="")),
                name="ended_says_why",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=("automatic", "drafts")), name="enrolment_mode_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "lead", "-started_at"], name="enrolment_of_lead"),
            models.Index(fields=["workspace", "cadence"], name="enrolment_live_by_cadence", condition=LIVE),
        ]

    @property
    def is_live(self) -> bool:
        """Neither ended nor replaced (a paused one is live)."""
        return self.ended_at is None


class SenderChange(TenantModel):
    """Another mailbox goes on in a thread; its first mail waits until a person has glanced at it."""

    enrolment = TenantKey("followup.Enrolment", related_name="sender_changes")
    from_mailbox = TenantKey("mail.Mailbox")
    to_mailbox = TenantKey("mail.Mailbox")
    why = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)
    seen_by = TenantKey("workspaces.Member", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="sender_change_seen_by_a_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "enrolment"], name="sender_change_of_enrolment"),
        ]
