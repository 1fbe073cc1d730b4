"""What waits for a person is somebody's and has a time; when it passes, whoever decides is asked, again and again."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from leadfast.accountability.models import Notice
from leadfast.capture import actions as capture
from leadfast.capture import jobs
from leadfast.capture.doors.mail.errors import NotFromAPerson
from leadfast.capture.errors import ArrivalNotJunk
from leadfast.capture.models import Arrival
from leadfast.capture.rules.waiting import MACHINES
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.history.models import RecordedFact
from leadfast.workspaces import actor, guard
from leadfast.workspaces.models import Workspace
from tests.fixtures import Someone, someone


def arrived(who: Someone, *, key: str = "x", fresh: bool = True, by_machine: bool = True) -> Arrival:
    by = actor.system(who.actor.workspace_id) if by_machine else who.actor
    incoming = capture.Incoming(door="webhook", external_key=key, raw=b'{"half', fresh=fresh)
    return capture.receive(incoming=[incoming], by=by)[0].arrival


def again(who: Someone, arrival: Arrival) -> Arrival:
    with guard.scope(who.actor.workspace_id):
        return Arrival.objects.get(id=arrival.id)


def told(who: Someone, *, as_of: dt.datetime | None = None) -> list[str]:
    history.carry_out(as_of=as_of or clock.now())
    with guard.scope(who.actor.workspace_id):
        rows = Notice.objects.filter(member_id=who.member.id, kind="triage").order_by("created_at")
        return [one.sentence for one in rows]


def test_it_waits_for_the_front_desk_and_until_a_time(
    workspace: Workspace, alice: Someone, bob: Someone
) -> None:
    desk = someone(workspace, "Dora", "front_desk")
    fresh, listed = arrived(alice), arrived(alice, key="y", fresh=False)
    assert (fresh.waits_for_id, listed.waits_for_id) == (desk.member.id, desk.member.id)
    assert fresh.due_at is not None
    assert listed.due_at is not None
    assert clock.now() < fresh.due_at <= listed.due_at + dt.timedelta(days=3)
    assert told(desk) == ["Something that came in (webhook) waits in Triage for you to say what it is."]
    assert told(bob) == []


def test_what_a_member_brought_in_waits_for_them(workspace: Workspace, alice: Someone, bob: Someone) -> None:
    someone(workspace, "Dora", "front_desk")
    assert arrived(alice, by_machine=False).waits_for_id == alice.member.id


def test_its_time_has_passed_and_those_who_decide_are_asked_again_every_day(
    alice: Someone, bob: Someone
) -> None:
    waits = arrived(alice, by_machine=False)
    assert waits.due_at is not None
    assert len(told(alice)) == 1
    assert jobs.late(as_of=waits.due_at - dt.timedelta(minutes=1)).done == 0
    for _ in range(2):
        jobs.late(as_of=waits.due_at)
    late = again(alice, waits)
    assert (late.waits_for_id, late.escalated) == (bob.member.id, 1)
    assert late.due_at is not None
    assert late.due_at > waits.due_at
    assert "is yours now" in told(bob, as_of=late.due_at)[-1]
    assert "A manager has been asked" in told(alice)[-1]
    jobs.late(as_of=late.due_at)
    assert again(alice, waits).escalated == 2
    with guard.scope(alice.actor.workspace_id):
        assert RecordedFact.objects.filter(kind="arrival_overdue").count() == 2


def test_what_was_settled_in_time_escalates_no_more(alice: Someone, bob: Someone) -> None:
    waits = arrived(alice)
    assert waits.due_at is not None
    capture.junk(arrival_ids=[waits.id], by=alice.actor)
    assert jobs.late(as_of=waits.due_at).done == 0
    assert again(alice, waits).escalated == 0


def test_tried_again_and_still_waiting_its_time_does_not_begin_anew(alice: Someone) -> None:
    waits = arrived(alice)
    capture.settle(arrival_ids=[waits.id], by=actor.system(alice.actor.workspace_id))
    assert again(alice, waits).due_at == waits.due_at


def test_junk_is_undone_and_only_junk(alice: Someone) -> None:
    waits = arrived(alice)
    with pytest.raises(ArrivalNotJunk):
        capture.unjunk(arrival_ids=[waits.id], by=alice.actor)
    assert again(alice, waits).settlement == "waiting"
    capture.junk(arrival_ids=[waits.id], by=alice.actor)
    assert capture.unjunk(arrival_ids=[waits.id], by=alice.actor) == 1
    assert again(alice, waits).waits_for_id == alice.member.id


@pytest.mark.promises
@pytest.mark.parametrize("change", ["due_at = NULL", "waits_for_id = NULL"])
def test_nothing_waits_without_a_time_or_for_nobody(alice: Someone, change: str) -> None:
    arrived(alice)
    with (
        pytest.raises(IntegrityError, match="waiting_arrival_is_due_and_somebodys"),
        guard.scope(alice.actor.workspace_id),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE capture_arrival SET {change}")


def test_machines_are_told_by_what_the_door_says() -> None:
    assert NotFromAPerson().sentence in MACHINES
