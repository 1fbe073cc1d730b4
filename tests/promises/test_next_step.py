"""Every open lead has a next step; a closed one has none. Attacked with raw SQL as the application."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads import errors
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

pytestmark = pytest.mark.promises


def sql(someone: Someone, statement: str, *values: object) -> None:
    """Run one statement as the application's role, and commit."""
    with guard.scope(someone.actor.workspace_id), connection.cursor() as cursor:
        cursor.execute(statement, values)


def state(lead: Lead) -> tuple[object, ...]:
    with guard.scope(lead.workspace_id):
        now = Lead.objects.get(id=lead.id)
        steps = list(Step.objects.filter(lead_id=lead.id).order_by("id").values_list("id", "state", "due_at"))
    return now.next_step_id, now.closure_id, now.stage, now.turn, steps


def tomorrow(says: str = "Call again") -> NewStep:
    return NewStep(kind="call", due_at=clock.now() + dt.timedelta(days=1), says=says)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE leads_lead SET next_step_id = NULL WHERE id = %s", "next_step_has_its_date"),
        (
            "UPDATE leads_lead SET next_step_id = NULL, next_due_at = NULL WHERE id = %s",
            "open_lead_has_next_step",
        ),
        ("UPDATE leads_lead SET closure_id = gen_random_uuid() WHERE id = %s", "open_lead_has_next_step"),
        (
            (
                "UPDATE leads_lead SET closure_id = gen_random_uuid(), next_step_id = NULL, next_due_at = NULL "
                "WHERE id = %s"
            ),
            "pending_step_needs_open_lead",
        ),
        ("UPDATE leads_lead SET next_step_id = gen_random_uuid() WHERE id = %s", "next_step_is_pending"),
        (
            "UPDATE leads_step SET state = 'done', ended_at = due_at WHERE lead_id = %s",
            "next_step_is_pending",
        ),
        ("UPDATE leads_lead SET owner_id = NULL WHERE id = %s", None),
        ("UPDATE leads_lead SET owner_id = gen_random_uuid() WHERE id = %s", "leads_lead_owner_id_fk"),
        ("UPDATE leads_lead SET stage = 'resting' WHERE id = %s", "resting_needs_two_people"),
        ("UPDATE leads_lead SET turn = 'theirs' WHERE id = %s", "their_turn_has_an_end"),
        (
            "UPDATE leads_step SET due_at = due_at + interval '401 days' WHERE lead_id = %s",
            "step_within_horizon",
        ),
        ("UPDATE leads_step SET fallback = '' WHERE lead_id = %s", "step_has_a_fallback"),
        ("UPDATE leads_step SET fallback_at = NULL WHERE lead_id = %s", None),
        ("UPDATE leads_step SET due_at = NULL WHERE lead_id = %s", None),
    ],
)
def test_raw_sql_cannot_break_an_open_lead(
    alice: Someone, make_lead: MakeLead, statement: str, constraint: str | None
) -> None:
    lead = make_lead()
    before = state(lead)
    with pytest.raises(IntegrityError) as refused:
        sql(alice, statement, lead.id)
    if constraint:
        assert constraint in str(refused.value)
    assert state(lead) == before


@pytest.mark.parametrize("table", ["leads_lead", "leads_step", "leads_closure", "history_recordedfact"])
def test_the_application_cannot_delete(alice: Someone, make_lead: MakeLead, table: str) -> None:
    lead = make_lead()
    before = state(lead)
    with pytest.raises(ProgrammingError, match="permission denied"):
        sql(alice, f"DELETE FROM {table}")
    assert state(lead) == before


def test_a_next_step_of_another_lead_is_refused(alice: Someone, make_lead: MakeLead) -> None:
    lead, other = make_lead("One"), make_lead("Two")
    with pytest.raises(IntegrityError, match="next_step_is_pending"):
        sql(alice, "UPDATE leads_lead SET next_step_id = %s WHERE id = %s", other.next_step_id, lead.id)


