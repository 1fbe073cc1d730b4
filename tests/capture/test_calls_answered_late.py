"""A call that was taken for missed and had been answered is the answered call; never the other way round."""

import datetime as dt
import importlib
import itertools
from collections.abc import Callable, Iterator

import pytest

from leadfast.capture import jobs
from leadfast.capture.models import Arrival, CallRecord, CallState, Recording
from leadfast.conversations import actions as conversations
from leadfast.conversations.actions import answered_late
from leadfast.conversations.models import Call
from leadfast.followup.actions import enrolling
from leadfast.followup.models import Enrolment
from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from tests.api.test_keys import at_once
from tests.capture.test_call_records import THEIRS, a_row, take
from tests.capture.test_call_states import BEGAN, Switch, balanced
from tests.fixtures import MakeLead, Someone
from tests.promises.attacks import copy_of, found, refused, run

OUT = {"From": "+442079460000", "To": THEIRS, "Direction": "outbound-api"}
LATER = BEGAN + dt.timedelta(minutes=15)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(BEGAN + dt.timedelta(minutes=3)):
        yield


@pytest.fixture
def switch(bob: Someone) -> Switch:
    return Switch(bob)


def never_ended(switch: Switch) -> None:
    """It rang, and nobody told how it ended."""
    switch.tell("ringing", 2)
    with clock.frozen(LATER):
        jobs.calls(as_of=LATER)


def in_vain(switch: Switch) -> None:
    switch.tell("no-answer", 40)


def facts_of(kind: str) -> int:
    return RecordedFact.objects.filter(kind=kind).count()


@pytest.mark.parametrize("taken_for_missed", [never_ended, in_vain])
def test_a_lead_that_was_spoken_to_is_owed_no_call_back(
    switch: Switch, make_lead: MakeLead, taken_for_missed: Callable[[Switch], None]
) -> None:
    lead = make_lead(phone=THEIRS, due_in=dt.timedelta(days=5))
    taken_for_missed(switch)
    with guard.scope(lead.workspace_id):
        owed = Step.objects.get(lead_id=lead.id, kind="answer", state="pending")
    with clock.frozen(LATER + dt.timedelta(minutes=1)):
        for _ in range(2):
            assert switch.tell("completed", 129) == 200
    with guard.scope(lead.workspace_id):
        record, call = CallRecord.objects.get(), Call.objects.get()
        assert (record.said, record.talked, record.odd, record.call_id) == ("answered", 120, "", call.id)
        assert (call.outcome, call.proof, call.incoming) == ("reached", "proven", True)
        owed.refresh_from_db()
        assert (owed.state, owed.outcome) == ("cancelled", "The call was answered after all.")
        now = Lead.objects.get(id=lead.id)
        assert now.last_touch_at == call.at
        assert now.next_step_id == Step.objects.get(lead_id=lead.id, state="pending").id
        assert [facts_of(kind) for kind in ("call_missed", "call_logged", "call_answered")] == [1, 1, 1]
        assert facts_of("step_cancelled") == 1
    assert balanced(switch)
    assert found("capture.calls_are_accounted_for") == 0


def test_whoever_was_not_known_stays_a_lead_with_a_step(switch: Switch) -> None:
    never_ended(switch)
    with clock.frozen(LATER):
        switch.tell("completed", 129)
    with guard.scope(switch.feed.workspace_id):
        lead = Lead.objects.select_related("next_step").get()
        assert lead.next_step is not None
        assert "nobody answered" not in lead.next_step.says
        assert (lead.stage, lead.next_step.kind, Arrival.objects.count()) == ("reached", "decide", 1)
        assert Call.objects.get().outcome == "reached"


def test_a_step_to_which_somebody_gave_another_date_stays(
    switch: Switch, make_lead: MakeLead, alice: Someone
) -> None:
    lead = make_lead(phone=THEIRS)
    in_vain(switch)
    with guard.scope(lead.workspace_id):
        owed = Step.objects.get(lead_id=lead.id, kind="answer")
    leads.move(step_id=owed.id, to=BEGAN + dt.timedelta(days=1), by=alice.actor)
    switch.tell("completed", 129)
    with guard.scope(lead.workspace_id):
        assert Call.objects.get().outcome == "reached"
        assert Step.objects.get(id=owed.id).state == "pending"


