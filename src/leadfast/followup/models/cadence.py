"""A cadence as a workspace has it, in versions: what runs keeps the version it started with."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.followup.rules import cadence as words
from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel


class Cadence(TenantModel):
    """One course of steps. `version` is the one that new enrolments get."""

    key = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=14)
    description = models.TextField(blank=True)
    mode = models.CharField(max_length=10, default=words.Mode.AUTOMATIC.value)
    version = models.PositiveIntegerField(default=1)
    first_touch_within = models.PositiveSmallIntegerField(null=True)
    # Cold cadences start without this date: somebody has to turn them on.
    turned_on_at = models.DateTimeField(null=True)
    turned_on_by = TenantKey("workspaces.Member", null=True)
    # Whatever it is by default: somebody has turned it off since.
    turned_off_at = models.DateTimeField(null=True)
    turned_off_by = TenantKey("workspaces.Member", null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="cadence_key_once"),
            models.CheckConstraint(
                condition=Q(purpose__in=[one.value for one in words.Purpose]), name="cadence_purpose_known"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=[one.value for one in words.Mode]), name="cadence_mode_known"
            ),
            models.CheckConstraint(
                condition=Q(turned_off_at=None, turned_off_by=None)
                | Q(turned_off_at__isnull=False, turned_off_by__isnull=False, turned_on_at=None),
                name="cadence_turned_off_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CadenceStep(TenantModel):
    """One step of one version. Versions are never changed, only added."""

    cadence = TenantKey("followup.Cadence", related_name="steps")
    cadence_id: uuid.UUID
    version = models.PositiveIntegerField()
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    channel = models.CharField(max_length=6)
    amount = models.IntegerField()
    unit = models.CharField(max_length=14)
    at: "models.TimeField[dt.time | None, dt.time | None]" = models.TimeField(null=True)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    then = models.CharField(max_length=80, blank=True)
    acknowledgement = models.BooleanField(default=False)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "cadence", "version", "place"], name="cadence_step_place_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "cadence", "version", "key"], name="cadence_step_key_once"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[one.value for one in words.Channel]),
                name="cadence_step_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=[one.value for one in words.Unit]), name="cadence_step_unit_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
