"""GET /healthz: small for everybody, with figures for this machine and for the token."""

import datetime as dt

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from leadfast.capture import actions as capture
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.worker import gauges, heartbeats
from tests.fixtures import Someone

FIGURES = {"open_leads", "open_without_next_step", "ledger_difference", "unread_arrivals"}
SMALL = {"status", "database", "worker_heartbeat_age_s"}


@pytest.fixture
def client(database: None) -> Client:
    return Client()


def test_without_a_worker_it_says_so(client: Client) -> None:
    answer = client.get("/healthz", REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == 200
    assert answer.json() == {"status": "worker late", "database": "ok", "worker_heartbeat_age_s": None}


def test_with_a_worker_it_is_well(client: Client) -> None:
    heartbeats.beat(uuid7())
    found = client.get("/healthz").json()
    assert found["status"] == "ok"
    assert 0 <= found["worker_heartbeat_age_s"] < 5


def test_a_worker_that_stopped_is_seen(client: Client) -> None:
    start = clock.now()
    with clock.frozen(start):
        heartbeats.beat(uuid7())
    with clock.frozen(start + dt.timedelta(seconds=90)):
        found = client.get("/healthz").json()
    assert found["status"] == "worker late"
    assert found["worker_heartbeat_age_s"] == 90


def test_what_lies_unread_is_an_alarm_however_well_the_workers_are(client: Client, alice: Someone) -> None:
    heartbeats.beat(uuid7())
    start = clock.now()
    capture.keep(incoming=[capture.Incoming(door="hand", external_key="u", raw=b"{}")], by=alice.actor)
    assert client.get("/healthz").json()["status"] == "ok"
    with clock.frozen(start + dt.timedelta(minutes=5, seconds=1)):
        heartbeats.beat(uuid7())
        found = client.get("/healthz").json()
        assert (found["status"], found["unread_arrivals"]) == ("arrivals unread", 1)
        assert "unread_arrivals" not in client.get("/healthz", REMOTE_ADDR="203.0.113.7").json()


def test_figures_are_for_this_machine(client: Client) -> None:
    gauges.count(as_of=clock.now())
    assert set(client.get("/healthz", REMOTE_ADDR="127.0.0.1").json()) == SMALL | FIGURES
    assert set(client.get("/healthz", REMOTE_ADDR="::1").json()) == SMALL | FIGURES
    assert set(client.get("/healthz", REMOTE_ADDR="203.0.113.7").json()) == SMALL


def test_a_proxy_on_this_machine_does_not_open_them(client: Client) -> None:
    found = client.get("/healthz", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.7"}).json()
    assert set(found) == SMALL


def test_figures_with_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "a metrics token"
    right = client.get(
        "/healthz", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer a metrics token"}
    )
    wrong = client.get("/healthz", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer another"})
    assert set(right.json()) == SMALL | FIGURES
    assert set(wrong.json()) == SMALL


def test_it_needs_no_known_host_and_changes_nothing(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["leads.example.com"]
    assert client.get("/healthz", headers={"Host": "10.0.0.5"}).status_code == 200
    assert client.post("/healthz").status_code == 405
