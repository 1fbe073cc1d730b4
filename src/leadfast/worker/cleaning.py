"""Removes what dead workers leave behind: jobs that stay "doing" for ever, old heartbeats."""

import datetime as dt

from django.db import connection

from leadfast.worker import heartbeats
from leadfast.worker.models import Heartbeat

# Procrastinate keeps a killed worker's jobs as "doing" for ever. A job here is only a nudge, so it is
# thrown away, not retried: the next tick nudges the same sweep again.
STALLED = """
DELETE FROM procrastinate_jobs job
 WHERE (job.status = 'doing'
        AND NOT EXISTS (SELECT 1 FROM procrastinate_workers worker
                         WHERE worker.id = job.worker_id AND worker.last_heartbeat > %(dead_before)s))
    OR job.status IN ('succeeded', 'failed', 'cancelled', 'aborted')
    -- No long-dated jobs: nothing here may ever be further away than one tick of the timetable.
    OR job.scheduled_at > %(too_far)s
"""
DEAD_WORKERS = "DELETE FROM procrastinate_workers WHERE last_heartbeat < %(dead_before)s"


def clean(*, as_of: dt.datetime) -> int:
    """Safe to run twice and beside itself."""
    # Procrastinate writes its own heartbeats by the server's clock, which is not ours in the demo.
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (server_now,) = cursor.fetchone() or (as_of,)
        times = {
            "dead_before": server_now - dt.timedelta(minutes=2),
            "too_far": server_now + dt.timedelta(days=2),
        }
        cursor.execute(
            "UPDATE procrastinate_periodic_defers SET job_id = NULL WHERE job_id IN "
            "(SELECT id FROM procrastinate_jobs WHERE status <> 'todo')"
        )
        cursor.execute(STALLED, times)
        removed = int(cursor.rowcount)
        cursor.execute(DEAD_WORKERS, times)
    Heartbeat.objects.filter(beat_at__lt=as_of - heartbeats.FORGOTTEN_AFTER).delete()
    return removed
