"""What is kept of calls goes with the person, survives a crash, and is never counted twice."""

import datetime as dt
from collections.abc import Iterator

import pytest

from leadfast.capture import jobs
from leadfast.capture.actions import call_feeds, call_records, floor
from leadfast.capture.doors.calls import read
from leadfast.capture.doors.calls.record import Call as Said
from leadfast.capture.models import CallFile, CallRecord, FloorUp, Recording
from leadfast.capture.reads import calls as reads
from leadfast.conversations import actions as conversations
from leadfast.conversations.models import Call, Text
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.people import personal_data
from leadfast.workspaces import guard
from tests.capture.test_call_records import HEADER, THEIRS, a_row, counted, take
from tests.fixtures import MakeLead, Someone


class PowerCut(BaseException):
    """The machine stops."""


def test_a_file_cut_off_goes_on_where_it_stood(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(a_row(caller=f"+44207946{n:04}", key=str(n)) for n in range(25))
    monkeypatch.setattr(call_records, "_AT_ONCE", 10)
    file = call_records.keep_calls(name="c.csv", content=(HEADER + rows).encode(), by=alice.actor)
    told = read.calls

    def until(
        raw: bytes, *, zone: dt.tzinfo = dt.UTC, told_at: dt.datetime | None = None
    ) -> Iterator[Said | str]:
        for number, one in enumerate(told(raw, zone=zone, told_at=told_at)):
            if number == 14:
                raise PowerCut
            yield one

    monkeypatch.setattr(read, "calls", until)
    with pytest.raises(PowerCut):
        call_records.take_calls(file_id=file.id, by=alice.actor)
    with guard.scope(file.workspace_id):
        assert CallFile.objects.get(id=file.id).records_taken == 10
        assert (CallRecord.objects.count(), Lead.objects.count()) == (10, 10)
    monkeypatch.setattr(read, "calls", told)
    assert jobs.calls(as_of=clock.now()).done == 1
    assert jobs.calls(as_of=clock.now()).done == 0
    with guard.scope(file.workspace_id):
        assert (CallRecord.objects.count(), Lead.objects.count(), Call.objects.count()) == (25, 25, 25)
    assert counted(CallFile(id=file.id, workspace_id=file.workspace_id, records_taken=25)).difference == 0


def test_one_row_that_cannot_be_read_takes_no_other_with_it(alice: Someone) -> None:
    file = take(
        a_row() + a_row(caller="+442079460222", key="2") + "soon,1,2,3,4,Answered,Inbound,,9\n", alice
    )
    with guard.scope(file.workspace_id):
        told = list(CallRecord.objects.order_by("number").values_list("outcome", flat=True))
    assert told == ["created", "created", "ignored"]
    assert counted(file).difference == 0


def test_a_person_takes_their_calls_along_and_is_erased_from_them(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead(phone=THEIRS)
    assert lead.person_id is not None
    file = take(
        a_row(talked=30, status="Answered", recording="https://pbx.example/1.mp3"),
        alice,
        consent="Told first",
    )
    conversations.log_text(
        lead_id=lead.id, channel="sms", outcome="sent", by=alice.actor, number=THEIRS, words="The van is here"
    )
    visitor = floor.came_in(by=alice.actor, key="x", label="Maria Lopez")
    with guard.scope(lead.workspace_id):
        FloorUp.objects.filter(id=visitor.id).update(lead_id=lead.id)
    taken = str(personal_data.export(workspace_id=lead.workspace_id, person_id=lead.person_id))
    assert THEIRS in taken
    assert "The van is here" in taken
    assert "Told first" in taken
    leads.erased(lead_id=lead.id, proof="A letter", by=bob.actor)
    personal_data.erase(person_id=lead.person_id, request="A letter", by=bob.actor)
    with guard.scope(lead.workspace_id):
        assert bytes(CallFile.objects.get(id=file.id).content) == b""
        assert CallRecord.objects.get().theirs == ""
        assert Recording.objects.get().link == ""
        assert (Text.objects.get().number, Text.objects.get().words) == ("", "")
        assert FloorUp.objects.get().label == ""


def test_an_old_missed_call_is_no_fresh_enquiry(alice: Someone) -> None:
    file = take(a_row(ago=dt.timedelta(days=20)), alice)
    with guard.scope(file.workspace_id):
        lead = Lead.objects.get()
        step = Step.objects.get(lead_id=lead.id)
        assert step.kind == "call"
        assert lead.first_response_due_at is None
        assert "back" in step.says


def test_a_call_before_the_last_touch_moves_nothing(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(phone=THEIRS)
    conversations.log_call(lead_id=lead.id, outcome="reached", by=alice.actor)
    with guard.scope(lead.workspace_id):
        before = list(Step.objects.filter(state="pending").values_list("id", "due_at"))
    take(a_row(ago=dt.timedelta(days=3)), alice)
    with guard.scope(lead.workspace_id):
        assert list(Step.objects.filter(state="pending").values_list("id", "due_at")) == before
        assert Call.objects.count() == 2


def test_a_members_number_is_nobodys_lead(alice: Someone, bob: Someone) -> None:
    call_feeds.give_extension(member_id=bob.member.id, number="+44 20 7946 0999", by=bob.actor)
    call_feeds.give_extension(member_id=alice.member.id, number="100", by=bob.actor)
    file = take(a_row(caller="+442079460999", called="100"), alice)
    with guard.scope(file.workspace_id):
        assert CallRecord.objects.get().outcome == "ignored"
        assert Lead.objects.count() == 0
        assert reads.unmatched_count() == 0
