"""Kill the sender between every two commits. The mail goes out at most once, and never gets lost:
it is sent, planned again because nothing can have left, or unknown and asked about."""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest

from leadfast.foundation import clock
from leadfast.mail import jobs
from leadfast.mail.models import Mailbox
from tests.fixtures import Someone
from tests.mail import loopback
from tests.mail.test_receiving import sync
from tests.mail.test_sending import plan, send_due, state_of

AFTER_THE_LEASE = dt.timedelta(minutes=30)


def crash(box: Mailbox, point: str) -> None:
    died = subprocess.run(
        [sys.executable, "-m", "tests.crash.dying_sender", str(box.workspace_id), str(box.id), point],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])},
        timeout=60,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, point


def afterwards(box: Mailbox) -> None:
    """What the workers do once the lease is over: the watchdog, then the next sender."""
    with clock.frozen(clock.now() + AFTER_THE_LEASE):
        jobs.expire(as_of=clock.now())
        send_due(box)
        # Twice, and late, changes nothing.
        jobs.expire(as_of=clock.now())
        send_due(box)


@pytest.mark.parametrize(
    "point", ["holding the mailbox", "after the claim", "inside the transaction that allows DATA"]
)
def test_before_data_it_is_sent_by_the_next_sender(
    alice: Someone, box: Mailbox, town: loopback.Loopback, point: str
) -> None:
    row = plan(alice, box)
    crash(box, point)
    assert town.deliveries == []

    afterwards(box)

    assert state_of(row).state == "sent"
    assert len(town.deliveries) == 1


@pytest.mark.parametrize("point", ["after DATA was allowed", "after the server took it"])
def test_after_data_it_is_unknown_and_never_sent_again(
    alice: Someone, box: Mailbox, town: loopback.Loopback, point: str
) -> None:
    row = plan(alice, box)
    crash(box, point)
    taken = len(town.deliveries)
    assert taken == (point == "after the server took it")

    afterwards(box)

    assert state_of(row).state == "unknown"
    assert len(town.deliveries) == taken


def test_what_the_server_took_is_found_in_sent(alice: Someone, box: Mailbox, town: loopback.Loopback) -> None:
    town.copies_to_sent = True
    row = plan(alice, box)
    crash(box, "after the server took it")
    afterwards(box)
    assert state_of(row).state == "unknown"

    sync(box)

    assert state_of(row).state == "sent"
    assert len(town.deliveries) == 1


def test_after_settling_nothing_is_left_to_do(alice: Someone, box: Mailbox, town: loopback.Loopback) -> None:
    row = plan(alice, box)
    crash(box, "after it was settled")
    afterwards(box)
    assert state_of(row).state == "sent"
    assert len(town.deliveries) == 1
