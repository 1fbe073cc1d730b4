"""The list of leads: filters, pages, counts, and plans that stay the same at any size."""

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads import reads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.leads import crowd

UTC = ZoneInfo("UTC")


def listed(someone: Someone, query: dict[str, str]) -> list[str]:
    """The labels of all pages, three leads a page."""
    labels: list[str] = []
    after = ""
    with guard.scope(someone.actor.workspace_id):
        while True:
            page = reads.page(
                reads.parse(query),
                workspace_id=someone.actor.workspace_id,
                zone=UTC,
                now=clock.now(),
                after=after,
                size=3,
            )
            labels += [lead.label for lead in page.leads]
            if not page.after:
                return labels
            after = page.after


def test_pages_follow_the_key_and_miss_nothing(alice: Someone, make_lead: MakeLead) -> None:
    for number in range(10):
        make_lead(f"Lead {number}", due_in=dt.timedelta(hours=number // 2))
    found = listed(alice, {})
    assert len(found) == 10
    assert set(found) == {f"Lead {number}" for number in range(10)}
    assert [int(label[-1]) // 2 for label in found] == sorted(int(label[-1]) // 2 for label in found)


def test_each_filter_narrows(alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    phone = make_lead("With phone", phone="0113 496 0000", source="show", tags=("vip",))
    mail = make_lead("By mail", mail="maria@lopez.example", is_incomplete=True)
    won = make_lead("Won")
    leads.win(lead_id=won.id, by=alice.actor, order_reference="PO-7")
    leads.hand_over(lead_ids=[mail.id], to_member_id=bob.member.id, why="holiday", by=alice.actor)
    leads.give_turn(lead_id=phone.id, until=clock.now() + dt.timedelta(days=3), why="asked", by=alice.actor)
    leads.note_reply(lead_id=phone.id, at=clock.now(), by=alice.actor)
    leads.note_touch(lead_id=mail.id, at=clock.now() - dt.timedelta(days=40), by=alice.actor)

    assert set(listed(alice, {})) == {"With phone", "By mail"}
    assert listed(alice, {"state": "closed"}) == ["Won"]
    assert set(listed(alice, {"state": "any"})) == {"With phone", "By mail", "Won"}
    assert listed(alice, {"closed_kind": "won"}) == ["Won"]
    assert listed(alice, {"closed_kind": "never"}) == []
    assert listed(alice, {"turn": "theirs"}) == ["With phone"]
    assert listed(alice, {"stage": "reached"}) == ["With phone"]
    assert listed(alice, {"owner_id": str(bob.member.id)}) == ["By mail"]
    assert listed(alice, {"source": "show"}) == ["With phone"]
    assert listed(alice, {"tag": "vip"}) == ["With phone"]
    assert listed(alice, {"has_phone": "yes"}) == ["With phone"]
    assert listed(alice, {"has_phone": "no"}) == ["By mail"]
    assert listed(alice, {"replied": "yes"}) == ["With phone"]
    assert listed(alice, {"incomplete": "yes"}) == ["By mail"]
    assert listed(alice, {"untouched_days": "30"}) == ["By mail"]
    tomorrow = (clock.now() + dt.timedelta(days=1)).date()
    assert set(listed(alice, {"due_from": str(tomorrow), "due_to": str(tomorrow)})) == {
        "With phone",
        "By mail",
    }
    assert listed(alice, {"due_from": str(tomorrow + dt.timedelta(days=1))}) == []
    assert listed(alice, {"search": "496 phone"}) == ["With phone"]
    assert listed(alice, {"search": "lopez.exam"}) == ["By mail"]
    assert listed(alice, {"search": "lopez, 496"}) == []
    assert listed(alice, {"search": "5%"}) == []


def test_a_query_that_cannot_be_read_narrows_nothing() -> None:
    garbled = {"owner_id": "x", "due_from": "soon", "untouched_days": "-", "turn": "mine", "state": "?"}
    assert reads.parse(garbled) == reads.Filters()
    full = reads.Filters(turn="ours", has_phone=True, due_to=dt.date(2026, 3, 2), search="bakery leeds")
    assert reads.parse(dict(pair.split("=") for pair in full.as_query().replace("+", " ").split("&"))) == full


def test_a_stranger_lists_nothing(alice: Someone, charlie: Someone, make_lead: MakeLead) -> None:
    make_lead("Maria Lopez", tags=("vip",))
    for query in ({}, {"search": "maria"}, {"tag": "vip"}, {"state": "any"}):
        assert listed(charlie, query) == []
    with guard.scope(charlie.actor.workspace_id):
        asked_for_hers = reads.count(
            reads.Filters(), workspace_id=alice.actor.workspace_id, zone=UTC, now=clock.now()
        )
    assert asked_for_hers.value == 0


def test_counts_stop_at_their_limit(alice: Someone) -> None:
    crowd.gather(alice.actor.workspace_id, alice.member.id, 40)
    with guard.scope(alice.actor.workspace_id):
        here = {"workspace_id": alice.actor.workspace_id, "zone": UTC, "now": clock.now()}
        assert str(reads.count(reads.Filters(), **here, up_to=30)) == "30+"
        assert str(reads.count(reads.Filters(), **here)) == "40"


QUERIES: list[dict[str, str]] = [
    {},
    {"owner_id": "hers"},
    {"source": "source 3"},
    {"stage": "resting"},
    {"stage": "new", "turn": "ours"},
    {"state": "closed"},
    {"state": "any"},
    {"closed_kind": "won"},
    {"replied": "yes"},
    {"incomplete": "yes"},
    {"tag": "rare"},
    {"tag": "crowd"},
    {"search": "person 1234"},
    {"search": "person"},
    {"has_phone": "yes"},
    {"untouched_days": "5"},
    {"due_from": "2026-01-01", "due_to": "2036-01-01"},
]


def test_every_page_is_read_over_an_index(alice: Someone, full_house: None) -> None:
    """As the application's role: no page reads the table through, and none reads many of its blocks."""
    here: dict[str, Any] = {"workspace_id": alice.actor.workspace_id, "zone": UTC, "now": clock.now()}
    key = f"{clock.now().isoformat()}~{uuid.uuid4()}"
    for query in QUERIES:
        wanted = {**query, "owner_id": str(alice.member.id)} if "owner_id" in query else query
        filters = reads.parse(wanted)
        with guard.scope(alice.actor.workspace_id):
            with CaptureQueriesContext(connection) as asked:
                reads.page(filters, **here, after=key)
                reads.page(filters, **here)
                reads.count(filters, **here)
            for statement in [row["sql"] for row in asked if row["sql"].startswith("SELECT")]:
                plan = explained(statement)
                # A capped count may read along the table: it stops at its limit.
                counting = statement.startswith("SELECT COUNT")
                assert counting or not [
                    node
                    for node in walk(plan)
                    if node["Node Type"] == "Seq Scan" and node.get("Relation Name") == "leads_lead"
                ], (query, statement)
                assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 5000, (query, plan)


def explained(statement: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement)
        plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
    return plan


def walk(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", []) for node in walk(child))]


@pytest.fixture
def full_house(alice: Someone, superuser: psycopg.Connection[Any]) -> None:
    """Twenty thousand leads, so that a scan of all of them would be seen."""
    crowd.gather(alice.actor.workspace_id, alice.member.id, 20_000)
    crowd.settle(superuser)
    assert superuser.execute("SELECT count(*) FROM leads_lead").fetchone() == (20_000,)


def test_the_sources_are_jumped_over(alice: Someone) -> None:
    crowd.gather(alice.actor.workspace_id, alice.member.id, 100)
    with guard.scope(alice.actor.workspace_id):
        assert reads.sources(alice.actor.workspace_id) == [f"source {n}" for n in range(5)]


def test_a_file_of_leads_runs_no_formula(alice: Someone, make_lead: MakeLead) -> None:
    make_lead("=HYPERLINK(A1)", phone="+44 113 496 0000", note="-2+3")
    with guard.scope(alice.actor.workspace_id):
        lines = list(
            reads.csv_lines(reads.Filters(), workspace_id=alice.actor.workspace_id, zone=UTC, now=clock.now())
        )
    assert len(lines) == 2
    assert lines[0].startswith("lead,person,company,mail,phone")
    assert "'=HYPERLINK(A1)" in lines[1]
    assert "+44 113 496 0000" in lines[1]
    assert "'+44" not in lines[1]


def test_one_lead_with_everything(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead("Maria", mail="maria@lopez.example", phone="0113 496 0000", company="Lopez Ltd")
    other = make_lead("Maria again")
    with guard.scope(alice.actor.workspace_id):
        Lead.objects.filter(id=other.id).update(company_id=lead.company_id)
        whole = reads.whole(lead.id)
        assert whole.lead.company is not None
        assert whole.lead.company.name == "Lopez Ltd"
        assert [step.says for step in whole.pending] == ["Call Maria"]
        assert {point.kind for point in whole.contact_points} == {"mail", "phone"}
        best = whole.best("phone")
        assert best is not None
        assert best.key == "+441134960000"
        assert [row.label for row in reads.others(whole.lead)] == ["Maria again"]
