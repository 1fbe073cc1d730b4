"""What calls that go on or wait and mended items ask is answered from an index, as the application's own role."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadfast.capture.actions import mended, waiting
from leadfast.capture.models import Arrival, CallRecord, CallState
from leadfast.capture.reads import calls as reads
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard
from tests.capture.test_call_records import a_row, take
from tests.fixtures import Someone

QUESTIONS: dict[str, Callable[[Someone], object]] = {
    "what goes on": lambda _who: reads.going_on(),
    "what waits": lambda _who: reads.unmatched(),
    "how much waits": lambda _who: reads.unmatched_count(),
    "what was told of a call": lambda _who: reads.states_of(["twilio:CA1", "twilio:CA2"]),
    "what was told of calls on a lead": lambda _who: reads.records_told([uuid7()]),
    "what is no longer waited for": lambda _who: CallState.objects.filter(
        external_key__in=["a"], due_at__isnull=False
    ).update(due_at=None),
    "what waits too long": lambda who: waiting.raise_late_calls(
        record_ids=[uuid7()], by=who.actor, as_of=clock.now()
    ),
    "calls to the same number": lambda _who: list(
        CallRecord.objects.filter(due_at__isnull=False, theirs="+442079460333", at__isnull=False)
    ),
    "what waits under the keys of these": lambda who: mended.join_mended(
        arrived=[
            Arrival(door="api", external_key=key, lead_id=uuid7(), workspace_id=who.actor.workspace_id)
            for key in ("order-17", "order-18")
        ],
        by=who.actor,
    ),
}
BIG = ("capture_arrival", "capture_callrecord", "capture_callstate", "capture_callfile")


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_reads_a_whole_table(alice: Someone, name: str) -> None:
    take(a_row() + a_row(caller="100", called="+442079460333", direction="Outbound", key="2"), alice)
    with guard.scope(alice.actor.workspace_id), connection.cursor() as cursor:
        with CaptureQueriesContext(connection) as asked:
            QUESTIONS[name](alice)
        # The tables of a test are small: without this the planner would rightly read all of them.
        cursor.execute("SET LOCAL enable_seqscan = off")
        looked = 0
        for query in asked.captured_queries:
            if not any(table in query["sql"] for table in BIG):
                continue
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
            scanned = [line.strip() for line in plan.split("\n") if "Seq Scan on" in line]
            assert not [line for line in scanned if any(f" {table}" in line for table in BIG)], plan
            looked += 1
        assert looked
