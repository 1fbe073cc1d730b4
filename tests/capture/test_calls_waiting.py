"""A call to nobody we know waits for somebody and until a time; when it passes, whoever decides is asked."""

import datetime as dt

import pytest

from leadfast.accountability.models import Notice
from leadfast.capture import jobs
from leadfast.capture.actions import call_feeds, calls_settled
from leadfast.capture.models import CallRecord
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.history.models import RecordedFact
from leadfast.workspaces import guard
from leadfast.workspaces.models import Workspace
from tests.capture.test_call_records import a_row, take
from tests.fixtures import Someone, someone
from tests.promises.attacks import found, refused

NOBODY = "+442079460333"


def called(by: Someone, *, number: str = NOBODY, key: str = "1") -> CallRecord:
    file = take(a_row(caller="100", called=number, direction="Outbound", key=key), by)
    with guard.scope(by.actor.workspace_id):
        return CallRecord.objects.get(file=file)


def again(who: Someone, record: CallRecord) -> CallRecord:
    with guard.scope(who.actor.workspace_id):
        return CallRecord.objects.get(id=record.id)


def told(who: Someone, *, as_of: dt.datetime) -> list[str]:
    history.carry_out(as_of=as_of)
    with guard.scope(who.actor.workspace_id):
        rows = Notice.objects.filter(member_id=who.member.id, kind="triage").order_by("created_at")
        return [one.sentence for one in rows]


def test_it_waits_for_whoever_made_it_else_for_the_front_desk(
    workspace: Workspace, alice: Someone, bob: Someone
) -> None:
    desk = someone(workspace, "Dora", "front_desk")
    assert called(alice).waits_for_id == desk.member.id
    call_feeds.give_extension(member_id=alice.member.id, number="100", by=bob.actor)
    hers = called(alice, number="+442079460334", key="2")
    assert hers.waits_for_id == alice.member.id
    assert hers.due_at is not None
    assert clock.now() < hers.due_at < clock.now() + dt.timedelta(days=5)


@pytest.mark.promises
def test_past_its_time_those_who_decide_are_asked_again_and_again(alice: Someone, bob: Someone) -> None:
    call_feeds.give_extension(member_id=alice.member.id, number="100", by=bob.actor)
    record = called(alice)
    assert record.due_at is not None
    jobs.late(as_of=record.due_at - dt.timedelta(minutes=1))
    assert again(alice, record).escalated == 0
    with clock.frozen(record.due_at + dt.timedelta(hours=1)):
        assert found("capture.waiting_is_raised") == 1
        for _ in range(2):
            jobs.late(as_of=clock.now())
        raised = again(alice, record)
        assert (raised.waits_for_id, raised.escalated) == (bob.member.id, 1)
        assert found("capture.waiting_is_raised") == 0
        assert "A call to nobody we know has waited in Triage for too long" in told(bob, as_of=clock.now())[0]
        assert "A manager has been asked" in told(alice, as_of=clock.now())[0]
        assert raised.due_at is not None
        jobs.late(as_of=raised.due_at)
        assert again(alice, record).escalated == 2
    with guard.scope(alice.actor.workspace_id):
        assert RecordedFact.objects.filter(kind="call_overdue").count() == 2


def test_what_a_person_said_of_it_ends_the_waiting_and_can_be_taken_back(
    alice: Someone, bob: Someone
) -> None:
    record, other = called(alice), called(alice, number="+442079460334", key="2")
    calls_settled.about_nobody(record_id=record.id, why="A supplier", by=bob.actor)
    assert again(alice, record).due_at is None
    calls_settled.unmatched_again(record_id=record.id, by=bob.actor)
    back = again(alice, record)
    assert back.due_at is not None
    assert back.waits_for_id == bob.member.id
    calls_settled.add_called(record_id=other.id, by=alice.actor, name="Jan Kowalski")
    assert again(alice, other).due_at is None
    jobs.late(as_of=clock.now() + dt.timedelta(days=30))
    assert (again(alice, other).escalated, again(alice, record).escalated) == (0, 1)


@pytest.mark.promises
def test_raw_sql_cannot_leave_a_call_to_nobody(alice: Someone, bob: Someone) -> None:
    called(alice)
    for change in ("due_at = NULL", "waits_for_id = NULL"):
        refused(alice, "waiting_call_is_due_and_somebodys", f"UPDATE capture_callrecord SET {change}")
