"""What the workers know about themselves; only what they set aside belongs to a workspace."""

from django.db import models

from leadfast.foundation.ids import uuid7
from leadfast.workspaces.models import TenantModel


class Heartbeat(models.Model):
    """One worker process. Its row is renewed every few seconds and removed at a clean stop."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    host = models.CharField(max_length=255)
    pid = models.IntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class SweepRun(models.Model):
    """The last run of each sweep, so that a sweep that stopped running is seen."""

    sweep = models.CharField(primary_key=True, max_length=80)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    took_ms = models.IntegerField(default=0)
    failures_in_a_row = models.IntegerField(default=0)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.sweep


class SetAside(TenantModel):
    """A row a sweep could not work: which one, what it said, how often."""

    sweep = models.CharField(max_length=80)
    row = models.UUIDField()
    error = models.TextField()
    times = models.IntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "sweep", "row"], name="one_entry_per_row_set_aside")
        ]

    def __str__(self) -> str:
        return f"{self.sweep} {self.row}"


class Gauge(models.Model):
    """A figure of the whole installation, counted every half minute and read by healthz and Trust."""

    name = models.CharField(primary_key=True, max_length=80)
    value = models.BigIntegerField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
