"""A step that nobody does is raised, again and again; comebacks come back; a turn that ended is ours."""

import datetime as dt

from leadfast.accountability import jobs
from leadfast.accountability.models import Escalation, Notice
from leadfast.capture import actions as capture
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads import reads as lead_reads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.models import Member, Workspace
from tests.fixtures import MakeLead, Someone, someone
from tests.promises.test_next_step import race

# A Wednesday, ten in the morning in London: everybody works.
MORNING = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def sweep(at: dt.datetime, times: int = 2) -> None:
    """The sweep at a moment, run twice: the second must change nothing."""
    with clock.frozen(at):
        for _ in range(times):
            assert jobs.escalate(as_of=clock.now()).poisoned == []


def told(whom: Someone, kind: str = "") -> list[str]:
    with guard.scope(whom.actor.workspace_id):
        rows = Notice.objects.filter(member_id=whom.member.id).order_by("created_at", "id")
        return [row.sentence for row in rows if kind in ("", row.kind)]


def owner(lead: Lead) -> str:
    with guard.scope(lead.workspace_id):
        return lead_reads.lead(lead.id).owner.name


def new_lead(someone: Someone) -> Lead:
    received = capture.add_by_hand(typed={"line": "Maria Lopez, maria@lopez.example"}, by=someone.actor)
    assert received.lead_id is not None
    with guard.scope(someone.actor.workspace_id):
        return lead_reads.lead(received.lead_id)


def test_a_first_response_at_risk(alice: Someone, bob: Someone) -> None:
    with clock.frozen(MORNING):
        lead = new_lead(alice)
    at_risk = "first_response_at_risk"
    sweep(MORNING + 9 * MINUTE)
    assert told(alice, at_risk) == []
    sweep(MORNING + 10 * MINUTE)
    assert told(alice, at_risk) == [
        "Maria Lopez came in 10 minutes ago and nobody has answered. Alice: Write to Maria Lopez."
    ]
    assert told(bob, at_risk) == []
    sweep(MORNING + 15 * MINUTE)
    assert len(told(bob, at_risk)) == 1
    assert owner(lead) == "Alice"
    sweep(MORNING + 60 * MINUTE)
    assert owner(lead) == "Bob"
    assert told(bob, "hand_over") == ["Maria Lopez is yours now: Nobody answered for 1 hour."]
    sweep(MORNING + 119 * MINUTE)
    assert owner(lead) == "Bob"
    sweep(MORNING + 120 * MINUTE)
    assert owner(lead) == "Alice"
    sweep(MORNING + 180 * MINUTE)
    assert owner(lead) == "Bob"
    with guard.scope(alice.actor.workspace_id):
        assert Escalation.objects.get().moves == 3


def test_an_answered_lead_is_raised_no_more(alice: Someone, bob: Someone) -> None:
    with clock.frozen(MORNING):
        lead = new_lead(alice)
    sweep(MORNING + 6 * MINUTE)
    with clock.frozen(MORNING + 8 * MINUTE):
        assert lead.next_step_id is not None
        after = NewStep(kind="call", due_at=clock.now() + 3 * DAY, says="Call Maria")
        leads.complete(
            step_id=lead.next_step_id, done=leads.Done("Answered", "proven"), then=[after], by=alice.actor
        )
    sweep(MORNING + 10 * MINUTE)
    sweep(MORNING + 2 * HOUR)
    assert told(alice, "first_response_at_risk") == []
    with guard.scope(alice.actor.workspace_id):
        assert Escalation.objects.get().ended_at is not None


def test_nobody_is_passed_over_for_being_asleep(alice: Someone, bob: Someone) -> None:
    evening = MORNING.replace(hour=17, minute=20)
    with clock.frozen(evening):
        lead = new_lead(alice)
    for minutes in (10, 15, 60, 180, 600):
        sweep(evening + minutes * MINUTE)
    assert owner(lead) == "Alice"
    assert len(told(alice, "first_response_at_risk")) == 1
    sweep(evening.replace(day=19, hour=9, minute=10))
    assert len(told(bob, "first_response_at_risk")) == 1
    sweep(evening.replace(day=19, hour=9, minute=50))
    assert owner(lead) == "Bob"


