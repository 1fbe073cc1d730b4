"""Counted against logged: the gap is closed by adding, or explained."""

import datetime as dt
import uuid

import pytest
from django.db import connections
from django.db.utils import IntegrityError
from django.test import Client

from leadfast.capture import actions as capture
from leadfast.capture.actions import card_readings, jotting
from leadfast.capture.actions import floor as floor_verbs
from leadfast.capture.models import TillCount
from leadfast.capture.reads import floor
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.web.conftest import SignIn


@pytest.fixture
def desk(alice: Someone, sign_in: SignIn) -> Client:
    return sign_in(alice)


def today() -> str:
    return clock.now().date().isoformat()


def row(alice: Someone) -> TillCount:
    with guard.scope(alice.actor.workspace_id):
        return TillCount.objects.get()


def counted(desk: Client, number: int, **fields: str) -> int:
    told = {"day": today(), "channel": "walk_in", "counted": str(number), "counted_from": "door_counter"}
    return desk.post("/till/count/", {**told, **fields}).status_code


def test_a_gap_is_closed_by_adding_and_by_explaining(desk: Client, alice: Someone) -> None:
    page = desk.get("/till/").content.decode()
    assert "Not counted yet" in page
    assert "<b>0</b> in here so far." in page
    assert counted(desk, 3) == 302
    assert (row(alice).gap, row(alice).settled_at) == (3, None)
    assert "3 missing" in desk.get("/till/").content.decode()
    who = floor_verbs.came_in(by=alice.actor, key="a")
    floor_verbs.left(
        floor_up_id=who.id, result="unsold", by=alice.actor, typed={"name": "Jan", "phone": "020 7946 0222"}
    )
    assert "2 missing" in desk.get("/till/").content.decode()
    assert counted(desk, 3) == 302
    assert row(alice).gap == 2
    explained = {"day": today(), "channel": "walk_in", "explained": "2", "why": "The postman, twice"}
    assert desk.post("/till/explain/", {**explained, "why": ""}).status_code == 422
    assert row(alice).explained == 0
    assert desk.post("/till/explain/", explained).status_code == 302
    assert (row(alice).gap, row(alice).explained) == (0, 2)
    assert row(alice).settled_at is not None
    page = desk.get("/till/").content.decode()
    assert "Everybody is in" in page
    assert "100 %" in page
    assert desk.post("/till/explain/", explained).status_code == 422


def test_what_cannot_be_counted_is_refused(desk: Client, alice: Someone) -> None:
    tomorrow = (clock.now().date() + dt.timedelta(days=2)).isoformat()
    assert counted(desk, 3, day=tomorrow) == 422
    assert counted(desk, -1) == 422
    assert counted(desk, 3, channel="pigeon") == 422
    assert counted(desk, 3, counted_from="guess") == 422
    with guard.scope(alice.actor.workspace_id):
        assert TillCount.objects.count() == 0


def test_a_refused_count_keeps_what_was_typed(desk: Client, alice: Someone) -> None:
    told = {"day": today(), "channel": "walk_in", "counted": "120000", "counted_from": "hand"}
    refused = desk.post("/till/count/", told)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'id="counted-walk_in" name="counted" value="120000" aria-invalid="true"' in page
    assert (
        '<option value="hand" selected>' in page.partition('id="from-walk_in"')[2].partition("</select>")[0]
    )
    # Of the other channels nothing was typed.
    assert 'id="counted-phone" name="counted" value=""' in page
    assert counted(desk, 3) == 302
    explained = {"day": today(), "channel": "walk_in", "explained": "2", "why": " "}
    page = desk.post("/till/explain/", explained).content.decode()
    assert 'name="explained" value="2"' in page
    assert 'name="counted" value="3">' in page
    assert row(alice).explained == 0
    page = desk.post(
        "/till/explain/", {**explained, "explained": "0", "why": "The <postman>"}
    ).content.decode()
    assert 'value="The &lt;postman&gt;"' in page