def test_a_closed_lead_keeps_no_pending_step(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    leads.win(lead_id=lead.id, by=alice.actor, order_reference="PO-1")
    with guard.scope(alice.actor.workspace_id):
        assert not Step.objects.filter(lead_id=lead.id, state="pending").exists()
    with pytest.raises(errors.LeadIsClosed):
        leads.schedule(lead_id=lead.id, step=tomorrow(), by=alice.actor)
    with pytest.raises(IntegrityError, match="pending_step_needs_open_lead"):
        sql(
            alice,
            "UPDATE leads_step SET state = 'pending', ended_at = NULL WHERE lead_id = %s",
            lead.id,
        )


def test_the_last_step_is_not_done_without_another(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    before = state(lead)
    with pytest.raises(errors.NoNextStep):
        leads.complete(step_id=lead.next_step_id, done=leads.Done("Reached"), by=alice.actor)
    assert state(lead) == before
    leads.complete(
        step_id=lead.next_step_id, done=leads.Done("Reached", "proven"), then=[tomorrow()], by=alice.actor
    )
    assert state(lead)[0] != before[0]


def test_the_next_step_is_the_earliest(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(due_in=dt.timedelta(days=9))
    sooner = leads.schedule(lead_id=lead.id, step=tomorrow(), by=alice.actor)
    assert state(lead)[0] == sooner.id
    leads.move(step_id=sooner.id, to=clock.now() + dt.timedelta(days=20), by=alice.actor)
    assert state(lead)[0] == lead.next_step_id


def test_no_workspace_no_answer(alice: Someone, make_lead: MakeLead) -> None:
    make_lead()
    with pytest.raises(DatabaseError, match=r"leadfast\.workspace|uuid"):
        Lead.objects.count()


def test_a_stranger_sees_and_changes_nothing(alice: Someone, charlie: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    before = state(lead)
    with guard.scope(charlie.actor.workspace_id):
        assert Lead.objects.count() == 0
    with pytest.raises(errors.LeadNotFound):
        leads.win(lead_id=lead.id, by=charlie.actor, order_reference="PO-1")
    with pytest.raises(ProgrammingError, match="row-level security"):
        sql(
            charlie,
            "INSERT INTO leads_savedview (id, workspace_id, member_id, name, query, created_at) "
            "VALUES (gen_random_uuid(), %s, %s, 'x', '', '2026-11-22')",
            alice.actor.workspace_id,
            alice.member.id,
        )
    assert state(lead) == before


def race(*acts: Callable[[], object]) -> list[BaseException | None]:
    """Run acts at the same moment on connections of their own; what each of them raised."""
    gate = threading.Barrier(len(acts))
    raised: list[BaseException | None] = [None] * len(acts)

    def run(index: int) -> None:
        try:
            gate.wait()
            acts[index]()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            raised[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_racing_to_close_and_to_plan(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    for _ in range(8):
        lead = make_lead()
        race(
            lambda lead=lead: leads.win(lead_id=lead.id, by=bob.actor, order_reference="PO"),  # type: ignore[misc]
            lambda lead=lead: leads.schedule(lead_id=lead.id, step=tomorrow(), by=alice.actor),  # type: ignore[misc]
            lambda lead=lead: leads.schedule(lead_id=lead.id, step=tomorrow(), by=bob.actor),  # type: ignore[misc]
        )
        next_step, closure, *_, steps = state(lead)
        assert closure is not None
        assert next_step is None
        assert all(row[1] != "pending" for row in steps)  # type: ignore[attr-defined]


def test_racing_raw_updates_past_the_verbs(alice: Someone, make_lead: MakeLead) -> None:
    """Two connections that never lock the lead: one ends the step, one closes the lead."""
    for _ in range(8):
        lead = make_lead()
        closure = uuid.uuid4()

        def end_step(lead: Lead = lead) -> None:
            sql(alice, "UPDATE leads_step SET state='done', ended_at=due_at WHERE lead_id=%s", lead.id)

        def close(lead: Lead = lead, closure: uuid.UUID = closure) -> None:
            with transaction.atomic():
                sql(
                    alice,
                    "INSERT INTO leads_closure (workspace_id, id, lead_id, kind, closed_at, closed_by_kind, "
                    "order_reference, words, proof, counter_argument, comebacks_used) VALUES "
                    "(%s, %s, %s, 'won', '2026-11-22', 'person', 'PO', '', '', '', 0)",
                    lead.workspace_id, closure, lead.id,
                )  # fmt: skip

        race(end_step, close)
        next_step, *_ = state(lead)
        assert next_step is not None