def test_an_overdue_step_reaches_the_rep_then_the_manager_then_a_colleague(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(MORNING - DAY):
        lead = make_lead(due_in=DAY)
    for days, expected in ((0, (0, 0)), (1, (1, 0)), (2, (1, 0)), (5, (2, 1))):
        sweep(MORNING + days * DAY)
        assert (len(told(alice, "step_overdue")), len(told(bob, "step_overdue"))) == expected
    assert told(alice, "step_overdue")[0] == "1 day late: Call Maria Lopez (Maria Lopez, Alice)."
    assert owner(lead) == "Alice"
    # Saturday and Sunday nobody is passed over: the manager is told on Monday, the lease moves on Tuesday.
    sweep(MORNING + 6 * DAY)
    assert owner(lead) == "Bob"
    for days in range(7, 15):
        sweep(MORNING + days * DAY)
    assert owner(lead) == "Alice"


def test_a_reply_that_waits(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING):
        lead = make_lead(due_in=9 * DAY)
        leads.schedule(
            lead_id=lead.id,
            step=NewStep(kind="answer", due_at=MORNING + 4 * HOUR, says="Answer Maria"),
            by=alice.actor,
        )
    sweep(MORNING + 5 * HOUR)
    assert told(alice, "reply_waits") == []
    sweep(MORNING + 24 * HOUR)
    assert told(alice, "reply_waits") == ["Maria Lopez answered 1 day ago and waits. Alice: Answer Maria."]
    sweep(MORNING + 48 * HOUR)
    assert len(told(bob, "reply_waits")) == 1
    sweep(MORNING + 5 * DAY)
    assert owner(lead) == "Bob"


def test_a_notice_counts_the_days_of_whoever_reads_it(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    """From Wednesday ten to Saturday nine: 71 hours, three days in London; in Honolulu it is Friday still."""
    with clock.frozen(MORNING):
        lead = make_lead(due_in=9 * DAY)
        step = NewStep(kind="answer", due_at=MORNING + 4 * HOUR, says="Answer Maria")
        leads.schedule(lead_id=lead.id, step=step, by=alice.actor)
    with guard.scope(lead.workspace_id):
        Member.objects.filter(id=bob.member.id).update(zone="Pacific/Honolulu")
    sweep(MORNING + 24 * HOUR)
    sweep(MORNING + 71 * HOUR)
    for who, days in ((alice, 3), (bob, 2)):
        sentence = told(who, "reply_waits")[-1]
        assert sentence == f"Maria Lopez answered {days} days ago and waits. Alice: Answer Maria."


def test_somebody_alone_is_reminded_for_ever(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING - DAY):
        lead = make_lead(due_in=DAY)
    for days in range(1, 30):
        sweep(MORNING + days * DAY, times=1)
    assert owner(lead) == "Alice"
    assert len(told(alice, "step_overdue")) >= 4


def test_a_moved_step_begins_anew(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING - DAY):
        lead = make_lead(due_in=DAY)
    sweep(MORNING + DAY)
    with clock.frozen(MORNING + DAY + HOUR):
        assert lead.next_step_id is not None
        leads.move(step_id=lead.next_step_id, to=MORNING + 8 * DAY, by=alice.actor)
    sweep(MORNING + 6 * DAY)
    assert owner(lead) == "Alice"
    assert len(told(alice, "step_overdue")) == 1
    sweep(MORNING + 9 * DAY)
    assert len(told(alice, "step_overdue")) == 2


def test_two_late_steps_move_a_lead_once(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING - DAY):
        lead = make_lead(due_in=DAY)
        also = NewStep(kind="task", due_at=MORNING, says="Send the brochure")
        leads.schedule(lead_id=lead.id, step=also, by=alice.actor)
    for days in (1, 5, 6, 7):
        sweep(MORNING + days * DAY)
    assert owner(lead) == "Bob"
    with guard.scope(lead.workspace_id):
        assert sum(Escalation.objects.values_list("moves", flat=True)) == 1


def test_after_a_week_without_a_worker_nothing_races_up(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(MORNING - DAY):
        lead = make_lead(due_in=DAY)
    for minutes in (0, 10, 60, 300):
        sweep(MORNING + 7 * DAY + minutes * MINUTE)
    assert owner(lead) == "Alice"
    assert len(told(alice, "step_overdue")) == 1
    sweep(MORNING + 8 * DAY)
    assert len(told(bob, "step_overdue")) == 1


def test_given_to_a_colleague_by_hand_the_clock_begins_anew(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(MORNING - DAY):
        lead = make_lead(due_in=DAY)
    sweep(MORNING + DAY)
    with clock.frozen(MORNING + DAY + HOUR):
        leads.hand_over(lead_ids=[lead.id], to_member_id=bob.member.id, why="You know them", by=alice.actor)
    sweep(MORNING + DAY + 2 * HOUR)
    assert told(bob, "step_overdue") == []
    sweep(MORNING + 2 * DAY + 2 * HOUR)
    assert len(told(bob, "step_overdue")) == 1


def test_an_answer_from_any_client_stops_the_first_clock(alice: Someone, bob: Someone) -> None:
    with clock.frozen(MORNING):
        lead = new_lead(alice)
    sweep(MORNING + 6 * MINUTE)
    with clock.frozen(MORNING + 8 * MINUTE):
        leads.note_touch(lead_id=lead.id, at=clock.now(), by=alice.actor)
    for minutes in (10, 15, 60, 120):
        sweep(MORNING + minutes * MINUTE)
    assert told(alice, "first_response_at_risk") == []
    assert owner(lead) == "Alice"
    sweep(MORNING + DAY + HOUR)
    assert len(told(alice, "step_overdue")) == 1


def test_two_workers_raise_a_step_once(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING - DAY):
        make_lead(due_in=DAY)
    with clock.frozen(MORNING + DAY):
        assert race(*[lambda: jobs.escalate(as_of=clock.now())] * 3) == [None] * 3
        jobs.escalate(as_of=clock.now())
    assert len(told(alice, "step_overdue")) == 1


def test_an_idle_sweep_looks_at_no_lead_that_is_not_due(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING):
        make_lead(due_in=DAY)
        assert jobs.escalate(as_of=clock.now()).done == 0
        assert jobs.comebacks(as_of=clock.now()).done == 0
        assert jobs.turns(as_of=clock.now()).done == 0


def test_a_resting_lead_comes_back(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING):
        lead = make_lead()
        asked = leads.ask(lead_id=lead.id, reason="lost", words="No budget", evidence={}, by=alice.actor)
        comeback = NewStep(kind="come_back", due_at=MORNING + 180 * DAY, says="Come back")
        leads.rest(give_up_id=asked.id, comeback=comeback, by=bob.actor)
    for at in (MORNING + 179 * DAY, MORNING + 180 * DAY, MORNING + 180 * DAY):
        with clock.frozen(at):
            jobs.comebacks(as_of=clock.now())
            jobs.turns(as_of=clock.now())
    with guard.scope(alice.actor.workspace_id):
        back = lead_reads.whole(lead.id)
    assert back.lead.stage == "reached"
    assert back.lead.turn == "ours"
    assert [step.kind for step in back.pending] == ["call"]
    assert "agreed as lost on 18 November 2026" in back.pending[0].says


def test_their_turn_ends(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(MORNING):
        lead = make_lead(due_in=9 * DAY)
        leads.give_turn(lead_id=lead.id, until=MORNING + 3 * DAY, why="They asked for time.", by=alice.actor)
    for at, turn in ((MORNING + 2 * DAY, "theirs"), (MORNING + 3 * DAY, "ours"), (MORNING + 3 * DAY, "ours")):
        with clock.frozen(at):
            jobs.turns(as_of=clock.now())
        with guard.scope(alice.actor.workspace_id):
            assert lead_reads.lead(lead.id).turn == turn


def test_what_is_due_from_somebody_away_goes_to_the_stand_in(
    alice: Someone, bob: Someone, workspace: Workspace, make_lead: MakeLead
) -> None:
    carol = someone(workspace, "Carol", "rep")
    with clock.frozen(MORNING):
        today = make_lead("Today", due_in=2 * HOUR)
        later = make_lead("Later", due_in=4 * DAY)
        workspaces.plan_leave(
            member_id=alice.member.id, first_day=MORNING.date(), last_day=MORNING.date() + 2 * DAY,
            stand_in_id=carol.member.id, by=bob.actor,
        )  # fmt: skip
        for _ in range(2):
            jobs.cover(as_of=clock.now())
    with guard.scope(alice.actor.workspace_id):
        assert {step.lead_id: step.owner_id for step in Step.objects.all()} == {
            today.id: carol.member.id,
            later.id: alice.member.id,
        }
        assert lead_reads.lead(today.id).owner_id == alice.member.id
    assert told(carol) == ["Alice is away: 1 step due today is yours."]