def test_who_called_in_vain_again_since_is_still_called_back(switch: Switch, make_lead: MakeLead) -> None:
    lead = make_lead(phone=THEIRS)
    in_vain(switch)
    switch.tell("no-answer", 160, sid="CA02")
    switch.tell("completed", 129)
    with guard.scope(lead.workspace_id):
        assert sorted(Call.objects.values_list("outcome", flat=True)) == ["no_answer", "reached"]
        assert Step.objects.get(lead_id=lead.id, kind="answer").state == "pending"
    switch.tell("completed", 170, sid="CA02")
    with guard.scope(lead.workspace_id):
        assert Step.objects.get(lead_id=lead.id, kind="answer").state == "cancelled"


def test_a_call_of_ours_that_reached_them_stops_what_ran(
    switch: Switch, make_lead: MakeLead, alice: Someone
) -> None:
    lead = make_lead(phone=THEIRS, mail="maria@example.org")
    with guard.scope(lead.workspace_id):
        Step.objects.update(created_at=BEGAN - dt.timedelta(hours=1))
    switch.tell("no-answer", 30, **OUT)
    with guard.scope(lead.workspace_id):
        again = Step.objects.get(lead_id=lead.id, state="pending")
        assert again.says.endswith("again: no answer")
    switch.tell("completed", 129, **OUT)
    with guard.scope(lead.workspace_id):
        again.refresh_from_db()
        assert again.state == "cancelled"
        assert Step.objects.get(lead_id=lead.id, state="pending").kind == "decide"


@pytest.mark.parametrize(("began", "ends"), [(BEGAN - dt.timedelta(days=1), True), (LATER, False)])
def test_only_a_cadence_that_ran_when_they_were_spoken_to_ends(
    switch: Switch, make_lead: MakeLead, alice: Someone, began: dt.datetime, ends: bool
) -> None:
    lead = make_lead(phone=THEIRS, mail="maria@example.org")
    switch.tell("no-answer", 30, **OUT)
    enrolling.start(new=enrolling.Start(lead_id=lead.id, cadence="reply-follow-up"), by=alice.actor)
    with guard.scope(lead.workspace_id):
        Enrolment.objects.update(started_at=began)
    switch.tell("completed", 129, **OUT)
    with guard.scope(lead.workspace_id):
        assert (Enrolment.objects.get().ended_at is not None) == ends
        assert Step.objects.filter(lead_id=lead.id, state="pending").exists()


def test_a_call_to_nobody_we_know_waits_on_and_says_that_they_talked(switch: Switch) -> None:
    switch.tell("no-answer", 30, **OUT)
    switch.tell("completed", 129, **OUT)
    with guard.scope(switch.feed.workspace_id):
        record = CallRecord.objects.get()
        assert (record.said, record.talked, record.outcome) == ("answered", 120, "unmatched")
        assert record.due_at is not None
        assert Call.objects.count() == 0


def test_a_closed_lead_stays_closed(switch: Switch, make_lead: MakeLead, alice: Someone) -> None:
    lead = make_lead(phone=THEIRS)
    in_vain(switch)
    leads.invalid(lead_id=lead.id, proof="A test number", by=alice.actor)
    switch.tell("completed", 129)
    with guard.scope(lead.workspace_id):
        assert Call.objects.get().outcome == "reached"
        assert not Lead.objects.get(id=lead.id).is_open
        assert not Step.objects.filter(lead_id=lead.id, state="pending").exists()


