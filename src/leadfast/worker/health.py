"""Whether the installation works, in one small dictionary."""

import logging
from typing import Any

from django.db import Error, connection

from leadfast.capture import jobs as capture
from leadfast.foundation import clock
from leadfast.worker import gauges, heartbeats

log = logging.getLogger(__name__)

#: A worker that has not said anything for this long is down.
WORKER_LATE_SECONDS = 60.0


def state(*, figures: bool) -> dict[str, Any]:
    """``status`` is "ok", "worker late", "arrivals unread" or "database down"; with ``figures`` the gauges too.

    What came in and lies unread is counted now, not with the gauges: it lies because nobody counts.
    """
    now = clock.now()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        age = heartbeats.age(now)
        unread = capture.lies_unread(as_of=now)
        counted = gauges.read() if figures else {}
    except Error:
        log.exception("The health check could not reach the database")
        return {"status": "database down", "database": "down", "worker_heartbeat_age_s": None}
    status = "ok" if age is not None and age <= WORKER_LATE_SECONDS else "worker late"
    if status == "ok" and unread:
        status = "arrivals unread"
    found: dict[str, Any] = {
        "status": status,
        "database": "ok",
        "worker_heartbeat_age_s": None if age is None else round(age, 1),
    }
    if figures:
        found |= {name: counted.get(name) for name in gauges.NAMES}
        found["unread_arrivals"] = unread
    return found
