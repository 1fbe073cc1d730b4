"""What a sweep asks at every tick and what each decision reads come from an index, as the role that asks."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from leadfast.followup import jobs, reads
from leadfast.followup.actions import delivering
from leadfast.followup.reads import forbidding, standing
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.followup.conftest import Play

NOW = {"as_of": "2026-11-24", "before": "2026-11-24", "batch": 200}
TICKS = {
    "touch_due": jobs._DUE,
    "touch_on_its_way": jobs._SENDING,
    "outgoing_due": jobs._MAILBOXES,
}
BIG = (
    "followup_touch",
    "followup_enrolment",
    "followup_draft",
    "followup_insuranceentry",
    "leads_",
    "people_",
    "mail_outgoing",
)


@pytest.mark.parametrize("index", TICKS)
def test_an_idle_tick_reads_only_its_partial_index(play: Play, maria: Lead, index: str) -> None:
    with connections["sweep"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + TICKS[index], NOW)
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("ROLLBACK")
    assert index in plan, plan
    assert "Seq Scan" not in plan, plan


def _decide(play: Play, lead: Lead) -> object:
    [touch] = play.touches(lead)
    at = standing.of(play.enrolment(lead), lead, clock.now())
    return forbidding.of(at, touch, clock.now())


QUESTIONS: dict[str, Callable[[Play, Lead], object]] = {
    "what forbids a mail": _decide,
    "the whole decision": lambda play, lead: delivering.decide(
        touch_id=play.touches(lead)[0].id, by=play.alice.actor
    ),
    "what ran for a lead": lambda play, lead: reads.of_lead(lead.id),
    "drafts that wait": lambda play, lead: reads.drafts(play.alice.member.id),
    "what was insured today": lambda play, lead: reads.insured_today(play.alice.member.id, "Europe/London"),
    "one draft": lambda play, lead: reads.drafts(lead_id=uuid.uuid4()),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_reads_a_whole_table(play: Play, maria: Lead, name: str) -> None:
    play.start(maria, thread_subject="Our offer")
    play.at(play.touches(maria)[0].due_at)
    with guard.scope(play.workspace_id), connection.cursor() as cursor:
        with CaptureQueriesContext(connection) as asked:
            QUESTIONS[name](play, maria)
        # The tables of a test are small: without this the planner would rightly read all of them.
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in asked.captured_queries:
            if not query["sql"].startswith("SELECT") or "FROM" not in query["sql"]:
                continue
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
            scanned = [line for line in plan.split("\n") if "Seq Scan on" in line]
            assert not [line for line in scanned if any(f" {table}" in line for table in BIG)], plan
