"""Calls of the telephone system: matched, proven, made leads, called back; twice adds nothing."""

import datetime as dt

import pytest

from leadfast.capture import jobs
from leadfast.capture.actions import call_feeds, call_records, calls_settled, recordings
from leadfast.capture.errors import CallRecordNotFound, ReasonMissing, RecordingGone
from leadfast.capture.models import Arrival, CallFile, CallRecord, Listening, Recording
from leadfast.capture.reads import calls as reads
from leadfast.conversations import actions as conversations
from leadfast.conversations.models import Call
from leadfast.foundation import clock
from leadfast.leads.models import Lead, Step
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

THEIRS = "+442079460117"
HEADER = "Start,From,To,Duration,Talk,Status,Direction,Recording,ID\n"


def a_row(
    *,
    ago: dt.timedelta = dt.timedelta(minutes=2),
    caller: str = THEIRS,
    called: str = "100",
    talked: int = 0,
    status: str = "No answer",
    direction: str = "Inbound",
    recording: str = "",
    key: str = "1",
) -> str:
    at = (clock.now() - ago).isoformat(timespec="seconds")
    return f"{at},{caller},{called},{talked + 10},{talked},{status},{direction},{recording},{key}\n"


def take(rows: str, by: Someone, *, consent: str = "") -> CallFile:
    file = call_records.keep_calls(
        name="calls.csv", content=(HEADER + rows).encode(), by=by.actor, recording_consent=consent
    )
    return call_records.take_calls(file_id=file.id, by=by.actor)


def counted(file: CallFile) -> reads.Counts:
    with guard.scope(file.workspace_id):
        return reads.counts(file)


def test_a_missed_call_of_somebody_unknown_is_a_lead_to_call_back_in_five_minutes(alice: Someone) -> None:
    file = take(a_row(), alice)
    with guard.scope(file.workspace_id):
        record = CallRecord.objects.get()
        lead = Lead.objects.select_related("next_step").get()
        call = Call.objects.get()
        arrival = Arrival.objects.get()
        assert (record.outcome, record.lead_id, record.call_id) == ("created", lead.id, call.id)
        assert (arrival.door, arrival.settlement, arrival.lead_id) == ("calls", "created", lead.id)
        assert (call.proof, call.incoming, call.outcome) == ("proven", True, "no_answer")
        assert lead.next_step is not None
        assert "back: they called and nobody answered" in lead.next_step.says
        assert lead.first_responded_at is None
    assert counted(file).difference == 0


def test_a_call_that_is_yet_to_come_stands_where_its_record_came_in(alice: Someone) -> None:
    file = take(a_row(ago=-dt.timedelta(days=400)) + a_row(caller="+442079460118", key="2"), alice)
    with guard.scope(file.workspace_id):
        wrong, right = CallRecord.objects.order_by("number")
        assert (wrong.outcome, wrong.at) == ("created", file.received_at)
        assert wrong.odd.startswith("It says that the call is yet to come")
        assert right.odd == ""
        assert max(call.at for call in Call.objects.all()) <= clock.now()
    again = take(a_row(ago=-dt.timedelta(days=400)), alice)
    assert counted(again).difference == 0


def test_the_same_records_again_add_nothing(alice: Someone) -> None:
    rows = a_row() + a_row(caller="+442079460118", key="2")
    take(rows, alice)
    again = take(rows + "\n", alice)
    with guard.scope(again.workspace_id):
        assert CallRecord.objects.filter(file=again).exclude(outcome="ignored").count() == 0
        assert (Lead.objects.count(), Call.objects.count()) == (2, 2)
    assert counted(again).seen_before == 2
    assert counted(again).difference == 0
    same = take(rows, alice)
    assert same.read_at is not None
    with guard.scope(same.workspace_id):
        assert CallFile.objects.count() == 2


