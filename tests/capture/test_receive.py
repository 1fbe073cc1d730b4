"""Arrivals become leads: kept raw first, the same thing once, nothing lost, blanks filled, asked again."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection
from django.db.utils import ProgrammingError

from leadfast.capture import actions as capture
from leadfast.capture import errors, jobs, reads
from leadfast.capture.models import Arrival
from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.leads import actions as leads
from leadfast.leads import reads as lead_reads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from tests.fixtures import Someone

# A Wednesday morning in London, inside office hours.
MORNING = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.UTC)
SATURDAY = dt.datetime(2026, 11, 21, 15, 0, tzinfo=dt.UTC)


def add(someone: Someone, line: str, **typed: str) -> capture.Received:
    return capture.add_by_hand(typed={"line": line, **typed}, by=someone.actor)


def lead_of(someone: Someone, received: capture.Received) -> Lead:
    assert received.lead_id is not None
    with guard.scope(someone.actor.workspace_id):
        return lead_reads.lead(received.lead_id)


def whole(someone: Someone, received: capture.Received) -> lead_reads.Whole:
    assert received.lead_id is not None
    with guard.scope(someone.actor.workspace_id):
        return lead_reads.whole(received.lead_id)


def in_balance(someone: Someone) -> bool:
    with guard.scope(someone.actor.workspace_id):
        lines = reads.ledger()
        assert sum(line.arrived for line in lines if line.door != "file rows") == Arrival.objects.count()
        return reads.difference(lines) == 0


def counted(someone: Someone) -> tuple[int, int]:
    with guard.scope(someone.actor.workspace_id):
        return Lead.objects.count(), Arrival.objects.count()


def test_one_line_is_a_lead(alice: Someone) -> None:
    with clock.frozen(MORNING):
        received = add(alice, "Kowalski, big bakery in Leeds, 0113 496 0000")
        found = whole(alice, received)
    assert received.arrival.settlement == "created"
    assert found.lead.label == "Kowalski"
    assert found.lead.note == "big bakery in Leeds"
    assert [point.key for point in found.contact_points] == ["+441134960000"]
    assert found.lead.owner_id == alice.member.id
    assert [step.kind for step in found.pending] == ["first_response"]
    assert found.pending[0].due_at == MORNING + dt.timedelta(minutes=5)
    assert found.lead.first_response_due_at == found.pending[0].due_at
    assert json.loads(bytes(received.arrival.raw))["line"] == "Kowalski, big bakery in Leeds, 0113 496 0000"
    assert in_balance(alice)


def test_outside_hours_a_person_answers_by_half_past_nine(alice: Someone) -> None:
    with clock.frozen(SATURDAY):
        lead = lead_of(alice, add(alice, "Maria Lopez, maria@lopez.example"))
    due = lead.next_due_at
    assert due is not None
    assert due.astimezone(ZoneInfo("Europe/London")).strftime("%a %H:%M") == "Mon 09:30"


def test_a_company_name_alone_is_an_incomplete_lead_with_a_date(alice: Someone) -> None:
    with clock.frozen(MORNING):
        received = add(alice, "Beacon Dental")
        lead = lead_of(alice, received)
        again = add(alice, "Beacon Dental")
    assert lead.is_incomplete
    assert "Incomplete" in lead.tags
    assert lead.company is not None
    assert lead.next_step is not None
    assert lead.next_step.kind == "complete_lead"
    assert lead.next_due_at is not None
    assert lead.next_due_at.astimezone(ZoneInfo("Europe/London")).strftime("%a %H:%M") == "Thu 09:30"
    assert again.lead_id == lead.id
    with clock.frozen(MORNING):
        capture.add_by_hand(typed={"name": "Jo"}, by=alice.actor)
    assert counted(alice) == (2, 3)


def test_nothing_typed_is_refused_and_changes_nothing(alice: Someone) -> None:
    with pytest.raises(errors.NothingEntered):
        capture.add_by_hand(typed={"line": "  ", "note": "rang"}, by=alice.actor)
    assert counted(alice) == (0, 0)


def test_one_form_sent_twice_is_one_lead(alice: Someone) -> None:
    one = capture.add_by_hand(typed={"line": "Tom, tom@n.example"}, key="form-1", by=alice.actor)
    two = capture.add_by_hand(typed={"line": "Tom, tom@n.example"}, key="form-1", by=alice.actor)
    assert one.is_new
    assert not two.is_new
    assert one.lead_id == two.lead_id
    assert counted(alice) == (1, 1)


def test_a_repeat_joins_fills_blanks_only_and_is_worked(alice: Someone, bob: Someone) -> None:
    with clock.frozen(MORNING):
        first = add(alice, "", mail="Maria@Lopez.example", name="Maria Lopez", job_title="Buyer")
        leads.complete(
            step_id=lead_of(alice, first).next_step_id,
            done=leads.Done("Reached"),
            then=[NewStep(kind="call", due_at=MORNING + dt.timedelta(days=5), says="Call Maria")],
            by=alice.actor,
        )
    later = MORNING + dt.timedelta(days=1)
    with clock.frozen(later):
        second = add(
            bob, "", mail="maria@lopez.example", phone="0113 496 0001", job_title="CEO", note="wants 40 seats"
        )
    assert second.arrival.settlement == "joined"
    assert second.lead_id == first.lead_id
    found = whole(alice, second)
    assert found.lead.person is not None
    assert found.lead.person.job_title == "Buyer"
    assert {point.key for point in found.contact_points} == {"maria@lopez.example", "+441134960001"}
    assert found.lead.note == "wants 40 seats"
    assert [step.kind for step in found.pending] == ["answer", "call"]
    assert found.pending[0].says == "Maria Lopez asked again: wants 40 seats"
    assert found.lead.owner_id == alice.member.id
    with guard.scope(alice.actor.workspace_id):
        kinds = set(RecordedFact.objects.filter(lead_id=first.lead_id).values_list("kind", flat=True))
    assert {"arrival_joined", "asked_again"} <= kinds
    assert in_balance(alice)


def test_colleagues_who_share_a_number_stay_two_people(alice: Someone) -> None:
    one = add(alice, "", name="Tom Adeyemi", mail="tom@n.example", phone="0113 496 0000")
    two = add(alice, "", name="Ines Carvalho", mail="ines@n.example", phone="0113 496 0000")
    same = add(alice, "", name="Adeyemi", phone="0113 496 0000")
    assert one.lead_id != two.lead_id
    assert same.lead_id == one.lead_id


def test_asking_again_brings_a_resting_lead_back_and_tells_who_closed_it(
    alice: Someone, bob: Someone
) -> None:
    first = add(alice, "Maria Lopez, maria@lopez.example")
    asked = leads.ask(lead_id=first.lead_id, reason="lost", words="No budget", evidence={}, by=alice.actor)
    leads.rest(
        give_up_id=asked.id,
        comeback=NewStep(kind="come_back", due_at=clock.now() + dt.timedelta(days=180), says="Ask again"),
        by=bob.actor,
    )
    add(alice, "Maria Lopez, maria@lopez.example, we have budget now")
    lead = lead_of(alice, first)
    assert lead.stage == "reached"
    assert lead.rest_id is None
    assert lead.next_step is not None
    assert lead.next_step.kind == "answer"
    with guard.scope(alice.actor.workspace_id):
        told = RecordedFact.objects.get(kind="asked_again")
    assert told.body["was"] == "resting"
    assert told.body["closed_by_id"] == str(bob.member.id)


def test_asking_again_reopens_a_closed_lead_but_after_a_win_it_is_a_new_chance(alice: Someone) -> None:
    first = add(alice, "Tom, tom@n.example")
    leads.invalid(lead_id=first.lead_id, proof="The number belongs to a fax.", by=alice.actor)
    again = add(alice, "Tom, tom@n.example")
    assert again.lead_id == first.lead_id
    assert lead_of(alice, first).closure_id is None
    leads.win(lead_id=first.lead_id, order_reference="PO-1", by=alice.actor)
    third = add(alice, "Tom, tom@n.example")
    assert third.lead_id != first.lead_id
    assert third.arrival.settlement == "created"
    assert third.arrival.person_id == first.arrival.person_id
    assert in_balance(alice)


def test_what_was_never_fresh_starts_no_clock(alice: Someone) -> None:
    received = capture.add_by_hand(typed={"line": "Old, old@list.example"}, fresh=False, by=alice.actor)
    lead = lead_of(alice, received)
    assert lead.first_response_due_at is None
    assert lead.next_step is not None
    assert lead.next_step.kind == "mail"
    with guard.scope(alice.actor.workspace_id):
        assert RecordedFact.objects.get(kind="lead_opened").body["fresh"] is False
    again = capture.add_by_hand(typed={"line": "Old, old@list.example"}, fresh=False, by=alice.actor)
    assert again.lead_id == received.lead_id
    with guard.scope(alice.actor.workspace_id):
        assert len(lead_reads.pending(lead.id)) == 1


def test_leads_go_round_and_never_to_somebody_away_or_gone(alice: Someone, bob: Someone) -> None:
    incoming = [
        capture.Incoming(door="hand", external_key=f"k{n}", raw=json.dumps({"name": f"Lead {n}"}).encode())
        for n in range(6)
    ]
    with guard.scope(alice.actor.workspace_id):
        one = capture.receive(incoming=incoming[:4], by=alice.actor)
        owners = [lead_reads.lead(r.lead_id).owner_id for r in one if r.lead_id]
    assert sorted(owners, key=str) == sorted([alice.member.id, bob.member.id] * 2, key=str)
    today = clock.now().date()
    workspaces.plan_leave(
        member_id=bob.member.id, first_day=today, last_day=today + dt.timedelta(days=2), by=bob.actor
    )
    two = capture.receive(incoming=incoming[4:], by=alice.actor)
    assert {lead_of(alice, r).owner_id for r in two} == {alice.member.id}
    mine = capture.add_by_hand(typed={"line": "For Bob, b@x.example"}, owner_id=bob.member.id, by=alice.actor)
    assert lead_of(alice, mine).owner_id == alice.member.id


def test_what_cannot_be_read_waits_with_its_reason_and_is_mended(alice: Someone) -> None:
    broken = capture.Incoming(door="hand", external_key="b", raw=b"\xff not json")
    good = capture.Incoming(door="hand", external_key="g", raw=b'{"name": "Tom"}')
    received = capture.receive(incoming=[broken, good], by=alice.actor)
    assert [one.arrival.settlement for one in received] == ["waiting", "created"]
    assert received[0].arrival.why
    assert in_balance(alice)
    mended = capture.repair(
        arrival_id=received[0].arrival.id, typed={"name": "Ines", "mail": "ines@l.example"}, by=alice.actor
    )
    assert mended.arrival.settlement == "created"
    assert bytes(mended.arrival.raw) == b"\xff not json"
    with pytest.raises(errors.ArrivalSettled):
        capture.junk(arrival_ids=[mended.arrival.id], by=alice.actor)
    assert in_balance(alice)


def test_junk_is_an_act_of_a_person_and_is_counted(alice: Someone) -> None:
    received = capture.receive(
        incoming=[capture.Incoming(door="hand", external_key="j", raw=b'{"note": "x"}')], by=alice.actor
    )[0]
    capture.junk(arrival_ids=[received.arrival.id], by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        (line,) = reads.ledger()
    assert (line.arrived, line.junk, line.difference) == (1, 1, 0)


def test_what_a_crash_left_unread_is_read_by_the_sweep(alice: Someone) -> None:
    kept = capture.keep(
        incoming=[capture.Incoming(door="hand", external_key="c", raw=b'{"name": "Tom"}')], by=alice.actor
    )
    assert counted(alice) == (0, 1)
    assert in_balance(alice)
    soon = clock.now() + dt.timedelta(minutes=1)
    assert jobs.unread(as_of=soon).done == 0
    for _ in range(2):
        jobs.unread(as_of=clock.now() + dt.timedelta(minutes=6))
    assert counted(alice) == (1, 1)
    with guard.scope(alice.actor.workspace_id):
        assert reads.arrival(kept[0].arrival.id).settlement == "created"


@pytest.mark.promises
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("settlement = 'junk'", "junk_by_a_person"),
        ("settlement = 'created', lead_id = NULL", "settled_arrival_has_its_lead"),
        ("settlement = 'waiting'", "settled_arrival_has_its_lead"),
        ("settlement = 'lost', lead_id = NULL", "arrival_settlement"),
        ("lead_id = gen_random_uuid()", "capture_arrival_lead_id_fk"),
    ],
)
def test_raw_sql_cannot_unbalance_the_ledger(alice: Someone, change: str, says: str) -> None:
    add(alice, "Tom, tom@n.example")
    with (
        pytest.raises(IntegrityError, match=says),
        guard.scope(alice.actor.workspace_id),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE capture_arrival SET {change}")
    assert in_balance(alice)


@pytest.mark.promises
def test_what_came_in_cannot_be_changed_or_deleted(alice: Someone) -> None:
    add(alice, "Tom, tom@n.example")
    for statement in ("UPDATE capture_arrival SET raw = ''", "DELETE FROM capture_arrival"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            guard.scope(alice.actor.workspace_id),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_stranger_sees_no_arrival(alice: Someone, charlie: Someone) -> None:
    received = add(alice, "Tom, tom@n.example")
    with guard.scope(charlie.actor.workspace_id):
        assert reads.ledger() == []
        with pytest.raises(errors.ArrivalNotFound):
            reads.arrival(received.arrival.id)
