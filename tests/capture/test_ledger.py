"""The ledger and how far a file is are counted each time, whatever happened, and from an index alone."""

from collections import Counter
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadfast.capture import actions as capture
from leadfast.capture import jobs, reads
from leadfast.capture.models import Arrival, Upload, UploadRow
from leadfast.cli.bench import door_rows
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard
from tests.capture.test_uploads import FILE, upload
from tests.fixtures import Someone
from tests.leads import crowd

Superuser = psycopg.Connection[Any]
OFF_BY_ONE = (
    "UPDATE capture_upload SET row_count = row_count + CASE id WHEN %(one)s THEN 1 ELSE -1 END"
    " WHERE state = 'done'"
)
SMALL = b"""Name,Company,Email,Phone,Note
Kim Ito,Ito Ltd,kim@ito.example,,
Ray Ito,Ito Ltd,ray@ito.example,,
,,,,a note
"""
SETTLED = ("created", "joined", "waiting", "junk")


def test_every_arrival_is_counted_once_by_its_door_and_outcome(alice: Someone, charlie: Someone) -> None:
    lived_in(alice)
    capture.add_by_hand(typed={"name": "Elsewhere", "mail": "else@where.example"}, by=charlie.actor)
    with guard.scope(alice.actor.workspace_id):
        came = Counter(Arrival.objects.values_list("door", "settlement"))
        lines = {line.door: line for line in reads.ledger()}
        files = lines.pop("file rows")
        assert {
            (door, name): count
            for door, line in lines.items()
            for name in SETTLED
            if (count := getattr(line, name))
        } == came
        assert all(line.arrived == sum(getattr(line, name) for name in SETTLED) for line in lines.values())
        assert {kind for _, kind in came} == set(SETTLED)
        assert files.arrived == sum(Upload.objects.filter(state="done").values_list("row_count", flat=True))
        assert reads.difference(reads.ledger()) == 0


def test_a_file_is_as_far_as_its_rows_say(alice: Someone) -> None:
    lived_in(alice)
    seen = set()
    with guard.scope(alice.actor.workspace_id):
        for one in reads.uploads():
            counted = reads.progress(one)
            outcomes = Counter(row.outcome for row in reads.rows(one.id))
            assert {name: getattr(counted, name) for name in outcomes} == outcomes, one.name
            assert counted.settled == sum(outcomes.values())
            assert counted.difference == counted.left == 0
            seen |= outcomes.keys()
    assert seen >= {"created", "joined", "waiting", "taken_back", "seen_before", "no_lead"}


@pytest.mark.parametrize(
    ("broken", "by"),
    [
        ("DELETE FROM capture_arrival WHERE upload_id = %(one)s AND row_number = 4", 1),
        # Two files, each wrong by one in another direction: that is two faults, not none.
        (OFF_BY_ONE, 2),
    ],
)
def test_a_row_without_its_outcome_is_a_difference(
    alice: Someone, superuser: Superuser, broken: str, by: int
) -> None:
    one = upload(alice)
    upload(alice, b"Name,Email\nKim Ito,kim@ito.example\n")
    run()
    superuser.execute(broken, {"one": one.id})
    with guard.scope(alice.actor.workspace_id):
        assert reads.difference(reads.ledger()) == by


def test_what_came_in_is_counted_without_reading_it(alice: Someone, superuser: Superuser) -> None:
    crowd.plan_afresh()
    screens = door_rows.fill(workspace_id=alice.actor.workspace_id, member_id=alice.member.id, count=5_000)
    superuser.execute("VACUUM ANALYZE capture_arrival, capture_uploadrow, capture_upload")
    upload_id = screens["row_ledger"].split("/")[2]
    with guard.scope(alice.actor.workspace_id):
        one = reads.upload(upload_id)  # type: ignore[arg-type]
        for asked in (reads.ledger, lambda: reads.progress(one)):
            plan = planned(asked)
            assert "Index Only Scan using arrival_by_outcome on capture_arrival" in plan, plan
            assert "Seq Scan on capture_arrival" not in plan, plan
            assert "Heap Fetches: 0" in plan, plan
        # Rare ones are not searched for among all that came in.
        for asked in (
            lambda: reads.recent(settlement="junk"),
            lambda: reads.rows(one.id, outcome="junk"),
        ):
            plan = planned(asked)
            assert "arrival_by_outcome" in plan, plan


def planned(asked: Any) -> str:
    """How the database answers what is asked of arrivals, carried out."""
    with CaptureQueriesContext(connection) as queries:
        asked()
    plans = []
    with connection.cursor() as cursor:
        for query in queries.captured_queries:
            if "capture_arrival" in query["sql"] or "capture_ledger" in query["sql"]:
                cursor.execute("EXPLAIN ANALYZE " + query["sql"])
                plans.append("\n".join(row[0] for row in cursor.fetchall()))
    return "\n".join(plans)


def lived_in(someone: Someone) -> None:
    """By hand, files with every kind of row, one of them taken back and once more in, junk, and a part of a row."""
    for name in ("Ann", "Ben"):
        capture.add_by_hand(typed={"name": name, "mail": "ann@n.example"}, by=someone.actor)
    taken_back = upload(someone, SMALL)
    run()
    capture.undo(upload_id=taken_back.id, by=someone.actor)
    run()
    # In again with more rows, then those once more with others.
    for content in (SMALL + FILE.partition(b"\n")[2] + b"Total,,,,5\n", SMALL + b",,,,another note\n"):
        upload(someone, content)
        run()
    with guard.scope(someone.actor.workspace_id):
        assert UploadRow.objects.exists()
        waits = Arrival.objects.filter(settlement="waiting").first()
        assert waits is not None
        part = Arrival.objects.get(id=waits.id)
        part.id, part.external_key, part.raw = uuid7(clock.now()), f"{waits.external_key[:190]}#1", b""
        part.part_of_id, part.part, part.row_number = waits.id, 1, None
        part.save(force_insert=True)
        assert set(Upload.objects.values_list("state", flat=True)) == {"done", "undone"}


def run() -> None:
    jobs.uploads(as_of=clock.now())
