"""What joins a lead is written to it once, with all that changes about it, and only if something changes."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from leadfast.capture import actions as capture
from leadfast.capture.models import Joining
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.actions import searching
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone

TOM = "Name,Email,Phone,Note,Tags\nTom Adeyemi,tom@n.example,0113 496 0001,wants 40 seats,fair\n"


@contextlib.contextmanager
def written() -> Iterator[dict[str, int]]:
    """How many rows are updated, table by table."""
    found = {"leads_lead": 0, "people_person": 0}

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        words = sql.replace('"', "").split()
        if words[:1] == ["UPDATE"] and words[1] in found:
            found[words[1]] += context["cursor"].rowcount
        return answer

    with connection.execute_wrapper(count):
        yield found


def upload(someone: Someone, content: str, *, fresh: bool) -> None:
    begun = capture.begin(name=f"{fresh}-{len(content)}.csv", content=content.encode(), by=someone.actor)
    capture.start(upload_id=begun.id, source="Leeds show", by=someone.actor, fresh=fresh)
    capture.run(upload_id=begun.id, by=someone.actor)


def stands(someone: Someone, lead: Lead) -> Lead:
    with guard.scope(someone.actor.workspace_id):
        return Lead.objects.get(id=lead.id)


def words_anew(someone: Someone, lead: Lead) -> tuple[set[str], set[str]]:
    """The words a lead is found by, and those of a text that is written anew."""
    before = stands(someone, lead).search_text
    with guard.scope(someone.actor.workspace_id):
        Lead.objects.filter(id=lead.id).update(search_text="")
        searching.refresh(someone.actor.workspace_id, [lead.id])
    return set(before.split()), set(stands(someone, lead).search_text.split())


@pytest.mark.parametrize("fresh", [True, False])
def test_a_lead_is_written_once_however_much_joins_it(
    alice: Someone, make_lead: MakeLead, fresh: bool
) -> None:
    lead = make_lead("Tom Adeyemi", mail="tom@n.example", due_in=dt.timedelta(days=5))
    with written() as updated:
        upload(alice, TOM, fresh=fresh)
    assert updated["leads_lead"] == 1
    now = stands(alice, lead)
    assert (now.note, now.tags, now.label) == ("wants 40 seats", ["fair"], "Tom Adeyemi")
    with guard.scope(alice.actor.workspace_id):
        first = Step.objects.filter(lead_id=lead.id, state="pending").order_by("due_at", "id").first()
        added = Joining.objects.get(lead_id=lead.id).added
    assert first is not None
    assert (now.next_step_id, now.next_due_at) == (first.id, first.due_at)
    assert first.kind == ("answer" if fresh else "call")
    assert added == {
        "lead": ["note"],
        "tags": ["fair"],
        "person": [],
        "points": ["phone +441134960001"],
        "steps": [str(first.id)] if fresh else [],
    }
    found_by, anew = words_anew(alice, lead)
    assert {"+441134960001", "seats", "fair", "tom@n.example"} <= found_by
    assert found_by == anew


def test_what_says_nothing_new_writes_no_lead_and_nobody(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead("Tom Adeyemi", mail="tom@n.example")
    upload(alice, TOM, fresh=False)
    before = stands(alice, lead)
    with written() as updated:
        upload(alice, TOM.replace("40", "50"), fresh=False)
    assert updated["leads_lead"] == 0
    assert updated["people_person"] == 0
    assert stands(alice, lead).updated_at == before.updated_at
    with guard.scope(alice.actor.workspace_id):
        assert Joining.objects.filter(lead_id=lead.id).count() == 2


def test_who_asks_again_while_an_answer_waits_changes_nothing_about_the_lead(
    alice: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead("Tom Adeyemi", mail="tom@n.example", kind="answer", note="wants seats")
    with written() as updated:
        capture.add_by_hand(typed={"mail": "tom@n.example", "note": "and tables"}, by=alice.actor)
    assert updated["leads_lead"] == 0
    with guard.scope(alice.actor.workspace_id):
        assert Step.objects.filter(lead_id=lead.id).count() == 1


def test_a_later_step_leaves_the_next_one_be_and_their_turn_ends(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead("Tom Adeyemi", mail="tom@n.example")
    leads.give_turn(lead_id=lead.id, until=clock.now() + dt.timedelta(days=3), why="", by=alice.actor)
    step = NewStep(kind="answer", due_at=clock.now() + dt.timedelta(days=9), says="Answer Tom")
    with written() as updated:
        changed = leads.join_many(
            more={lead.id: leads.More(then=step)}, why="They asked again.", by=alice.actor
        )
    now = stands(alice, lead)
    assert updated["leads_lead"] == 1
    assert changed[lead.id].step_id is not None
    assert (now.next_step_id, now.next_due_at) == (lead.next_step_id, lead.next_due_at)
    assert (now.turn, now.theirs_until) == ("ours", None)


def test_words_that_go_out_of_the_text_or_do_not_fit_are_written_anew(alice: Someone) -> None:
    with guard.scope(alice.actor.workspace_id):
        known = people.meet(name="tom@n.example", mails=["tom@n.example"], by=alice.actor)
        lead = leads.open_lead(
            new=leads.NewLead(
                label="Northgate",
                owner_id=alice.member.id,
                person_id=known.id,
                tags=("Incomplete", "fair"),
                is_incomplete=True,
                step=NewStep(kind="call", due_at=clock.now() + dt.timedelta(days=1), says="Call them"),
            ),
            by=alice.actor,
        )
    with written() as updated:
        capture.add_by_hand(typed={"name": "Tom Adeyemi", "mail": "tom@n.example"}, by=alice.actor)
    assert updated["leads_lead"] == 1
    assert stands(alice, lead).tags == ["fair"]
    found_by, anew = words_anew(alice, lead)
    assert "adeyemi" in found_by
    assert "incomplete" not in found_by
    assert found_by == anew
    long = leads.More(note="much " * 800, tags=("late",))
    with written() as updated:
        leads.join_many(more={lead.id: long}, why="They asked again.", by=alice.actor)
    assert updated["leads_lead"] == 1
    text = stands(alice, lead).search_text
    assert len(text) == searching.LONGEST
    assert {"late", "adeyemi", "tom@n.example"} <= set(text.split())
