"""Nobody who asked for no calls is given as a call to make."""

import datetime as dt

import pytest

from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads import rules
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep, StepKind
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

NUMBER = "+442079460100"
NOON = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "says", "writes", "then_kind", "then_says"),
    [
        ("call", "Call Maria", True, "mail", "Write to Maria: they asked for no calls"),
        ("call", "Call Maria", False, "find_another_way", "Find another way to Maria: they asked for no calls"),
        ("call", "Call Maria again: no answer", True, "mail",
         "Write to Maria again: no answer; they asked for no calls"),
        ("call", "Ask Maria again: now is the comeback", True, "mail",
         "Ask Maria again: now is the comeback; they asked for no calls"),
        ("first_response", "Write to Maria: they asked for no calls", True, "first_response",
         "Write to Maria: they asked for no calls"),
        ("first_response", "Call Maria", True, "first_response", "Write to Maria: they asked for no calls"),
        ("call_back", "Call Lopez, Inc. back, as they asked", True, "call_back",
         "Get back to Lopez, Inc. in writing: they asked for no calls"),
        ("call_back", "Call Maria back: they called at 10:00 and nobody answered", True, "call_back",
         "Get back to Maria in writing: they called at 10:00 and nobody answered; they asked for no calls"),
        ("call_back", "Call Maria back, as they asked", False, "call_back",
         "Find another way to Maria: they asked for no calls"),
        ("task", "Call the warehouse about Maria's order", True, "task", "Call the warehouse about Maria's order"),
    ],
)  # fmt: skip
def test_a_call_is_said_as_what_is_left(
    kind: StepKind, says: str, writes: bool, then_kind: str, then_says: str
) -> None:
    step = rules.spared(NewStep(kind=kind, due_at=NOON, says=says), writes=writes)
    assert (step.kind, step.says, step.due_at) == (then_kind, then_says, NOON)


def _no_calls(alice: Someone, *numbers: str) -> None:
    people.suppress(kind="phone", keys=numbers or [NUMBER], reason="imported", by=alice.actor)


def _pending(lead: Lead) -> list[tuple[str, str]]:
    with guard.scope(lead.workspace_id):
        steps = Step.objects.filter(lead_id=lead.id, state="pending").order_by("due_at", "id")
        return [(step.kind, step.says) for step in steps]


