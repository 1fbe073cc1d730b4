"""Whether the installation works, in one small dictionary."""

import logging
from typing import Any

from django.db import Error, connection

from leadfast.foundation import clock
from leadfast.worker import gauges, heartbeats

log = logging.getLogger(__name__)

#: A worker that has not said anything for this long is down.
WORKER_LATE_SECONDS = 60.0


def state(*, figures: bool) -> dict[str, Any]:
    """``status`` is "ok", "worker late" or "database down"; with ``figures`` the gauges too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        age = heartbeats.age(clock.now())
        counted = gauges.read() if figures else {}
    except Error:
        log.exception("The health check could not reach the database")
        return {"status": "database down", "database": "down", "worker_heartbeat_age_s": None}
    status = "ok" if age is not None and age <= WORKER_LATE_SECONDS else "worker late"
    found: dict[str, Any] = {
        "status": status,
        "database": "ok",
        "worker_heartbeat_age_s": None if age is None else round(age, 1),
    }
    if figures:
        found |= {name: counted.get(name) for name in gauges.NAMES}
    return found