@pytest.mark.promises
@pytest.mark.parametrize(
    "order", list(itertools.permutations(("ringing", "no-answer", "completed"))), ids=str
)
def test_what_is_told_of_an_answered_call_changes_nothing(
    switch: Switch, make_lead: MakeLead, order: tuple[str, ...]
) -> None:
    lead = make_lead(phone=THEIRS)
    after = {"ringing": 2, "no-answer": 60, "completed": 129}
    told: list[tuple[str, str]] = []
    for state in order:
        assert switch.tell(state, after[state]) == 200
        with guard.scope(lead.workspace_id):
            told += [
                (record.said, record.call.outcome)
                for record in CallRecord.objects.select_related("call")
                if record.call
            ]
    assert told[-1] == ("answered", "reached")
    assert ("missed", "no_answer") not in told[told.index(("answered", "reached")) :]
    with guard.scope(lead.workspace_id):
        assert (CallRecord.objects.count(), Call.objects.count(), CallState.objects.count()) == (1, 1, 3)
        assert not Step.objects.filter(lead_id=lead.id, kind="answer", state="pending").exists()
        assert facts_of("call_answered") == (order.index("no-answer") < order.index("completed"))
    assert balanced(switch)


def test_its_recording_is_kept_where_callers_are_told(bob: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(phone=THEIRS)
    switch = Switch(bob, consent="They are told when it rings")
    in_vain(switch)
    switch.tell("completed", 129, RecordingUrl="https://pbx.example/1.mp3")
    with guard.scope(lead.workspace_id):
        assert Recording.objects.get().call_id == Call.objects.get().id


def test_eight_at_once_answer_it_once(switch: Switch, make_lead: MakeLead) -> None:
    lead = make_lead(phone=THEIRS)
    in_vain(switch)
    tells = [lambda n=n: switch.tell("completed", 120 + n) for n in range(8)]
    assert set(at_once(*tells)) <= {200, 202}
    jobs.calls(as_of=clock.now() + dt.timedelta(hours=1))
    with guard.scope(lead.workspace_id):
        assert (Call.objects.get().outcome, facts_of("call_answered")) == ("reached", 1)
    assert balanced(switch)


@pytest.mark.promises
def test_the_database_lets_a_call_only_turn_out_answered(alice: Someone, make_lead: MakeLead) -> None:
    make_lead(phone=THEIRS)
    take(a_row() + a_row(ago=dt.timedelta(hours=1), talked=60, status="Answered", key="2"), alice)
    calls, records = "call_only_turns_out_answered", "call_record_only_turns_out_answered"
    for change in ("outcome = 'no_answer'", "outcome = 'voicemail'"):
        refused(alice, calls, f"UPDATE conversations_call SET {change} WHERE outcome = 'reached'")
    refused(alice, calls, "UPDATE conversations_call SET outcome = 'voicemail' WHERE outcome = 'no_answer'")
    for change in ("said = 'missed'", "talked = 0", "seconds = 0", "odd = 'x'"):
        refused(alice, records, f"UPDATE capture_callrecord SET {change} WHERE said = 'answered'")
    refused(alice, records, "UPDATE capture_callrecord SET said = 'busy' WHERE said = 'missed'")


def test_a_step_is_known_by_the_call_that_asked_for_it_not_by_what_it_says(
    switch: Switch, make_lead: MakeLead, alice: Someone
) -> None:
    lead = make_lead(phone=THEIRS)
    in_vain(switch)
    with guard.scope(lead.workspace_id):
        owed = Step.objects.get(lead_id=lead.id, kind="answer")
        assert Call.objects.get().asked_for_id == owed.id
        Step.objects.filter(id=owed.id).update(says="Ring Maria")
    due_at = BEGAN + dt.timedelta(days=1)
    mine = NewStep(kind="call", due_at=due_at, says="Ask why nobody answered their mail")
    hers = leads.schedule(lead_id=lead.id, step=mine, by=alice.actor)
    switch.tell("completed", 129)
    with guard.scope(lead.workspace_id):
        assert Step.objects.get(id=owed.id).state == "cancelled"
        assert Step.objects.get(id=hers.id).state == "pending"


@pytest.mark.parametrize("known", [False, True])
def test_what_a_call_in_vain_asked_for_is_written_down(
    switch: Switch, make_lead: MakeLead, alice: Someone, known: bool
) -> None:
    if known:
        lead = make_lead(phone=THEIRS)
        leads.invalid(lead_id=lead.id, proof="A test number", by=alice.actor)
    in_vain(switch)
    with guard.scope(switch.feed.workspace_id):
        # Who was unknown is a lead, and who was closed is one again: each begins with the step of this call.
        assert Call.objects.get().asked_for_id == Lead.objects.get().next_step_id


def test_a_call_that_was_logged_in_vain_and_had_been_answered_asks_for_nothing(
    switch: Switch, make_lead: MakeLead, alice: Someone
) -> None:
    lead = make_lead(phone=THEIRS)
    conversations.log_call(lead_id=lead.id, outcome="no_answer", by=alice.actor, step_id=lead.next_step_id)
    with guard.scope(lead.workspace_id):
        again = Step.objects.get(lead_id=lead.id, state="pending")
        assert Call.objects.get().asked_for_id == again.id
        answered_late.take_answered(call_ids=[Call.objects.get().id], by=alice.actor)
        assert Step.objects.get(id=again.id).state == "cancelled"
        assert Step.objects.get(lead_id=lead.id, state="pending").kind == "decide"


@pytest.mark.promises
def test_a_call_asks_for_one_step(switch: Switch, make_lead: MakeLead, alice: Someone) -> None:
    make_lead(phone=THEIRS)
    in_vain(switch)
    for other in ("NULL", "(SELECT id FROM leads_step WHERE kind <> 'answer' LIMIT 1)"):
        refused(alice, "call_asks_for_one_step", f"UPDATE conversations_call SET asked_for_id = {other}")


def test_of_calls_before_the_step_is_known_by_what_it_says(
    switch: Switch, make_lead: MakeLead, alice: Someone
) -> None:
    lead = make_lead(phone=THEIRS)
    with guard.scope(lead.workspace_id):
        Step.objects.update(created_at=BEGAN - dt.timedelta(hours=1))
    switch.tell("no-answer", 30, **OUT)
    switch.tell("no-answer", 100, sid="CA02")
    columns = "workspace_id, lead_id, at, incoming, outcome, proof, number, words, key"
    run(alice, copy_of("conversations_call", columns, at="at + interval '1 second'", key="''"))
    before = importlib.import_module("leadfast.conversations.migrations.0009_steps_asked_for")
    assert run(alice, before.KNOWN_BY_ITS_WORDS.replace("%", "%%")) == 2
    with guard.scope(switch.feed.workspace_id):
        for incoming in (True, False):
            as_before, written = Call.objects.filter(incoming=incoming).order_by("-at")
            assert as_before.asked_for_id == written.asked_for_id is not None


@pytest.mark.parametrize("told_late", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_who_rang_and_was_spoken_to_is_decided_about_on_the_next_business_day(
    switch: Switch, make_lead: MakeLead, alice: Someone, known: bool, told_late: bool
) -> None:
    if known:
        lead = make_lead(phone=THEIRS)
        leads.invalid(lead_id=lead.id, proof="A test number", by=alice.actor)
    if told_late:
        in_vain(switch)
    switch.tell("completed", 129)
    with guard.scope(switch.feed.workspace_id):
        next_step = Lead.objects.select_related("next_step").get().next_step
        assert next_step is not None
        assert (next_step.kind, next_step.due_at.date()) == ("decide", (BEGAN + dt.timedelta(days=1)).date())
        assert Step.objects.filter(state="pending").count() == 1


def test_who_was_spoken_to_first_and_rang_in_vain_then_is_called_back(alice: Someone) -> None:
    began = (BEGAN - dt.timedelta(hours=1)).isoformat()
    later = (BEGAN - dt.timedelta(minutes=20)).isoformat()
    rows = f"{began},{THEIRS},100,70,60,Answered,Inbound,,1\n{later},{THEIRS},100,20,0,No answer,Inbound,,2\n"
    take(rows, alice)
    with guard.scope(alice.actor.workspace_id):
        next_step = Lead.objects.select_related("next_step").get().next_step
        assert next_step is not None
        assert next_step.kind == "first_response"
