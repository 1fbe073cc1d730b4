"""Many leads at once, by SQL as the application's role, so that plans are those of a full database."""

import uuid

import psycopg
from django.db import connection

from leadfast.foundation import clock
from leadfast.workspaces import guard

_LEADS = """
WITH new AS (
    SELECT leadfast_uuid7(%(now)s) AS lead_id, leadfast_uuid7(%(now)s) AS step_id,
           leadfast_uuid7(%(now)s) AS person_id, n,
           %(now)s::timestamptz + (n %% 18000 - 400) * interval '30 minutes' AS due
    FROM generate_series(1, %(count)s) AS n
), people AS (
    INSERT INTO people_person (workspace_id, id, name, name_key, given_name, family_name, job_title, address,
        postal_code, city, country, zone, language, is_consumer, basis, basis_source, created_at)
    SELECT %(workspace)s, person_id, 'Person ' || n, 'person ' || n, '', '', '', '', '', '', '', '', '', false,
        'unknown', '', %(now)s FROM new
), points AS (
    INSERT INTO people_contactpoint (workspace_id, id, person_id, kind, value, key, health, health_why, rank,
        created_at)
    SELECT %(workspace)s, leadfast_uuid7(%(now)s), person_id, CASE n %% 2 WHEN 0 THEN 'mail' ELSE 'phone' END,
        CASE n %% 2 WHEN 0 THEN 'p' || n || '@crowd.example' ELSE '+4411349' || n END,
        CASE n %% 2 WHEN 0 THEN 'p' || n || '@crowd.example' ELSE '+4411349' || n END,
        'unknown', '', 0, %(now)s FROM new
), steps AS (
    INSERT INTO leads_step (workspace_id, id, lead_id, kind, block, says, note, owner_id, by_assistant, due_at,
        first_due_at, dated_at, redated, fallback, fallback_at, nudges, created_at, state, ended_by_kind,
        outcome, proof)
    SELECT %(workspace)s, step_id, lead_id, 'call', 4, 'Call person ' || n, '', %(owner)s, false, due, due,
        %(now)s, 0, 'manager_told', due + interval '3 days', 0, %(now)s, 'pending', '', '', '' FROM new
)
INSERT INTO leads_lead (workspace_id, id, label, person_id, owner_id, source, campaign, tags, note,
    is_incomplete, is_synthetic, stage, turn, arrived_at, paused_why, next_step_id, next_due_at, comebacks,
    search_text, updated_at, last_reply_at)
SELECT %(workspace)s, lead_id, 'Person ' || n, person_id, %(owner)s, 'source ' || n %% 5, '',
    CASE WHEN n %% 1000 = 0 THEN ARRAY['rare'] ELSE ARRAY['crowd'] END, '',
    n %% 500 = 0, false, 'new', 'ours', %(now)s::timestamptz - n * interval '1 minute', '', step_id, due, 0,
    'person ' || n || CASE WHEN n %% 1000 = 0 THEN ' rare' ELSE ' crowd' END, %(now)s,
    CASE WHEN n %% 300 = 0 THEN %(now)s::timestamptz END
FROM new
"""


def gather(workspace_id: uuid.UUID, owner_id: uuid.UUID, count: int) -> None:
    """``count`` open leads of one owner, each with a person, a contact point and a step."""
    plan_afresh()
    with guard.scope(workspace_id), connection.cursor() as cursor:
        cursor.execute(
            _LEADS, {"workspace": workspace_id, "owner": owner_id, "count": count, "now": clock.now()}
        )


def plan_afresh() -> None:
    """The plans of key checks, made by earlier tests for a table of one page, would read it through."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


def settle(superuser: psycopg.Connection[object]) -> None:
    """Give the planner the statistics that autovacuum would have gathered."""
    superuser.execute("VACUUM ANALYZE leads_lead, leads_step, people_person, people_contactpoint")
