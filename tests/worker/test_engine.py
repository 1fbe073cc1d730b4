"""A worker process: it runs the timetable, hears a wake-up, stops cleanly, and is replaced when it dies."""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection, transaction

from leadfast.foundation import clock, wake
from leadfast.worker import cleaning
from leadfast.worker.models import Heartbeat, SweepRun


@contextlib.contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker on this test's database."""
    process = subprocess.Popen([sys.executable, "-m", "leadfast", "worker"], env=os.environ)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def until(seen: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def started(sweep: str) -> dt.datetime | None:
    run = SweepRun.objects.filter(sweep=sweep).first()
    return run.started_at if run else None


def test_it_works_hears_and_stops(database: None) -> None:
    with worker() as process:
        until(lambda: Heartbeat.objects.count() == 1)
        until(lambda: started("worker.gauges"))
        first = started("worker.gauges")
        with transaction.atomic():
            wake.up("worker.gauges")
        # Its own nudge comes every 30 seconds only.
        until(lambda: started("worker.gauges") != first, seconds=25)
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
    assert Heartbeat.objects.count() == 0
    assert list(SweepRun.objects.exclude(error="").values_list("sweep", "error")) == []


def test_another_goes_on_when_one_is_killed(database: None) -> None:
    with worker() as one, worker():
        until(lambda: Heartbeat.objects.count() == 2)
        until(lambda: started("history.reactions"))
        one.send_signal(signal.SIGKILL)
        one.wait()
        killed_at = clock.now()
        until(lambda: (started("history.reactions") or killed_at) > killed_at + dt.timedelta(seconds=8))
    assert list(SweepRun.objects.exclude(error="").values_list("sweep", "error")) == []


@pytest.mark.parametrize("status", ["doing", "failed"])
def test_a_job_that_nobody_ends_is_thrown_away(superuser: psycopg.Connection[object], status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'sweep', %s)",
            [status],
        )
    assert cleaning.clean(as_of=clock.now()) == 1
    assert cleaning.clean(as_of=clock.now()) == 0


def test_jobs_hold_no_state_no_lock_and_no_far_date(database: None) -> None:
    with worker():
        until(lambda: started("worker.clean"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs"
                " WHERE lock IS NOT NULL OR scheduled_at > statement_timestamp() + interval '1 minute'"
            )
            assert cursor.fetchone() == (0,)
