"""Who gets a new lead: the first rule that fits, somebody who is here, and never somebody away or gone."""

import datetime as dt
import json
import uuid

import pytest

from leadfast.capture import actions as capture
from leadfast.capture import errors
from leadfast.capture.actions import assigning
from leadfast.capture.actions.assigning import Wanted
from leadfast.capture.models import AssignmentRule
from leadfast.capture.reads import assigning as reads
from leadfast.capture.rules.assigning import Taker, Wish, takers_for
from leadfast.foundation import clock
from leadfast.leads import reads as leads
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.models import Member, Workspace
from tests.fixtures import Someone, someone

GERMAN = "Guten Tag, wir möchten gern ein Angebot für vierzig Stühle haben."


def owners(by: Someone, *typed: dict[str, str]) -> list[uuid.UUID]:
    """Whose the leads become that come in with these words."""
    incoming = [
        capture.Incoming(door="hand", external_key=str(uuid.uuid4()), raw=json.dumps(one).encode())
        for one in typed
    ]
    received = capture.receive(incoming=incoming, by=by.actor)
    with guard.scope(by.actor.workspace_id):
        return [leads.lead(one.lead_id).owner_id for one in received if one.lead_id]


def named(number: int, **more: str) -> dict[str, str]:
    return {"name": f"Person {number}", "mail": f"p{number}@x.example", **more}


@pytest.fixture
def dora(workspace: Workspace) -> Someone:
    """A third one."""
    return someone(workspace, "Dora", "rep")


def test_the_first_rule_that_fits_decides(alice: Someone, bob: Someone, dora: Someone) -> None:
    portal = assigning.add_rule(wanted=Wanted([bob.member.id], source="Portal"), by=bob.actor)
    assigning.add_rule(wanted=Wanted([alice.member.id], countries=["DE"]), by=bob.actor)
    both = {"source": "portal", "country": "DE"}
    assert owners(alice, named(1, **both), named(2, country="DE")) == [bob.member.id, alice.member.id]
    assigning.put_before(rule_id=portal.id, earlier=False, by=bob.actor)
    assert owners(alice, named(3, **both)) == [alice.member.id]
    assigning.put_before(rule_id=portal.id, earlier=False, by=bob.actor)
    with guard.scope(alice.actor.workspace_id):
        assert [one.rank for one in AssignmentRule.objects.order_by("rank")] == [1, 2]


def test_a_language_is_heard_where_a_rule_asks_for_it(alice: Someone, bob: Someone) -> None:
    assigning.add_rule(wanted=Wanted([bob.member.id], language="de"), by=bob.actor)
    with guard.scope(alice.actor.workspace_id):
        Member.objects.filter(id=bob.member.id).update(last_assigned_at=clock.now())
    first, second = owners(
        alice, named(1, note="We would like an offer for forty chairs."), named(2, note=GERMAN)
    )
    assert (first, second) == (alice.member.id, bob.member.id)


def test_a_rule_whose_people_are_away_is_passed_over(alice: Someone, bob: Someone, dora: Someone) -> None:
    assigning.add_rule(wanted=Wanted([bob.member.id], source="Portal"), by=bob.actor)
    assigning.add_rule(wanted=Wanted([dora.member.id], source="Portal"), by=bob.actor)
    today = clock.now().date()
    workspaces.plan_leave(
        member_id=bob.member.id,
        first_day=today,
        last_day=today + dt.timedelta(days=2),
        stand_in_id=None,
        by=bob.actor,
    )
    assert owners(alice, named(1, source="Portal")) == [dora.member.id]
    with guard.scope(alice.actor.workspace_id):
        answer = reads.who_would_get(
            Wish(source="Portal"), workspace_id=alice.actor.workspace_id, now=clock.now()
        )
    assert (answer.owner.id, answer.rule) == (dora.member.id, 1)
    assert [(one.misses, one.members) for one in answer.judged] == [("", ()), ("", (dora.member.id,))]


def test_asking_gives_nothing_to_anybody(alice: Someone, bob: Someone) -> None:
    with guard.scope(alice.actor.workspace_id):
        for _ in range(2):
            reads.who_would_get(Wish(), workspace_id=alice.actor.workspace_id, now=clock.now())
        assert not Member.objects.exclude(last_assigned_at=None).exists()


def test_somebody_here_stands_in_before_somebody_away() -> None:
    here, away = uuid.UUID(int=2), uuid.UUID(int=1)
    takers = [Taker(away, 30, None, here=False, away=True), Taker(here, 30, None, here=False)]
    assert takers_for(2, takers) == [here, here]
    assert takers_for(1, takers[:1]) == [away]
    assert takers_for(0, takers) == []


def test_a_rule_needs_somebody_who_works_here(alice: Someone, bob: Someone, charlie: Someone) -> None:
    for nobody in ([], [charlie.member.id], [uuid.uuid4()]):
        with pytest.raises(errors.NobodyOfThisRule):
            assigning.add_rule(wanted=Wanted(nobody, source="Portal"), by=bob.actor)
    with guard.scope(alice.actor.workspace_id):
        assert not AssignmentRule.objects.exists()


def test_a_stranger_changes_no_rule(bob: Someone, charlie: Someone) -> None:
    rule = assigning.add_rule(wanted=Wanted([bob.member.id], source="Portal"), by=bob.actor)
    with pytest.raises(errors.RuleNotFound):
        assigning.change_rule(rule_id=rule.id, wanted=Wanted([charlie.member.id]), by=charlie.actor)
    with pytest.raises(errors.RuleNotFound):
        assigning.remove_rule(rule_id=rule.id, by=charlie.actor)
    with pytest.raises(errors.RuleNotFound):
        assigning.put_before(rule_id=rule.id, earlier=True, by=charlie.actor)
    with guard.scope(bob.actor.workspace_id):
        assert AssignmentRule.objects.get().source == "Portal"
