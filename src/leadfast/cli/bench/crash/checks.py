"""After the storm: nothing twice, nothing after a reply, nothing lost, nothing without a next step."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from leadfast.cli.town.journal import Journal


@dataclass(frozen=True)
class Span:
    """A stretch of the test under one clock: workers' times less ``shift`` are real ones."""

    began: dt.datetime
    ended: dt.datetime
    shift: dt.timedelta

    def real(self, told: dt.datetime) -> dt.datetime | None:
        moment = told - self.shift
        slack = dt.timedelta(seconds=1)
        return moment if self.began - slack <= moment <= self.ended + slack else None


def figures(
    database: psycopg.Connection[Any],
    journal: Journal,
    *,
    opened: Sequence[uuid.UUID],
    answers: Sequence[str],
    spans: Sequence[Span],
) -> dict[str, float]:
    """Counts that all have to be zero, by name."""
    return {
        "mails_twice": len(journal.taken_twice()),
        "touches_twice": _touches_twice(database, journal),
        "mails_after_a_reply": _after_a_reply(database, spans),
        "mails_nobody_planned": _unplanned(database, journal),
        "leads_lost": _missing(database, "SELECT id FROM leads_lead", [str(one) for one in opened]),
        "answers_lost": missing_answers(database, answers),
        "mails_sent_and_forgotten": _forgotten(database, journal),
        "mails_left_in_the_air": _one(database, IN_THE_AIR),
        "unknown_without_a_person": _one(database, UNKNOWN_ALONE),
        "open_without_next_step": _one(database, OPEN_WITHOUT_STEP),
        "closed_with_pending_step": _one(database, CLOSED_WITH_STEP),
        "live_beside_a_waiting_reply": _one(database, LIVE_AFTER_REPLY),
    }


def missing_answers(database: psycopg.Connection[Any], answers: Sequence[str]) -> int:
    """Answers that lie in a mailbox and were not taken in."""
    return _missing(database, "SELECT mail_id FROM conversations_message", answers)


IN_THE_AIR = "SELECT count(*) FROM mail_outgoing WHERE state = 'sending'"

# A mail of unknown fate is never sent again: somebody has to have been asked about it.
UNKNOWN_ALONE = """
SELECT count(*) FROM mail_outgoing o JOIN followup_touch t ON t.workspace_id = o.workspace_id AND t.id = o.about
JOIN leads_lead l ON l.workspace_id = t.workspace_id AND l.id = t.lead_id
WHERE o.state = 'unknown' AND l.closure_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM leads_step s WHERE s.workspace_id = l.workspace_id AND s.lead_id = l.id
      AND s.state = 'pending' AND NOT s.by_assistant)
"""

OPEN_WITHOUT_STEP = """
SELECT count(*) FROM leads_lead l WHERE l.closure_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM leads_step s WHERE s.workspace_id = l.workspace_id AND s.id = l.next_step_id
      AND s.lead_id = l.id AND s.state = 'pending')
"""

CLOSED_WITH_STEP = """
SELECT count(*) FROM leads_step s JOIN leads_lead l ON l.workspace_id = s.workspace_id AND l.id = s.lead_id
WHERE s.state = 'pending' AND l.closure_id IS NOT NULL
"""

LIVE_AFTER_REPLY = """
SELECT count(*) FROM followup_enrolment e WHERE e.ended_at IS NULL AND e.paused_at IS NULL AND EXISTS (
    SELECT 1 FROM conversations_message m WHERE m.workspace_id = e.workspace_id AND m.lead_id = e.lead_id
      AND m.direction = 'in' AND m.inbound = 'person' AND m.answered_at IS NULL)
"""

# A fact is never updated, so the commit of its row is the commit of the reply.
REPLIES = """
SELECT lead_id, min(pg_xact_commit_timestamp(xmin)) FROM history_recordedfact
WHERE kind = 'reply_received' GROUP BY lead_id
"""
BEGUN = """
SELECT t.lead_id, o.data_at FROM mail_outgoing o
JOIN followup_touch t ON t.workspace_id = o.workspace_id AND t.id = o.about
WHERE o.data_at IS NOT NULL
"""
PLANNED = """
SELECT o.message_id, o.state, t.enrolment_id, t.place, t.cycle FROM mail_outgoing o
JOIN followup_touch t ON t.workspace_id = o.workspace_id AND t.id = o.about
"""


def _touches_twice(database: psycopg.Connection[Any], journal: Journal) -> int:
    touch_of = {row[0]: row[2:] for row in database.execute(PLANNED)}
    counts = Counter(touch_of[taken.message_id] for taken in journal.all() if taken.message_id in touch_of)
    return sum(times > 1 for times in counts.values())


def _after_a_reply(database: psycopg.Connection[Any], spans: Sequence[Span]) -> int:
    """Mails whose permission for DATA was given after the reply's transaction had ended."""
    replied = dict(database.execute(REPLIES).fetchall())
    wrong = 0
    for lead_id, data_at in database.execute(BEGUN):
        began = next((real for span in spans if (real := span.real(data_at))), None)
        wrong += began is not None and lead_id in replied and began > replied[lead_id]
    return wrong


def _unplanned(database: psycopg.Connection[Any], journal: Journal) -> int:
    """Mails to customers that no row of ours stands behind."""
    known = {row[0] for row in database.execute("SELECT message_id FROM mail_outgoing")}
    return sum(
        taken.message_id not in known
        for taken in journal.all()
        if not all(to.endswith("@team.example") for to in taken.recipients)
    )


def _forgotten(database: psycopg.Connection[Any], journal: Journal) -> int:
    """Mails that the post office took and that we would send again, or believe never left."""
    taken = {one.message_id for one in journal.all()}
    rows = database.execute(
        "SELECT message_id, state FROM mail_outgoing WHERE state IN ('planned', 'cancelled')"
    )
    return sum(message_id in taken for message_id, _ in rows)


def _missing(database: psycopg.Connection[Any], found: str, wanted: Sequence[str]) -> int:
    present = {str(row[0]) for row in database.execute(found.encode())}
    return sum(one not in present for one in wanted)


def _one(database: psycopg.Connection[Any], question: str) -> int:
    row = database.execute(question.encode()).fetchone()
    return int(row[0]) if row else 0