def test_a_call_that_is_planned_for_them_is_written_instead(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(NOON):
        maria = make_lead("Maria", mail="maria@lopez.example", phone=NUMBER, kind="task")
        tom = make_lead("Tom", phone="+442079460101", kind="task")
        _no_calls(alice)
        call = {
            one.id: [NewStep(kind="call", due_at=NOON, says=f"Call {one.label} again")]
            for one in (maria, tom)
        }
        leads.schedule_many(steps=call, by=alice.actor)
        assert _pending(maria)[0] == ("mail", "Write to Maria again: they asked for no calls")
        assert _pending(tom)[0] == ("call", "Call Tom again")


def test_where_there_is_another_number_they_are_called_there(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(NOON):
        maria = make_lead("Maria", phone=NUMBER, kind="task")
        assert maria.person_id is not None
        people.add_contact_point(
            person_id=maria.person_id, kind="phone", value="+442079460101", by=alice.actor
        )
        _no_calls(alice)
        again = NewStep(kind="call", due_at=NOON, says="Call Maria again")
        leads.schedule(lead_id=maria.id, step=again, by=alice.actor)
        assert _pending(maria)[0] == ("call", "Call Maria again")
        people.set_health(kind="phone", key="+442079460101", health="wrong", why="", by=alice.actor)
        leads.schedule(lead_id=maria.id, step=again, by=alice.actor)
        # Neither address nor number is left.
        assert ("find_another_way", "Find another way to Maria: they asked for no calls") in _pending(maria)


def test_what_follows_a_step_and_a_reopened_lead_are_no_calls_either(
    alice: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(NOON):
        maria = make_lead("Maria", mail="maria@lopez.example", phone=NUMBER, kind="task")
        _no_calls(alice)
        call = NewStep(kind="call", due_at=NOON + dt.timedelta(days=1), says="Call Maria")
        assert maria.next_step_id is not None
        leads.complete(step_id=maria.next_step_id, done=leads.Done("Done"), by=alice.actor, then=[call])
        assert _pending(maria) == [("mail", "Write to Maria: they asked for no calls")]
        leads.invalid(lead_id=maria.id, proof="A test.", by=alice.actor)
        leads.reopen(lead_id=maria.id, then=call, why="It was none.", by=alice.actor)
        assert _pending(maria) == [("mail", "Write to Maria: they asked for no calls")]


def test_calls_that_wait_are_written_from_the_wish_on_with_their_day_and_owner(
    alice: Someone, bob: Someone, make_lead: MakeLead
) -> None:
    with clock.frozen(NOON):
        maria = make_lead("Maria", mail="maria@lopez.example", phone=NUMBER, due_in=dt.timedelta(days=3))
        tom = make_lead("Tom", phone="+442079460101")
        leads.hand_over(lead_ids=[maria.id], to_member_id=bob.member.id, why="Leeds", by=alice.actor)
        assert maria.person_id is not None
        with clock.frozen(NOON + dt.timedelta(hours=1)):
            people.suppress_person(
                person_id=maria.person_id, reason="imported", kinds=("phone",), by=alice.actor
            )
    assert _pending(maria) == [("mail", "Write to Maria: they asked for no calls")]
    assert _pending(tom) == [("call", "Call Tom")]
    with guard.scope(maria.workspace_id):
        now = Lead.objects.select_related("next_step").get(id=maria.id)
        assert now.next_step is not None
        assert (now.next_step.due_at, now.next_step.owner_id) == (NOON + dt.timedelta(days=3), bob.member.id)
        before = Step.objects.get(lead_id=maria.id, kind="call")
        assert (before.state, before.outcome) == ("cancelled", "They asked for no calls.")


def test_whoever_shares_the_number_is_not_called_there_either(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(NOON):
        maria = make_lead("Maria", mail="maria@lopez.example", phone=NUMBER)
        ann = make_lead("Ann", mail="ann@else.example", phone=NUMBER)
        assert maria.person_id is not None
        assert maria.person_id != ann.person_id
        people.suppress_person(person_id=maria.person_id, reason="imported", kinds=("phone",), by=alice.actor)
    assert _pending(ann) == [("mail", "Write to Ann: they asked for no calls")]


def test_who_wants_neither_calls_nor_mails_is_not_written_to(alice: Someone, make_lead: MakeLead) -> None:
    with clock.frozen(NOON):
        maria = make_lead("Maria", mail="maria@lopez.example", phone=NUMBER)
        assert maria.person_id is not None
        people.suppress_person(person_id=maria.person_id, reason="imported", by=alice.actor)
        again = NewStep(kind="call", due_at=NOON + dt.timedelta(days=9), says="Call Maria again")
        leads.schedule(lead_id=maria.id, step=again, by=alice.actor)
    assert _pending(maria)[-1] == (
        "find_another_way",
        "Find another way to Maria: they asked for no calls",
    )


def test_what_many_verbs_plan_at_once_is_no_call_either(alice: Someone, make_lead: MakeLead) -> None:
    """The calls of a file, and a call that nobody took: the roads of many leads at once."""
    with clock.frozen(NOON):
        maria = make_lead("Maria", mail="maria@lopez.example", phone=NUMBER)
        ann = make_lead("Ann", mail="ann@lopez.example", phone="+442079460101", kind="task")
        _no_calls(alice, NUMBER, "+442079460101")
        with guard.scope(maria.workspace_id):
            call = Step.objects.get(lead_id=maria.id)
        again = NewStep(kind="call", due_at=NOON, says="Call Maria again: no answer")
        leads.finish_many(
            finished=[leads.Finished(call, "No answer", "", alice.actor)],
            then={maria.id: [leads.Planned(again, alice.actor)]},
            by=alice.actor,
        )
        back = NewStep(kind="call_back", due_at=NOON, says="Call Ann back: they called and nobody answered")
        leads.they_reached_out(heard=[leads.Heard(ann.id, NOON, "They called.", back)], by=alice.actor)
    assert _pending(maria) == [("mail", "Write to Maria again: no answer; they asked for no calls")]
    assert _pending(ann)[0] == (
        "call_back",
        "Get back to Ann in writing: they called and nobody answered; they asked for no calls",
    )
