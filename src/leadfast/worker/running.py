"""Runs one sweep and writes down how it went."""

import logging
import threading
import time

from django.db import connections, transaction
from django.db.models import F

from leadfast.foundation import clock
from leadfast.worker.models import SetAside, SweepRun
from leadfast.worker.timetable import Sweep
from leadfast.workspaces import guard
from leadfast.workspaces.sweeping import Outcome, Poison

log = logging.getLogger(__name__)

_lock = threading.Lock()
_running: set[str] = set()
_again: set[str] = set()


def nudge(sweep: Sweep) -> None:
    """Run ``sweep`` in this process, never twice at once; a nudge that came meanwhile runs it again."""
    with _lock:
        if sweep.name in _running:
            _again.add(sweep.name)
            return
        _running.add(sweep.name)
    try:
        while True:
            once(sweep)
            with _lock:
                if sweep.name not in _again:
                    _running.discard(sweep.name)
                    return
                _again.discard(sweep.name)
    except BaseException:
        with _lock:
            _running.discard(sweep.name)
            _again.discard(sweep.name)
        raise


def once(sweep: Sweep) -> Outcome:
    """One run, recorded. A sweep that raises is recorded too; the worker goes on with the others."""
    as_of, began = clock.now(), time.monotonic()
    error, outcome = "", Outcome()
    try:
        SweepRun.objects.update_or_create(sweep=sweep.name, defaults={"started_at": as_of})
        said = sweep.resolve()(as_of=as_of)
        outcome = said if isinstance(said, Outcome) else Outcome(done=int(said or 0))
    except Exception as failure:
        log.exception("The sweep %s failed", sweep.name)
        error = f"{type(failure).__name__}: {failure}"[:2000]
    try:
        _record(sweep, outcome, error, int((time.monotonic() - began) * 1000))
    except Exception:
        log.exception("The run of %s could not be written down", sweep.name)
    finally:
        # Threads sleep much longer than they work: a kept connection per sweep would be idle.
        connections.close_all()
    return outcome


def _record(sweep: Sweep, outcome: Outcome, error: str, took_ms: int) -> None:
    finished = SweepRun.objects.filter(sweep=sweep.name)
    finished.update(
        finished_at=clock.now(),
        done=F("done") + outcome.done,
        took_ms=took_ms,
        error=error,
        failures_in_a_row=F("failures_in_a_row") + 1 if error else 0,
    )
    for poison in outcome.poisoned:
        _set_aside(sweep.name, poison)


def _set_aside(sweep: str, poison: Poison) -> None:
    now = clock.now()
    with guard.scope(poison.row.workspace_id), transaction.atomic():
        entry, made = SetAside.objects.get_or_create(
            workspace_id=poison.row.workspace_id,
            sweep=sweep,
            row=poison.row.id,
            defaults={"error": poison.error, "first_at": now, "last_at": now},
        )
        if not made:
            SetAside.objects.filter(id=entry.id).update(times=F("times") + 1, error=poison.error, last_at=now)
