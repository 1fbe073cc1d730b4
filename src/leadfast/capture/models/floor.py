"""Who walks in: the kiosk at the door, who takes whom, and the count at the end of the shift."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import Keyed, TenantModel

STATES = ("waiting", "with", "left")
RESULTS = ("bought", "unsold", "no_name")
CHANNELS = ("walk_in", "phone", "web")
COUNTED_FROM = ("door_counter", "call_records", "web_log", "hand")


class Kiosk(Keyed):
    """A page for customers that needs no sign-in, opened by a link of its own. Only the link's hash is kept."""

    name = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=clock.now)
    made_by = TenantKey("workspaces.Member")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "token_hash"], name="kiosk_token_once"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="kiosk_revoked_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FloorUp(TenantModel):
    """Somebody who walked in: waits, is with a member, or left, and what came of it."""

    came_at = models.DateTimeField(default=clock.now)
    label = models.CharField(max_length=200, blank=True)
    wants = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, default="waiting")
    member = TenantKey("workspaces.Member", null=True)
    taken_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=8, blank=True)
    why = models.CharField(max_length=300, blank=True)
    lead = TenantKey("leads.Lead", null=True)
    arrival = TenantKey("capture.Arrival", null=True)
    kiosk = TenantKey("capture.Kiosk", null=True)
    logged_by = TenantKey("workspaces.Member", null=True)
    # One tap is one visitor, however often the form is sent.
    key = models.CharField(max_length=80)

    lead_id: uuid.UUID | None
    member_id: uuid.UUID | None
    arrival_id: uuid.UUID | None

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="floor_up_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="floor_up_state_known"),
            models.CheckConstraint(
                condition=~Q(state="with") | Q(member__isnull=False, taken_at__isnull=False),
                name="floor_up_is_with_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_at__isnull=False, result__in=RESULTS)
                | (~Q(state="left") & Q(left_at=None, result="")),
                name="floor_up_left_with_a_result",
            ),
            # Whoever leaves without a lead leaves with the reason.
            models.CheckConstraint(
                condition=~Q(result__in=("bought", "unsold")) | Q(lead__isnull=False),
                name="floor_up_has_its_lead",
            ),
            models.CheckConstraint(
                condition=~Q(result="no_name") | ~Q(why=""), name="floor_up_no_name_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-came_at", "-id"], name="floor_up_by_time"),
            models.Index(
                fields=["workspace", "came_at"],
                name="floor_up_here",
                condition=Q(state__in=("waiting", "with")),
            ),
        ]


class TillCount(TenantModel):
    """How many came by one channel on one day as something else counted them, against what was logged here.

    Settled when nothing is open any more: counted = logged + explained, or fewer were counted than logged.
    """

    day = models.DateField()
    channel = models.CharField(max_length=8)
    counted = models.PositiveIntegerField()
    counted_from = models.CharField(max_length=12)
    logged = models.PositiveIntegerField()
    explained = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)
    counted_at = models.DateTimeField(default=clock.now)
    counted_by = TenantKey("workspaces.Member")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "day", "channel"], name="till_count_once"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="till_channel_known"),
            models.CheckConstraint(condition=Q(counted_from__in=COUNTED_FROM), name="till_counter_known"),
            models.CheckConstraint(condition=Q(explained=0) | ~Q(why=""), name="till_gap_is_explained"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(counted__lte=models.F("logged") + models.F("explained")),
                name="till_settled_without_gap",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False)
                | Q(counted__gt=models.F("logged") + models.F("explained")),
                name="till_open_has_a_gap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.channel}"

    @property
    def gap(self) -> int:
        """How many were counted, and neither logged nor explained."""
        return max(0, self.counted - self.logged - self.explained)