def test_a_claimed_call_within_minutes_becomes_proven(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(phone=THEIRS)
    claimed = conversations.log_call(lead_id=lead.id, outcome="no_answer", by=alice.actor, number=THEIRS)
    assert claimed.proof == "claimed"
    file = take(a_row(caller="100", called=THEIRS, direction="Outbound"), alice)
    with guard.scope(file.workspace_id):
        [call] = Call.objects.all()
        assert (call.id, call.proof) == (claimed.id, "proven")
        assert CallRecord.objects.get().call_id == claimed.id


def test_what_nobody_said_is_not_proven_by_ringing(alice: Someone, make_lead: MakeLead) -> None:
    """Claimed as reached, while the record shows that nobody talked: it stays a claim beside the record."""
    lead = make_lead(phone=THEIRS)
    claimed = conversations.log_call(lead_id=lead.id, outcome="reached", by=alice.actor, number=THEIRS)
    file = take(a_row(caller="100", called=THEIRS, direction="Outbound"), alice)
    with guard.scope(file.workspace_id):
        assert Call.objects.get(id=claimed.id).proof == "claimed"
        assert Call.objects.exclude(id=claimed.id).get().outcome == "no_answer"


def test_a_call_nobody_logged_ends_its_step_and_is_the_members(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(phone=THEIRS)
    with guard.scope(lead.workspace_id):
        Step.objects.update(created_at=clock.now() - dt.timedelta(hours=1))
    call_feeds.give_extension(member_id=alice.member.id, number="100", by=alice.actor)
    take(a_row(caller="100", called=THEIRS, direction="Outbound", talked=90, status="Answered"), alice)
    with guard.scope(lead.workspace_id):
        call = Call.objects.get()
        assert (call.member_id, call.outcome, call.proof) == (alice.member.id, "reached", "proven")
        step = Step.objects.get(lead_id=lead.id, state="done")
        assert step.proof == "proven"
        assert Lead.objects.get(id=lead.id).first_responded_at is not None


def test_a_lead_that_called_in_vain_is_called_back(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(phone=THEIRS, due_in=dt.timedelta(days=5))
    take(a_row() + a_row(ago=dt.timedelta(minutes=1), key="2"), alice)
    with guard.scope(lead.workspace_id):
        owed = Step.objects.get(lead_id=lead.id, kind="answer")
        assert "nobody answered" in owed.says
        now = Lead.objects.get(id=lead.id)
        assert now.next_step_id == owed.id
        assert (now.turn, now.first_responded_at) == ("ours", None)
        assert Call.objects.count() == 2


def test_who_was_called_back_meanwhile_is_not_owed_a_call(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(phone=THEIRS)
    take(
        a_row(ago=dt.timedelta(minutes=30))
        + a_row(ago=dt.timedelta(minutes=5), caller="100", called=THEIRS, direction="Outbound", talked=60,
                status="Answered", key="2"),
        alice,
    )  # fmt: skip
    with guard.scope(lead.workspace_id):
        assert not Step.objects.filter(lead_id=lead.id, kind="answer").exists()


def test_the_legs_of_one_call_are_one_call(alice: Someone, make_lead: MakeLead) -> None:
    """A ring group: three phones rang, one was answered. Nobody is owed a call."""
    lead = make_lead(phone=THEIRS)
    rows = "".join(a_row(called=str(n), key=f"g{n}") for n in (101, 102))
    file = take(rows + a_row(called="103", talked=30, status="Answered", key="g3"), alice)
    with guard.scope(lead.workspace_id):
        assert Call.objects.get().outcome == "reached"
        assert not Step.objects.filter(lead_id=lead.id, kind="answer", state="pending").exists()
    assert counted(file).matched == 3


def test_calls_to_nobody_we_know_are_counted_and_settled_by_a_person(alice: Someone) -> None:
    file = take(
        a_row(caller="100", called="+442079460333", direction="Outbound", talked=20, status="Answered")
        + a_row(caller="100", called="+442079460444", direction="Outbound", key="2"),
        alice,
    )
    with guard.scope(file.workspace_id):
        first, second = CallRecord.objects.order_by("number")
        assert (first.outcome, second.outcome) == ("unmatched", "unmatched")
        assert Lead.objects.count() == 0
    added = calls_settled.add_called(record_id=first.id, name="Jan Kowalski", by=alice.actor)
    with pytest.raises(ReasonMissing):
        calls_settled.about_nobody(record_id=second.id, why=" ", by=alice.actor)
    with guard.scope(file.workspace_id):
        assert CallRecord.objects.get(id=second.id).outcome == "unmatched"
    ignored = calls_settled.about_nobody(record_id=second.id, why="A supplier", by=alice.actor)
    with pytest.raises(CallRecordNotFound):
        calls_settled.about_nobody(record_id=second.id, why="A supplier", by=alice.actor)
    with guard.scope(file.workspace_id):
        assert (added.outcome, ignored.outcome) == ("matched", "ignored")
        assert Call.objects.get().lead_id == Lead.objects.get().id
    assert counted(file).difference == 0


def test_what_is_no_call_with_anybody_says_why(alice: Someone) -> None:
    file = take(
        a_row(caller="Anonymous")
        + a_row(caller="101", called="102", direction="", key="2")
        + "Totals,,,,,,,,\n",
        alice,
    )
    with guard.scope(file.workspace_id):
        told = list(CallRecord.objects.order_by("number").values_list("outcome", "why"))
    assert [outcome for outcome, _ in told] == ["ignored"] * 3
    assert all(why for _, why in told)
    assert counted(file).difference == 0


def test_a_file_that_holds_no_calls_says_so(alice: Someone) -> None:
    file = call_records.keep_calls(name="a.csv", content=b"Name,Email\nJan,jan@b.example\n", by=alice.actor)
    jobs.calls(as_of=clock.now())
    with guard.scope(file.workspace_id):
        read = CallFile.objects.get(id=file.id)
    assert read.refused
    assert read.due_at is None


def test_a_recording_is_kept_only_with_consent_and_each_listening_is_known(
    alice: Someone, make_lead: MakeLead
) -> None:
    make_lead(phone=THEIRS)
    row = a_row(talked=60, status="Answered", recording="https://pbx.example/1.mp3")
    take(row, alice)
    with guard.scope(alice.actor.workspace_id):
        assert not Recording.objects.exists()
        assert "no consent" in CallRecord.objects.get().odd
    take(
        row.replace(",1\n", ",2\n").replace(THEIRS, "+442079460999"),
        alice,
        consent="They are told when it rings",
    )
    with guard.scope(alice.actor.workspace_id):
        recording = Recording.objects.get()
    assert recordings.listen(recording_id=recording.id, by=alice.actor) == "https://pbx.example/1.mp3"
    assert recording.expires_at is not None
    later = recording.expires_at + dt.timedelta(minutes=1)
    jobs.recordings(as_of=later)
    jobs.recordings(as_of=later)
    with pytest.raises(RecordingGone):
        recordings.listen(recording_id=recording.id, by=alice.actor)
    with guard.scope(alice.actor.workspace_id):
        assert Recording.objects.get().link == ""
        assert Listening.objects.count() == 1


def test_a_closed_lead_that_calls_again_is_worked_again(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    from leadfast.leads import actions as leads

    lead = make_lead(phone=THEIRS)
    leads.invalid(lead_id=lead.id, proof="A test number", by=alice.actor)
    take(a_row(), alice)
    with guard.scope(lead.workspace_id):
        assert CallRecord.objects.get().outcome == "joined"
        assert Lead.objects.get(id=lead.id).is_open
