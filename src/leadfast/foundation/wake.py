"""Wakes a sweep at once instead of at its next tick.

The notice is sent by PostgreSQL when the caller's transaction commits, and to nobody when it rolls
back. It is a convenience: a notice that is lost costs one tick, never a row.
"""

from django.db import connection

CHANNEL = "leadfast_wake"


def up(sweep: str) -> None:
    """Ask the workers to run ``sweep`` (its name in worker/timetable.py) as soon as this commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, sweep])
