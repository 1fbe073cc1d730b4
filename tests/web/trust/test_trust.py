"""The Trust page says what is wrong, checks the promises again, and shows nothing of another workspace."""

import datetime as dt
import uuid

from django.test import Client

from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.foundation import clock
from leadfast.web.arrivals.words import FILE_ROWS
from leadfast.web.trust import reading
from leadfast.worker import timetable
from leadfast.worker.models import Heartbeat, SetAside, SweepRun
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone


def test_a_silent_worker_and_a_failing_sweep_are_said(client: Client, alice: Someone) -> None:
    client.force_login(alice.account)
    assert "No worker" in client.get("/trust/").content.decode()
    now = clock.now()
    Heartbeat.objects.create(host="one", pid=1, started_at=now, beat_at=now - dt.timedelta(minutes=5))
    SweepRun.objects.create(sweep="mail.canaries", started_at=now, finished_at=now, error="Traceback\nBoom")
    shown = client.get("/trust/").content.decode()
    assert "The last sign of life was 5 minutes ago" in shown
    assert "Boom" in shown
    assert "Traceback" not in shown


def test_what_was_set_aside_is_seen_by_its_own_team_only(
    client: Client, alice: Someone, charlie: Someone
) -> None:
    now = clock.now()
    with guard.scope(alice.member.workspace_id):
        SetAside.objects.create(
            workspace_id=alice.member.workspace_id, sweep="followup.send", row=uuid.uuid4(),
            error="ValueError: poison", first_at=now, last_at=now,
        )  # fmt: skip
    client.force_login(alice.account)
    assert "ValueError: poison" in client.get("/trust/").content.decode()
    client.force_login(charlie.account)
    assert "poison" not in client.get("/trust/").content.decode()


def test_every_promise_is_checked_again(client: Client, alice: Someone, make_lead: MakeLead) -> None:
    make_lead()
    client.force_login(alice.account)
    shown = client.post("/trust/").content.decode()
    assert "checked on the live database, all kept" in shown
    assert "Every table with a workspace has row-level security, forced." in shown


def test_a_send_that_is_not_there_is_not_decided(client: Client, bob: Someone) -> None:
    client.force_login(bob.account)
    assert client.post(f"/trust/unknown/{uuid.uuid4()}/", {"went_out": "yes"}).status_code == 404


def test_every_sweep_is_called_by_what_it_does() -> None:
    assert {sweep.name for sweep in timetable.TIMETABLE} <= set(reading._SWEEPS)


def test_the_ledger_speaks_of_doors_as_arrivals_does_and_no_sum_is_false(
    client: Client, alice: Someone
) -> None:
    capture.add_by_hand(typed={"line": "Maria Lopez, maria@lopez.example"}, by=alice.actor)
    client.force_login(alice.account)
    shown = client.get("/trust/").content.decode()
    assert ">By hand</a><small>1 in = 1 new + 0 joined + 0 waiting + 0 junk" in shown
    rows = reads.Line(FILE_ROWS, arrived=10, created=0, joined=0, waiting=0, junk=0, difference=0)
    assert reading.sum_of(rows) == "10 rows: each is counted above, or its file says why not"


def test_a_sign_of_life_counts_its_seconds(client: Client, alice: Someone) -> None:
    with clock.frozen(clock.now()):
        now = clock.now()
        Heartbeat.objects.create(host="one", pid=1, started_at=now, beat_at=now - dt.timedelta(seconds=1))
        client.force_login(alice.account)
        assert "was 1 second ago" in client.get("/trust/").content.decode()
