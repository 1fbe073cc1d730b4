"""Giving up: evidence, another person, comebacks after six and twelve months, letting go only then."""

import datetime as dt

import pytest

from leadfast.accountability import actions as accountability
from leadfast.accountability import errors, jobs, reads
from leadfast.accountability.models import Notice
from leadfast.conversations import actions as conversations
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.leads import errors as lead_errors
from leadfast.leads import reads as lead_reads
from leadfast.leads.models import Closure, GiveUp, Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.workspaces import guard
from leadfast.workspaces.models import Member, Workspace
from tests.fixtures import MakeLead, Someone, someone

MORNING = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def lead_now(lead: Lead) -> Lead:
    with guard.scope(lead.workspace_id):
        return lead_reads.lead(lead.id)


def soon(says: str = "Call again") -> NewStep:
    return NewStep(kind="call", due_at=clock.now() + DAY, says=says)


def ask(lead: Lead, by: Someone) -> GiveUp:
    return accountability.ask(lead_id=lead.id, reason="lost", words="They went quiet", by=by.actor)


def test_the_dossier_counts_what_was_done_and_how_well_it_is_proven(
    alice: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(MORNING):
        lead = make_lead(phone="0113 496 0000")
    for day, hour, dialled in ((0, 10, True), (1, 15, True), (2, 18, True), (3, 10, False)):
        at = (MORNING + day * DAY).replace(hour=hour)
        with clock.frozen(at):
            conversations.log_call(
                lead_id=lead.id,
                outcome="no_answer",
                dialled_at=at - dt.timedelta(seconds=40) if dialled else None,
                by=alice.actor,
            )
    with clock.frozen(MORNING + 5 * DAY), guard.scope(alice.actor.workspace_id):
        dossier = reads.dossier(lead.id, now=clock.now())
    assert dossier.effort.attempts == 3
    assert dossier.effort.claimed == 1
    assert dossier.effort.day_parts == {"morning", "afternoon", "evening"}
    assert dossier.effort.by_channel == {"call": 3}
    assert not dossier.gate.met
    assert dossier.gate.missing == ("3 of 6 attempts made", "1 of 2 channels tried", "5 of 14 days")
    assert "Velocify" in dossier.counter_argument
    with clock.frozen(MORNING + 5 * DAY):
        asked = ask(lead, alice)
    assert asked.evidence["gate_met"] is False
    assert asked.evidence["attempts"] == 3


def test_whoever_asks_does_not_decide_and_reps_decide_nothing(
    alice: Someone, bob: Someone, workspace: Workspace, make_lead: MakeLead
) -> None:
    carol = someone(workspace, "Carol", "rep")
    lead = make_lead()
    asked = ask(lead, alice)
    for refused in (alice, carol):
        with pytest.raises(errors.NotTheDecider):
            accountability.let_rest(give_up_id=asked.id, by=refused.actor)
    with pytest.raises(errors.OnlyTheirs):
        accountability.ask_no_more(give_up_id=asked.id, by=bob.actor)
    assert lead_now(lead).stage == "new"
    assert lead_now(lead).next_step_id == lead.next_step_id


def test_a_stranger_decides_nothing(alice: Someone, charlie: Someone, make_lead: MakeLead) -> None:
    lead = make_lead()
    asked = ask(lead, alice)
    with pytest.raises(lead_errors.LeadNotFound):
        accountability.let_rest(give_up_id=asked.id, by=charlie.actor)
    assert lead_now(lead).stage == "new"


def test_it_comes_back_after_six_months_then_twelve_and_is_let_go_only_then(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(MORNING):
        lead = make_lead()
    now = MORNING
    for months, expected in ((6, (2027, 5)), (12, (2028, 5))):
        with clock.frozen(now):
            asked = ask(lead, alice)
            with pytest.raises(errors.StillComesBack):
                accountability.let_go(give_up_id=asked.id, by=bob.actor)
            accountability.let_rest(give_up_id=asked.id, by=bob.actor)
        back_at = lead_now(lead).next_due_at
        assert back_at is not None
        assert (back_at.year, back_at.month) == expected, months
        now = back_at + dt.timedelta(minutes=1)
        with clock.frozen(now):
            jobs.comebacks(as_of=now)
        assert lead_now(lead).stage == "reached"
    with clock.frozen(now):
        asked = ask(lead, alice)
        with pytest.raises(errors.NoComebacksLeft):
            accountability.let_rest(give_up_id=asked.id, by=bob.actor)
        closure = accountability.let_go(give_up_id=asked.id, by=bob.actor)
    assert closure.kind == "let_go"
    assert lead_now(lead).next_step_id is None


def test_alone_one_decides_after_seven_days_against_the_machines_argument(
    alice: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(MORNING):
        lead = make_lead()
        asked = ask(lead, alice)
        assert "Rule of 45" in asked.counter_argument
        with pytest.raises(lead_errors.CoolingOff):
            accountability.let_rest(give_up_id=asked.id, by=alice.actor)
    assert lead_now(lead).stage == "new"
    with clock.frozen(MORNING + 7 * DAY):
        accountability.let_rest(give_up_id=asked.id, by=alice.actor)
    assert lead_now(lead).stage == "resting"


def test_sent_back_or_taken_over_with_the_next_step(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead()
    accountability.send_back(give_up_id=ask(lead, alice).id, note="Try the mobile", then=soon(), by=bob.actor)
    assert lead_now(lead).owner_id == alice.member.id
    accountability.take_over(give_up_id=ask(lead, alice).id, note="", then=soon("Mine"), by=bob.actor)
    assert lead_now(lead).owner_id == bob.member.id


def test_two_people_agree_on_never(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    lead = make_lead(mail="maria@lopez.example")
    asked = accountability.ask(lead_id=lead.id, reason="never", words="Stop calling me", by=alice.actor)
    closure = accountability.agree_never(give_up_id=asked.id, by=bob.actor)
    assert (closure.asked_by_id, closure.approved_by_id) == (alice.member.id, bob.member.id)
    with guard.scope(lead.workspace_id):
        assert Closure.objects.count() == 1


def test_those_who_decide_are_told_and_then_whoever_asked(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead()
    asked = ask(lead, alice)
    for _ in range(2):
        history.carry_out(as_of=clock.now())
    accountability.let_rest(give_up_id=asked.id, by=bob.actor)
    history.carry_out(as_of=clock.now())
    with guard.scope(lead.workspace_id):
        told = {row.member_id: row.sentence for row in Notice.objects.filter(kind__in=("give_up", "verdict"))}
    assert told[bob.member.id] == "Maria Lopez: Alice asks to give up. “They went quiet”"
    assert told[alice.member.id].startswith("Maria Lopez rests and comes back on")


def test_the_days_of_a_rest_are_those_of_whoever_reads_them(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    # The 16th has begun in Auckland, and not in Greenwich.
    agreed = dt.datetime(2026, 10, 15, 20, 0, tzinfo=dt.UTC)
    with guard.scope(alice.actor.workspace_id):
        Member.objects.filter(id=alice.member.id).update(zone="Pacific/Auckland")
    with clock.frozen(agreed):
        lead = make_lead()
        accountability.let_rest(give_up_id=ask(lead, alice).id, by=bob.actor)
        history.carry_out(as_of=clock.now())
        back_at = lead_now(lead).next_due_at
    # Friday the 16th of April, half past nine there.
    assert back_at == dt.datetime(2027, 4, 15, 21, 30, tzinfo=dt.UTC)
    with guard.scope(lead.workspace_id):
        resting = Step.objects.get(lead_id=lead.id, state="pending")
        assert resting.says == "Come back to Maria Lopez: it rests since 16 October 2026"
        verdict = Notice.objects.get(kind="verdict").sentence
        assert verdict == "Maria Lopez rests and comes back on 16 April 2027."
    with clock.frozen(back_at):
        jobs.comebacks(as_of=back_at)
    with guard.scope(lead.workspace_id):
        again = Step.objects.get(lead_id=lead.id, state="pending")
        assert again.says == "Ask Maria Lopez again: agreed as lost on 16 October 2026, now is the comeback"
        assert again.kind == "call"


def test_whoever_asked_for_no_calls_comes_back_to_be_written_to(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example", phone="+442079460100")
    accountability.let_rest(give_up_id=ask(lead, alice).id, by=bob.actor)
    assert lead.person_id is not None
    people.suppress_person(person_id=lead.person_id, reason="imported", kinds=("phone",), by=alice.actor)
    back_at = lead_now(lead).next_due_at
    assert back_at is not None
    with clock.frozen(back_at):
        jobs.comebacks(as_of=back_at)
    with guard.scope(lead.workspace_id):
        again = Step.objects.get(lead_id=lead.id, state="pending")
    assert again.kind == "mail"
    assert again.says.endswith("now is the comeback; they asked for no calls")
