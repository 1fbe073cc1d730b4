"""Every promise of the leads as a query: silent when kept, and speaking when the constraint was not there."""

import datetime as dt
from pathlib import Path
from typing import Any

import psycopg
import pytest

import leadfast.leads
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.rules import NewStep
from leadfast.worker import auditing
from tests.fixtures import MakeLead, Someone

CHECKS = sorted(Path(leadfast.leads.__path__[0]).glob("audit/*.sql"))

# How each is broken behind the constraints' back, as the superuser with triggers and keys off.
BREAKS = {
    "open_lead_has_next_step": (
        "ALTER TABLE leads_lead DROP CONSTRAINT open_lead_has_next_step, DROP CONSTRAINT next_step_has_its_date",
        "UPDATE leads_lead SET next_step_id = NULL, next_due_at = NULL",
    ),
    "next_step_is_pending": (None, "UPDATE leads_step SET state = 'done', ended_at = due_at"),
    "next_step_is_the_earliest": (
        None,
        "UPDATE leads_step SET due_at = due_at - interval '30 days' WHERE says = 'Later'",
    ),
    "next_due_is_the_steps_date": (
        None,
        "UPDATE leads_lead SET next_due_at = next_due_at + interval '1 day'",
    ),
    "closed_lead_has_no_pending_step": (
        "ALTER TABLE leads_lead DROP CONSTRAINT open_lead_has_next_step",
        "UPDATE leads_lead SET closure_id = gen_random_uuid()",
    ),
    "owner_works_here": (None, "UPDATE workspaces_member SET left_at = joined_at"),
    "their_turn_has_an_end": (
        "ALTER TABLE leads_lead DROP CONSTRAINT their_turn_has_an_end",
        "UPDATE leads_lead SET turn = 'theirs'",
    ),
    "step_has_its_fallback": (
        "ALTER TABLE leads_step DROP CONSTRAINT step_has_a_fallback",
        "UPDATE leads_step SET fallback = ''",
    ),
    "resting_lead_has_its_verdict": (
        None,
        "UPDATE leads_lead SET stage = 'resting', rest_id = gen_random_uuid()",
    ),
}


def broken(connection: psycopg.Connection[Any], name: str) -> list[Any]:
    sql = next(check for check in CHECKS if check.stem == name).read_text()
    return connection.execute(sql.encode(), {"now": clock.now()}).fetchall()


def test_a_healthy_database_is_silent(alice: Someone, make_lead: MakeLead) -> None:
    make_lead()
    assert [(found.name, found.rows) for found in auditing.audit() if found.broken or found.error] == []


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_a_broken_promise_is_found(
    alice: Someone, make_lead: MakeLead, superuser: psycopg.Connection[Any], name: str
) -> None:
    lead = make_lead()
    later = NewStep(kind="call", due_at=clock.now() + dt.timedelta(days=9), says="Later")
    leads.schedule(lead_id=lead.id, step=later, by=alice.actor)
    assert broken(superuser, name) == []
    constraint, statement = BREAKS[name]
    with superuser.transaction(force_rollback=True):
        superuser.execute("SET LOCAL session_replication_role = replica")
        if constraint:
            superuser.execute(constraint.encode())
        superuser.execute(statement.encode())
        assert broken(superuser, name)