def test_a_count_cannot_be_settled_with_a_gap_nor_explained_without_a_word(
    desk: Client, alice: Someone
) -> None:
    """Raw SQL, as the owner of the tables."""
    counted(desk, 3)
    for change in (
        "SET settled_at = counted_at", "SET explained = 3", "SET channel = 'pigeon'", "SET logged = 3",
    ):  # fmt: skip
        with pytest.raises(IntegrityError), connections["owner"].cursor() as cursor:
            cursor.execute(f"UPDATE capture_tillcount {change}")
    assert row(alice).gap == 3


def test_looking_changes_nothing_and_a_stranger_sees_nothing(
    desk: Client, sign_in: SignIn, alice: Someone, charlie: Someone
) -> None:
    # Five digits: a random token of the page holds two of them now and then.
    counted(desk, 98_765)
    before = row(alice).counted_at
    desk.get("/till/")
    desk.get("/till/?day=1999-01-01")
    desk.get("/till/?day=nonsense")
    assert desk.get("/till/count/").status_code == 405
    assert row(alice).counted_at == before
    assert "98765" in desk.get("/till/").content.decode()
    assert "98765" not in sign_in(charlie).get("/till/").content.decode().split("<main")[1]


def test_who_was_noted_on_a_phone_or_added_for_a_gap_is_in_here(desk: Client, alice: Someone) -> None:
    def logged() -> dict[str, int]:
        with guard.scope(alice.actor.workspace_id):
            return floor.logged(clock.now().date(), dt.UTC)

    assert logged() == {"walk_in": 0, "phone": 0, "web": 0}
    jotted = [{"line": "Jan, 020 7946 0333", "how": "walk_in"}, {"line": "020 7946 0222", "how": "call"}]
    # Typed by somebody into a field, it says nothing about how they came.
    for typed in (*jotted, jotted[0], {"line": 'Ines "how": "walk_in"'}):
        jotting.jot(key=uuid.uuid4(), typed=typed, by=alice.actor)
    assert logged() == {"walk_in": 1, "phone": 1, "web": 0}
    photo = card_readings.keep(
        photo=b"x", media_type="image/png", key="card", typed={"how": "walk_in"}, by=alice.actor
    )
    assert logged()["walk_in"] == 1
    capture.attach(arrival_id=photo.arrival.id, lead_id=a_lead(alice, "Maria"), by=alice.actor)
    assert logged()["walk_in"] == 2
    assert counted(desk, 3) == 302
    page = desk.get("/till/").content.decode()
    assert "<b>3</b> counted = <b>2</b> in here" in page
    assert 'href="/add/?source=Walk-in"' in page
    a_lead(alice, "Tom", source="walk-in")
    assert "Everybody is in" in desk.get("/till/").content.decode()


def test_who_is_added_for_the_gap_of_a_day_that_is_over_counts_on_that_day(
    desk: Client, alice: Someone
) -> None:
    before = clock.now().date() - dt.timedelta(days=3)
    assert counted(desk, 1, day=before.isoformat()) == 302
    page = desk.get(f"/till/?day={before}").content.decode()
    link = f"/add/?source=Walk-in&day={before}"
    assert f'href="{link.replace("&", "&amp;")}"' in page
    form = desk.get(link).content.decode()
    assert f'name="day" value="{before}"' in form
    assert 'name="source" id="id_source" list="sources" maxlength="120" value="Walk-in"' in form
    told = {"line": "Jan Kowalski", "source": "Walk-in", "owner": str(alice.member.id), "day": f"{before}"}
    assert desk.post("/add/", {**told, "day": "yesterday"}).status_code == 422
    added = desk.post("/add/", told)
    assert (added.status_code, added["Location"]) == (302, f"/till/?day={before}")
    assert "Everybody is in" in desk.get(f"/till/?day={before}").content.decode()
    with guard.scope(alice.actor.workspace_id):
        assert floor.logged(clock.now().date(), dt.UTC)["walk_in"] == 0
        lead = Lead.objects.get()
    # Nobody waits for an answer within minutes any more.
    assert (lead.arrived_at.date(), lead.first_response_due_at) == (before, None)
    assert lead.next_due_at is not None
    assert lead.next_due_at > clock.now()


def a_lead(alice: Someone, name: str, source: str = "") -> uuid.UUID:
    arrival = capture.add_by_hand(typed={"name": name, "source": source}, by=alice.actor).arrival
    assert arrival.lead_id is not None
    return arrival.lead_id
