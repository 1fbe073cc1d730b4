"""Trade shows, and leads that were promised and are not here yet."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel


class Event(TenantModel):
    """A trade show or another day on which many leads come at once: what it cost, and what came of it."""

    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    expected_leads = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = TenantKey("workspaces.Member", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name_key", "first_day"], name="event_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="event_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Expected(TenantModel):
    """A lead that somebody promised ("Jane was going to send me one"): chased until it is here, or let be.

    Open while neither ``lead`` nor ``dropped_at`` is set; an open one has a date on which it is chased.
    """

    label = models.CharField(max_length=200)
    mail_key = models.CharField(max_length=320, blank=True)
    phone_key = models.CharField(max_length=40, blank=True)
    company_key = models.CharField(max_length=200, blank=True)
    promised_by = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    owner = TenantKey("workspaces.Member")
    chase_at = models.DateTimeField(null=True)
    chased = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    created_by = TenantKey("workspaces.Member", null=True)
    lead = TenantKey("leads.Lead", null=True)
    arrived_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = TenantKey("workspaces.Member", null=True)
    dropped_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lead=None, arrived_at=None, dropped_at=None, chase_at__isnull=False)
                | Q(lead__isnull=False, arrived_at__isnull=False, dropped_at=None, chase_at=None)
                | (
                    Q(lead=None, dropped_at__isnull=False, dropped_by__isnull=False, chase_at=None)
                    & ~Q(dropped_why="")
                ),
                name="expected_lead_is_chased",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["chase_at"], name="expected_due", condition=Q(chase_at__isnull=False)),
            models.Index(
                fields=["workspace", "chase_at"], name="expected_open", condition=Q(chase_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Joining(TenantModel):
    """What one arrival changed when it joined a lead, so that it is seen and can be undone."""

    arrival = TenantKey("capture.Arrival")
    lead = TenantKey("leads.Lead")
    person = TenantKey("people.Person", null=True)
    # Field by what stood there before ("lead.value": null), and the ids of what was added.
    before = models.JSONField(default=dict)
    added = models.JSONField(default=dict)
    because = models.CharField(max_length=300, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = TenantKey("workspaces.Member", null=True)
    # The lead that it became after all.
    new_lead = TenantKey("leads.Lead", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="joining_undone_by_a_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "arrival"], name="joining_of_arrival"),
            models.Index(fields=["workspace", "lead", "-joined_at"], name="joining_of_lead"),
        ]


class Probe(TenantModel):
    """A synthetic lead through one door: sent, and back as a lead, or the door does not work."""

    door = models.CharField(max_length=20)
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = TenantKey("workspaces.Member", null=True)
    due_at = models.DateTimeField(null=True)
    arrival = TenantKey("capture.Arrival", null=True)
    came_back_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_at__isnull=False, came_back_at=None, failed_at=None)
                | Q(due_at=None, came_back_at__isnull=False, failed_at=None)
                | Q(due_at=None, came_back_at=None, failed_at__isnull=False),
                name="probe_has_one_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="probe_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["workspace", "door", "-sent_at"], name="probe_of_door"),
        ]
