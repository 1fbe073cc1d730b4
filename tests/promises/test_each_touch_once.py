"""One live cadence for a lead and for a person, each touch at most once: attacked with raw SQL and races."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from leadfast.followup import actions as cadences
from leadfast.followup import errors
from leadfast.followup.models import Enrolment, Touch
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

pytestmark = pytest.mark.promises


@pytest.fixture
def running(alice: Someone, make_lead: MakeLead) -> Enrolment:
    lead = make_lead(mail="maria@lopez.example")
    return cadences.start(new=cadences.Start(lead_id=lead.id, cadence="reply-follow-up"), by=alice.actor)


def sql(alice: Someone, statement: str, *values: object) -> None:
    """Run one statement as the application's role, and commit."""
    with guard.scope(alice.actor.workspace_id), connection.cursor() as cursor:
        cursor.execute(statement, values)


def attack(alice: Someone, statement: str, *values: object) -> str:
    """Run one statement as the application's role and commit; the name of the constraint that refused."""
    with pytest.raises(IntegrityError) as refused:
        sql(alice, statement, *values)
    return str(refused.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


COPY_OF_ENROLMENT = """
INSERT INTO followup_enrolment (id, workspace_id, lead_id, person_id, cadence_id, version, cycle, place, mode,
    mode_because, anchor_at, counted_from, thread_id, thread_above, thread_subject, started_at, started_by_kind,
    paused_why, ending, ended_why)
SELECT %s, workspace_id, {lead}, {person}, cadence_id, version, cycle, place, mode, mode_because, anchor_at,
    counted_from, thread_id, thread_above, thread_subject, started_at, started_by_kind, '', '', ''
FROM followup_enrolment WHERE id = %s
"""


def test_raw_sql_cannot_start_a_second_cadence_on_a_lead(alice: Someone, running: Enrolment) -> None:
    statement = COPY_OF_ENROLMENT.format(lead="lead_id", person="NULL")
    assert attack(alice, statement, uuid7(clock.now()), running.id) == "one_live_cadence"


def test_raw_sql_cannot_run_two_cadences_for_a_person(
    alice: Someone, running: Enrolment, make_lead: MakeLead
) -> None:
    other = make_lead("Other", mail="other@lopez.example")
    statement = COPY_OF_ENROLMENT.format(lead=f"'{other.id}'", person="person_id")
    assert attack(alice, statement, uuid7(clock.now()), running.id) == "one_live_cadence_per_person"


def test_raw_sql_cannot_plan_the_same_touch_twice(alice: Someone, running: Enrolment) -> None:
    statement = """
    INSERT INTO followup_touch (id, workspace_id, enrolment_id, lead_id, place, cycle, channel, title,
        acknowledgement, by_machine, state, due_at, first_due_at, plans, code, because, failures, error, created_at)
    SELECT %s, workspace_id, enrolment_id, lead_id, place, cycle, channel, title, acknowledgement, by_machine,
        'due', due_at, first_due_at, 0, '', '', 0, '', created_at FROM followup_touch WHERE enrolment_id = %s
    """
    assert attack(alice, statement, uuid7(clock.now()), running.id) == "touch_once"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE followup_enrolment SET ended_at = started_at WHERE id = %s", "ended_says_why"),
        ("UPDATE followup_enrolment SET paused_at = started_at WHERE id = %s", "paused_says_why"),
        ("UPDATE followup_touch SET state = 'done' WHERE enrolment_id = %s", "touch_settled_has_its_end"),
        ("UPDATE followup_touch SET state = 'sending' WHERE enrolment_id = %s", "sending_touch_has_its_mail"),
        ("UPDATE followup_touch SET state = 'asked' WHERE enrolment_id = %s", "touch_says_why"),
        ("UPDATE followup_touch SET state = 'lost' WHERE enrolment_id = %s", "touch_state_known"),
    ],
)
def test_no_state_without_its_reason(
    alice: Someone, running: Enrolment, statement: str, constraint: str
) -> None:
    assert attack(alice, statement, running.id) == constraint


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM followup_touch WHERE enrolment_id = %s",
        "DELETE FROM followup_enrolment WHERE id = %s",
        "UPDATE followup_cadencestep SET text = 'other words' WHERE id <> %s",
    ],
)
def test_what_was_planned_cannot_be_made_unplanned(
    alice: Someone, running: Enrolment, statement: str
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        sql(alice, statement, running.id)


def test_two_people_who_start_a_cadence_at_once_leave_one(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(mail="maria@lopez.example", due_in=dt.timedelta(days=30))
    both = threading.Barrier(2)
    ended: list[object] = []

    def begin(cadence: str) -> None:
        try:
            both.wait(timeout=10)
            new = cadences.Start(lead_id=lead.id, cadence=cadence)
            ended.append(cadences.start(new=new, by=alice.actor))
        except errors.AlreadyRunning as refused:
            ended.append(refused)
        finally:
            connection.close()

    racers = [threading.Thread(target=begin, args=(key,)) for key in ("reply-follow-up", "proposal-out")]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(30)
    assert len(ended) == 2
    with guard.scope(alice.actor.workspace_id):
        assert Enrolment.objects.filter(lead_id=lead.id, ended_at=None).count() == 1
        assert Touch.objects.filter(lead_id=lead.id, state="due").count() == 1
        assert Lead.objects.get(id=lead.id).next_step_id is not None


def test_a_cadence_that_ran_cannot_be_deleted_nor_a_step_of_any(alice: Someone, running: Enrolment) -> None:
    statement = "DELETE FROM followup_cadence WHERE id = %s"
    assert attack(alice, statement, running.cadence_id) == "followup_enrolment_cadence_id_fk"
    with pytest.raises(ProgrammingError, match="permission denied"):
        sql(alice, "DELETE FROM followup_cadencestep")


def test_a_cadence_is_turned_off_by_a_person(alice: Someone, running: Enrolment) -> None:
    statement = "UPDATE followup_cadence SET turned_off_at = now() WHERE id = %s"
    assert attack(alice, statement, running.cadence_id) == "cadence_turned_off_by_a_person"


def test_a_stranger_sees_no_cadence_of_mine(charlie: Someone, running: Enrolment) -> None:
    with guard.scope(charlie.actor.workspace_id), transaction.atomic():
        assert not Enrolment.objects.exists()
        assert not Touch.objects.exists()
