"""Killed at any statement while leads come in: after a restart the ledger balances and nothing is twice."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from leadfast.capture import actions as capture
from leadfast.capture import jobs, reads
from leadfast.capture.models import Arrival, Upload
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import Someone

ROWS = 40
FILE = "Name,Email,Phone\n" + "".join(
    # Every fifth row is about the one before it.
    f"Person {n - (n % 5 == 4)},p{n - (n % 5 == 4)}@x.example,{'' if n % 5 else '0113 496 0000'}\n"
    for n in range(ROWS)
)


def killed_at(statement: int, act: Callable[[], object]) -> bool:
    """Run ``act`` in a process that is killed right before its n-th statement; False when it came to its end."""
    child = os.fork()
    if child == 0:
        # The parent's connections are left alone: closing them would close the parent's.
        kept = [one.connection for one in connections.all()]
        for one in connections.all():
            one.connection = None
        left = [statement]

        def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with contextlib.suppress(BaseException), connection.execute_wrapper(count):
            act()
        del kept[:0]
        os.kill(os.getpid(), signal.SIGTERM)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("statement", [2, 6, 11, 17, 24, 33, 45, 60, 80])
def test_a_file_killed_at_any_statement_goes_on_and_balances(alice: Someone, statement: int) -> None:
    begun = capture.begin(name="show.csv", content=FILE.encode(), by=alice.actor)
    capture.start(upload_id=begun.id, fresh=True, by=alice.actor)
    killed_at(statement, lambda: run(begun, alice))
    run(begun, alice)
    with guard.scope(alice.actor.workspace_id):
        lines = reads.ledger()
        assert reads.difference(lines) == 0
        assert sum(line.arrived for line in lines if line.door != "file rows") == ROWS
        rows = reads.rows(begun.id, size=2 * ROWS)
        assert [row.number for row in rows] == [*range(1, ROWS + 1)]
        outcomes = [row.outcome for row in rows]
        assert outcomes.count("created") == Lead.objects.count() == ROWS - ROWS // 5
        assert outcomes.count("joined") == ROWS // 5


def run(begun: Any, alice: Someone) -> None:
    """Come to the file until it is done, as the sweep does: what a killed one held is held for a moment more."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        while capture.go_on(upload_id=begun.id, by=alice.actor, size=7):
            continue
        with guard.scope(alice.actor.workspace_id):
            if Upload.objects.filter(id=begun.id, state="done").exists():
                return
        time.sleep(0.05)
    raise AssertionError("The file did not come to its end.")


@pytest.mark.parametrize("statement", [1, 3, 5, 8, 13, 21, 34, 55])
def test_a_door_killed_at_any_statement_loses_nothing_that_was_kept(alice: Someone, statement: int) -> None:
    incoming = [
        capture.Incoming(door="hand", external_key=f"k{n}", raw=json.dumps({"name": f"Lead {n}"}).encode())
        for n in range(5)
    ]
    killed_at(statement, lambda: capture.receive(incoming=incoming, by=alice.actor))
    # The door's sender heard nothing and sends once more; what was kept and not read is read by the sweep.
    capture.receive(incoming=incoming, by=alice.actor)
    jobs.unread(as_of=clock.now() + jobs.UNREAD_AFTER * 2)
    with guard.scope(alice.actor.workspace_id):
        assert reads.difference(reads.ledger()) == 0
        assert Arrival.objects.filter(settlement="created").count() == Lead.objects.count() == 5
