"""What every message and every page asks is answered from an index, as the application's own role."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadfast.conversations import reads
from leadfast.conversations.reads import known, matching, proposals
from leadfast.foundation.ids import uuid7
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter

QUESTIONS: dict[str, Callable[[Post, Lead], object]] = {
    "what waits": lambda post, lead: reads.waiting(),
    "the timeline": lambda post, lead: reads.timeline(workspace_id=post.by.workspace_id, lead_id=lead.id),
    "the last words": lambda post, lead: reads.last_words([lead.id]),
    "counts by class": lambda post, lead: reads.counts(since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
    "whose lead a mail of ours is": lambda post, lead: matching.lead_of_outgoing(uuid7()),
    "what was understood": lambda post, lead: proposals.of_messages([uuid7()]),
    "whom machines name": lambda post, lead: proposals.named_by_machines(),
    "what they seem to mean": lambda post, lead: proposals.waiting_by_intent(),
    "how right it was": lambda post, lead: proposals.accuracy(since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
    "what was promised": lambda post, lead: proposals.pledges(lead.id),
    "whose domain it is": lambda post, lead: reads.ours({"new@lopez.example"}),
    "what a batch needs": lambda post, lead: known.known(
        mail_ids={"a@b", "c@d"}, references={"e@f"}, outgoing_ids={uuid7()}, addresses={"maria@lopez.example"}
    ),
}
BIG = ("conversations_", "people_contactpoint", "leads_lead", "leads_participant", "history_recordedfact")


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_reads_a_whole_table(post: Post, maria: Lead, name: str) -> None:
    post.arrives(letter())
    with guard.scope(post.by.workspace_id), connection.cursor() as cursor:
        with CaptureQueriesContext(connection) as asked:
            QUESTIONS[name](post, maria)
        # The tables of a test are small: without this the planner would rightly read all of them.
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in asked.captured_queries:
            if "FROM" not in query["sql"]:
                continue  # the guard setting its workspace
            cursor.execute("EXPLAIN " + query["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
            scanned = [line.strip() for line in plan.split("\n") if "Seq Scan on" in line]
            assert not [line for line in scanned if any(f" {table}" in line for table in BIG)], plan
