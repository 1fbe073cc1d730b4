"""Each worker process says every few seconds that it lives."""

import datetime as dt
import os
import socket
import uuid

from leadfast.foundation import clock
from leadfast.worker.models import Heartbeat

EVERY_SECONDS = 5.0
#: After this long without a beat a worker is taken for dead and its row removed.
FORGOTTEN_AFTER = dt.timedelta(hours=1)


def beat(mine: uuid.UUID) -> None:
    """Say that the worker ``mine`` lives; its row is made at the first beat."""
    now = clock.now()
    if not Heartbeat.objects.filter(id=mine).update(beat_at=now):
        host = socket.gethostname()[:255]
        Heartbeat.objects.create(id=mine, host=host, pid=os.getpid(), started_at=now, beat_at=now)


def end(mine: uuid.UUID) -> None:
    """A clean stop leaves no row behind."""
    Heartbeat.objects.filter(id=mine).delete()


def age(now: dt.datetime) -> float | None:
    """Seconds since the youngest beat of any worker; None when no worker ever beat."""
    latest = Heartbeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
    return None if latest is None else max(0.0, (now - latest).total_seconds())
