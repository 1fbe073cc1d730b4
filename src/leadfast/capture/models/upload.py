"""Files that bring many leads at once."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leadfast.foundation import clock
from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

STATES = ("preview", "queued", "paused", "done", "stopped", "cancelled", "undoing", "undone")
# In these a worker goes on.
GOING_ON = ("queued", "undoing")
# What a row that has an arrival may be said to be apart from it.
SAID_APART = ("created", "seen_before", "taken_back")


class Upload(TenantModel):
    """A file of leads. Its bytes are kept as they came; its rows are worked one batch after another."""

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    encoding = models.CharField(max_length=40)
    delimiter = models.CharField(max_length=4)
    header = models.JSONField(default=list)
    # Sheet, place of the header, program, and how days are written: what it takes to find the rows again.
    layout = models.JSONField(default=dict)
    # Field by column number, as a person confirmed it.
    mapping = models.JSONField(default=dict)
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    fresh = models.BooleanField(default=False)
    event = TenantKey("capture.Event", null=True)
    owner = TenantKey("workspaces.Member", null=True)
    member = TenantKey("workspaces.Member", null=True)
    state = models.CharField(max_length=10, default="preview")
    row_count = models.PositiveIntegerField(default=0)
    # How many rows have their outcome: where an interrupted file goes on.
    rows_taken = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField(default=clock.now)
    # The next moment at which a worker goes on; empty when there is nothing left to do.
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    # Somebody in it was erased: a trigger empties it once no row of it is still to come in (migration 0025).
    to_be_emptied = models.BooleanField(db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="upload_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=GOING_ON, due_at__isnull=False)
                | ~Q(state__in=GOING_ON) & Q(due_at__isnull=True),
                name="queued_upload_goes_on",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-uploaded_at", "-id"], name="upload_by_time"),
            models.Index(fields=["due_at"], name="upload_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class UploadRow(TenantModel):
    """What became of a row of a file where the arrival it made does not say it, or it made none.

    *seen_before*: it had come in with another file, whose arrival it names. *no_lead*: left out, as it is about
    nobody (a total, a footer) or about somebody who bought elsewhere. *taken_back*: the file was undone. *created*:
    it was kept when the file was undone.
    """

    upload = TenantKey("capture.Upload", related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    external_key = models.CharField(max_length=200)
    outcome = models.CharField(max_length=12)
    why = models.CharField(max_length=500, blank=True)
    arrival = TenantKey("capture.Arrival", null=True)
    lead = TenantKey("leads.Lead", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "upload", "number"], name="upload_row_once"),
            models.CheckConstraint(
                condition=Q(outcome="no_lead", arrival__isnull=True)
                | Q(outcome__in=SAID_APART, arrival__isnull=False),
                name="upload_row_has_its_arrival",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "upload", "outcome", "number"], name="upload_row_by_outcome"),
        ]


class BulkTurn(TenantModel):
    """Batches about many people take turns in a workspace: how many have. Whoever has the turn holds its row."""

    number = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=F("workspace")), name="bulk_turn_of_its_workspace"),
        ]
