"""Something that came in, kept raw before anything reads it, with what became of it; and what a photo said."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

SETTLEMENTS = ("created", "joined", "waiting", "junk")


class Arrival(TenantModel):
    """One thing that came in through a door. in = created + joined + waiting + junk, always.

    ``settlement`` is *waiting* from the first moment, so that an arrival nobody has read yet is in
    the ledger too.
    """

    door = models.CharField(max_length=20)
    # What the door knows the thing by: the same thing twice is one thing.
    external_key = models.CharField(max_length=200)
    raw = models.BinaryField()
    media_type = models.CharField(max_length=80, default="application/json")
    arrived_at = models.DateTimeField(default=clock.now)
    # When it happened out there; an old list was not asked for today.
    original_at = models.DateTimeField(null=True)
    fresh = models.BooleanField(default=True)
    by_kind = models.CharField(max_length=10)
    member = TenantKey("workspaces.Member", null=True)
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    is_synthetic = models.BooleanField(default=False)
    upload = TenantKey("capture.Upload", null=True, related_name="arrivals")
    row_number = models.PositiveIntegerField(null=True)
    event = TenantKey("capture.Event", null=True)
    # One arrival may be about several people: each further one is a part of it, without bytes of its own.
    part_of = TenantKey("capture.Arrival", null=True)
    part = models.PositiveSmallIntegerField(default=0)

    settlement = models.CharField(max_length=8, default="waiting")
    settled_at = models.DateTimeField(null=True)
    lead = TenantKey("leads.Lead", null=True)
    person = TenantKey("people.Person", null=True)
    junked_by = TenantKey("workspaces.Member", null=True)
    read_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)
    # Whom it waits for, and until when: from the moment it was read and could not be settled.
    waits_for = TenantKey("workspaces.Member", null=True)
    due_at = models.DateTimeField(null=True)
    # How often that time has passed without anybody saying what it is.
    escalated = models.PositiveSmallIntegerField(default=0)

    lead_id: uuid.UUID | None
    waits_for_id: uuid.UUID | None

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "door", "external_key"], name="arrival_once"),
            models.CheckConstraint(
                condition=~Q(settlement="waiting")
                | Q(read_at=None)
                | Q(due_at__isnull=False, waits_for__isnull=False),
                name="waiting_arrival_is_due_and_somebodys",
            ),
            models.CheckConstraint(condition=Q(settlement__in=SETTLEMENTS), name="arrival_settlement_known"),
            models.CheckConstraint(
                condition=Q(
                    settlement__in=("created", "joined"), lead__isnull=False, settled_at__isnull=False
                )
                | Q(settlement__in=("waiting", "junk"), lead__isnull=True),
                name="settled_arrival_has_its_lead",
            ),
            models.CheckConstraint(
                condition=~Q(settlement="junk") | Q(junked_by__isnull=False, settled_at__isnull=False),
                name="junk_by_a_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-arrived_at", "-id"], name="arrival_by_time"),
            # Who came on a day that is over, and was added or sent later.
            models.Index(
                fields=["workspace", "original_at"],
                name="arrival_by_original",
                condition=Q(original_at__isnull=False),
            ),
            # The ledger and how far a file is are counted from it alone. Equal keys are kept once: seven bytes a row.
            models.Index(fields=["workspace", "settlement", "upload", "door"], name="arrival_by_outcome"),
            models.Index(
                fields=["workspace", "lead"], name="arrival_of_lead", condition=Q(lead__isnull=False)
            ),
            # The rows of a file in their order, and how many became what.
            models.Index(
                fields=["workspace", "upload", "row_number"], include=["settlement"], name="arrival_of_upload"
            ),
            models.Index(
                fields=["workspace", "event"], name="arrival_of_event", condition=Q(event__isnull=False)
            ),
            # What waits for a person.
            models.Index(
                fields=["workspace", "arrived_at"], name="arrival_waiting", condition=Q(settlement="waiting")
            ),
            # What waits past its time, across workspaces; and what waits for one member.
            models.Index(fields=["due_at"], name="arrival_due", condition=Q(settlement="waiting")),
            models.Index(
                fields=["workspace", "waits_for", "due_at"],
                name="arrival_of_member",
                condition=Q(settlement="waiting"),
            ),
            # What nothing has read yet, across workspaces: a crash lay between keeping and reading.
            models.Index(
                fields=["arrived_at"], name="arrival_unread", condition=Q(settlement="waiting", read_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.external_key}"


class CardReading(TenantModel):
    """What was read on the photo of a card, each field with its confidence, and what was typed beside it.

    Due until it is read: reading takes seconds and half a gigabyte, so a worker does it, never a web server.
    """

    arrival = TenantKey("capture.Arrival")
    # The line and the choices of the form the photo came with, as in the door *phone*.
    typed = models.JSONField(default=dict)
    due_at = models.DateTimeField(null=True, default=clock.now)
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    # [kind, value, confidence], the surest of each kind first.
    fields = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    corrected_at = models.DateTimeField(null=True)
    corrected_by = TenantKey("workspaces.Member", null=True)
    # What a person says it says, field by field.
    corrected = models.JSONField(default=dict)

    arrival_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "arrival"], name="card_reading_once"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False, read_at=None) | Q(due_at=None, read_at__isnull=False),
                name="card_is_due_or_read",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at=None, corrected_by=None)
                | Q(corrected_at__isnull=False, corrected_by__isnull=False),
                name="card_corrected_by_a_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="card_reading_due", condition=Q(due_at__isnull=False)),
        ]
