"""Calls of many leads at once mean what each would mean alone."""

import datetime as dt
from itertools import product

import pytest

from leadfast.conversations.actions import calls_made
from leadfast.conversations.models import Call
from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.leads import actions as leads
from leadfast.leads.actions import Finished, Planned
from leadfast.leads.errors import LeadIsClosed
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

WEEK = dt.timedelta(days=7)
MADE = dt.datetime(2026, 11, 9, 10, 0, tzinfo=dt.UTC)
NOW = MADE + WEEK
PENDING = [
    ("call",), ("first_response",), ("answer",), ("task",), ("call", "task"), ("first_response", "call"),
    ("answer", "call_back"), ("first_response", "answer"), ("mail", "call", "answer"),
]  # fmt: skip
OUTCOMES = [("reached", False), ("reached", True), ("no_answer", False), ("voicemail", False)]


def a_lead(make_lead: MakeLead, alice: Someone, kinds: tuple[str, ...], name: str) -> Lead:
    with clock.frozen(MADE):
        lead = make_lead(name, kind=kinds[0], due_in=2 * WEEK)
        for number, kind in enumerate(kinds[1:]):
            step = NewStep(
                kind=kind,  # type: ignore[arg-type]
                due_at=clock.now() + 2 * WEEK + dt.timedelta(hours=number + 1),
                says=f"{kind} {name}",
            )
            leads.schedule(lead_id=lead.id, step=step, by=alice.actor)
    return lead


def a_call(lead: Lead, alice: Someone, outcome: str, incoming: bool, by_alice: bool) -> Call:
    return Call.objects.create(
        workspace_id=lead.workspace_id, lead_id=lead.id, person_id=lead.person_id, outcome=outcome,
        member_id=alice.member.id if by_alice else None, at=NOW - dt.timedelta(hours=1),
        incoming=incoming, proof="proven", number="", words="", key=f"k-{lead.id}",
    )  # fmt: skip


def told(lead: Lead) -> object:
    """Everything that came of it, without names and ids."""
    now = Lead.objects.get(id=lead.id)
    steps = Step.objects.filter(lead_id=lead.id).order_by("due_at", "kind")
    return (
        [
            (one.kind, one.says.replace(lead.label, "…"), one.state, one.outcome, one.proof, one.due_at,
             one.ended_by_kind, one.ended_by_id)
            for one in steps
        ],
        (now.stage, now.turn, now.last_touch_at is None, now.first_responded_at is None),
        now.last_reply_at is None,
        sorted(
            RecordedFact.objects.filter(lead_id=lead.id, at__gt=MADE).values_list(
                "kind", "actor_kind"
            )
        ),
    )  # fmt: skip


@pytest.mark.parametrize(("outcome", "incoming"), OUTCOMES)
def test_many_at_once_are_as_each_alone(
    alice: Someone, make_lead: MakeLead, outcome: str, incoming: bool
) -> None:
    by = alice.actor
    pairs = []
    for kinds, by_alice in product(PENDING, (True, False)):
        one, other = (a_lead(make_lead, alice, kinds, f"Maria {n}") for n in (1, 2))
        pairs.append((kinds, by_alice, one, other))
    with clock.frozen(NOW), guard.writing(by):
        together = [a_call(other, alice, outcome, incoming, who) for _, who, _, other in pairs]
        for _, by_alice, one, _ in pairs:
            calls_made._one(a_call(one, alice, outcome, incoming, by_alice), by=by, now=NOW)
        found = {lead.id: lead for lead in leads.lock_many([call.lead_id for call in together])}
        calls_made.follow(together, found, by=by, now=NOW)
        for kinds, by_alice, one, other in pairs:
            assert told(one) == told(other), (kinds, by_alice)


def test_what_is_done_at_once_leaves_nobody_without_a_next_step(alice: Someone, make_lead: MakeLead) -> None:
    first, second = make_lead("One"), make_lead("Two")
    by = alice.actor
    with guard.scope(by.workspace_id):
        steps = list(Step.objects.order_by("lead_id"))
    done = [Finished(step, "Done", "claimed", by) for step in steps]
    task = NewStep(kind="task", due_at=clock.now() + WEEK, says="Send the offer")
    with pytest.raises(Exception, match="next step"):
        leads.finish_many(finished=done, then={first.id: [Planned(task, by)]}, by=by)
    leads.invalid(lead_id=second.id, proof="A test", by=by)
    with pytest.raises(LeadIsClosed):
        leads.finish_many(finished=done, then={}, by=by)
    with guard.scope(by.workspace_id):
        assert Step.objects.get(lead_id=first.id).state == "pending"
    mine = [one for one in done if one.step.lead_id == first.id]
    ended = leads.finish_many(finished=mine, then={first.id: [Planned(task, by)]}, by=by)
    assert ended == [one.step.id for one in mine]
    assert leads.finish_many(finished=mine, then={}, by=by) == [], "twice is once"
    with guard.scope(by.workspace_id):
        assert Lead.objects.select_related("next_step").get(id=first.id).next_step.says == "Send the offer"
