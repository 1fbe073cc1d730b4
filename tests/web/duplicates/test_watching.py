"""Duplicates, expected leads, events and sources in the browser."""

import datetime as dt

from django.test import Client

from leadfast.capture import actions as capture
from leadfast.capture.models import Event, Expected, Source
from leadfast.foundation import clock
from leadfast.people.models import Likeness
from leadfast.workspaces import guard
from tests.fixtures import Someone


def signed_in(someone: Someone) -> Client:
    client = Client()
    client.force_login(someone.account)
    return client


def test_a_pair_is_decided_and_undone(alice: Someone) -> None:
    for name, mail in (("Maria Lopez", "maria@lopez.example"), ("Maria Lopes", "maria@lopez-group.example")):
        capture.add_by_hand(typed={"name": name, "company": "Lopez Ltd", "mail": mail}, by=alice.actor)
    browser = signed_in(alice)
    page = browser.get("/duplicates/").content.decode()
    assert "Maria Lopez and Maria Lopes" in page
    with guard.scope(alice.actor.workspace_id):
        pair = Likeness.objects.get()
    for act, verdict in (("same", "same"), ("undo", ""), ("different", "different")):
        assert browser.post(f"/duplicates/{pair.id}/{act}/").status_code in (302, 200)
        with guard.scope(alice.actor.workspace_id):
            assert Likeness.objects.get().verdict == verdict
    assert "two people" in browser.get("/duplicates/").content.decode()


def test_an_expected_lead_is_noted_put_off_and_let_be(alice: Someone) -> None:
    browser = signed_in(alice)
    assert "No lead is expected" in browser.get("/expected/").content.decode()
    browser.post("/expected/add/", {"line": "Maria Lopez, Lopez Ltd", "promised_by": "Jane", "chase_on": ""})
    assert "promised by Jane" in browser.get("/expected/").content.decode()
    with guard.scope(alice.actor.workspace_id):
        expected = Expected.objects.get()
    assert "weekly by now" not in browser.get("/expected/").content.decode()
    with guard.scope(alice.actor.workspace_id):
        Expected.objects.update(chased=3)
    assert (
        "asked for 3 times, weekly by now; a manager has been told"
        in browser.get("/expected/").content.decode()
    )
    later = clock.now().date() + dt.timedelta(days=60)
    browser.post(f"/expected/{expected.id}/put-off/", {"chase_on": later.isoformat()})
    for slip in ("9999-12-31", "0001-01-01"):
        refused = browser.post(f"/expected/{expected.id}/put-off/", {"chase_on": slip})
        assert "within 400 days" in refused.content.decode()
    with guard.scope(alice.actor.workspace_id):
        asked = Expected.objects.get().chase_at
    assert asked is not None
    assert abs(asked.date() - later) <= dt.timedelta(days=1)
    browser.post("/expected/add/", {"line": "Jo Smith", "promised_by": "Jane", "chase_on": "9999-12-31"})
    with guard.scope(alice.actor.workspace_id):
        assert Expected.objects.count() == 1
    browser.post(f"/expected/{expected.id}/drop/", {"why": "Jane was mistaken"})
    assert "Jane was mistaken" in browser.get("/expected/").content.decode()


def test_an_event_has_its_coverage(alice: Someone) -> None:
    browser = signed_in(alice)
    browser.get("/events/")
    browser.post("/events/add/", {"name": "Leeds show", "first_day": "2026-11-20", "cost": "900"})
    with guard.scope(alice.actor.workspace_id):
        event = Event.objects.get()
    incoming = capture.Incoming(door="hand", external_key="e", raw=b'{"name": "Tom"}', event_id=event.id)
    capture.receive(incoming=[incoming], by=alice.actor)
    page = browser.get("/events/").content.decode()
    assert "Leeds show" in page
    assert "£900<" in page
    browser.post(f"/events/{event.id}/change/", {"cost": "1000", "expected_leads": "40", "place": "Leeds"})
    assert "£1,000<" in browser.get("/events/").content.decode()


def test_a_source_is_watched_and_ended_and_a_door_probed(alice: Someone) -> None:
    capture.add_by_hand(typed={"name": "Tom", "mail": "tom@n.example", "source": "Portal"}, by=alice.actor)
    browser = signed_in(alice)
    with guard.scope(alice.actor.workspace_id):
        source = Source.objects.get()
    browser.post(f"/sources/{source.id}/watch/", {"hours": "24"})
    with guard.scope(alice.actor.workspace_id):
        source.refresh_from_db()
    assert source.watched_until is not None
    assert source.watched_until - (source.last_arrival_at or source.created_at) == dt.timedelta(hours=24)
    assert "It came through." in browser.post("/sources/probe/hand/", follow=True).content.decode()
    page = browser.post("/sources/probe/", follow=True).content.decode()
    assert "It came through 13 doors." in page
    assert page.count("state good") == 13
    browser.post(f"/sources/{source.id}/end/")
    assert "sends no more" in browser.get("/sources/").content.decode()
