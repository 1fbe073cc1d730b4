"""Other systems post: each proves that it is the one, and what came is kept as it came."""

import base64
import datetime as dt
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from django.test import Client

import leadfast.capture.doors.webhook as door
from leadfast.capture import actions as capture
from leadfast.capture import reads
from leadfast.capture.actions import inlets
from leadfast.capture.models import Arrival, Inlet
from leadfast.foundation import clock
from leadfast.workspaces import guard
from tests.fixtures import Someone

SAMPLES = Path(door.__path__[0]) / "samples"
SECRET = "what only the two know"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def signature(body: bytes) -> str:
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def proofs(kind: str, body: bytes) -> dict[str, str]:
    return {
        "facebook": {"x-hub-signature-256": f"sha256={signature(body)}"},
        "linkedin": {"x-li-signature": f"hmacsha256={signature(b'hmacsha256=' + body)}"},
        "signed": {"x-signature-256": signature(body)},
        "bearer": {"authorization": f"Bearer {SECRET}"},
    }.get(kind, {})


def make(bob: Someone, kind: str) -> tuple[Inlet, str]:
    inlet, token, _ = inlets.make_inlet(name="Lead ads", kind=kind, secret=SECRET, by=bob.actor)
    return inlet, f"/in/{token}/"


def arrivals(someone: Someone) -> list[Arrival]:
    with guard.scope(someone.actor.workspace_id):
        assert reads.difference(reads.ledger()) == 0
        return list(
            Arrival.objects.filter(door="webhook").select_related("lead").order_by("arrived_at", "id")
        )


CASES = [
    ("facebook", "facebook.json", "Ines Okafor"),
    ("linkedin", "linkedin.json", "Amara Lindqvist"),
    ("signed", "connector.json", "Tomas Beran"),
    ("bearer", "connector.json", "Tomas Beran"),
    ("open", "posted.txt", "Lena Vogt"),
    ("google", "google.json", "Piotr Zielinski"),
]


@pytest.mark.parametrize(("kind", "name", "who"), CASES)
def test_the_same_event_twice_is_one_lead(
    client: Client, alice: Someone, bob: Someone, kind: str, name: str, who: str
) -> None:
    _, path = make(bob, kind)
    body = sample(name).replace(b"the key of the form", SECRET.encode())
    for new in (True, False):
        answer = client.post(path, body, content_type="application/json", headers=proofs(kind, body))
        assert answer.status_code == 200, answer.content
        assert answer.json()["new"] is new
    (one,) = arrivals(alice)
    assert bytes(one.raw) == body
    assert one.lead is not None
    assert one.lead.label == who
    assert one.lead.source == "Lead ads"


@pytest.mark.parametrize(("kind", "name", "who"), [case for case in CASES if case[0] != "open"])
def test_a_wrong_signature_is_counted_and_nothing_is_kept(
    client: Client, alice: Someone, bob: Someone, kind: str, name: str, who: str
) -> None:
    inlet, path = make(bob, kind)
    body = sample(name)
    for headers in ({}, proofs(kind, body + b" ")):
        if kind == "bearer":
            headers = {"authorization": "Bearer wrong"}
        assert client.post(path, body, content_type="application/json", headers=headers).status_code == 401
    assert arrivals(alice) == []
    with guard.scope(alice.actor.workspace_id):
        assert Inlet.objects.get(id=inlet.id).refused == 2


@pytest.mark.parametrize("name", ["broken.json", "facebook-number-only.json"])
def test_what_cannot_be_read_waits_as_it_came(
    client: Client, alice: Someone, bob: Someone, name: str
) -> None:
    _, path = make(bob, "open")
    answer = client.post(path, sample(name), content_type="application/json")
    assert answer.status_code == 202
    (one,) = arrivals(alice)
    assert one.settlement == "waiting"
    assert one.why
    assert bytes(one.raw) == sample(name)
    with guard.scope(alice.actor.workspace_id):
        assert reads.raw_shown(one)


SIGNED_AT = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.UTC)
KEY = base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()


def standard(body: bytes, at: str) -> dict[str, str]:
    told = f"msg_1.{at}.".encode() + body
    said = base64.b64encode(hmac.new(base64.b64decode(KEY), told, hashlib.sha256).digest()).decode()
    return {"webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": f"v1,{said}"}


@pytest.mark.parametrize("late_s", [0, 299, -299])
def test_the_standard_signature_is_known(client: Client, alice: Someone, bob: Someone, late_s: int) -> None:
    body = sample("connector.json")
    headers = standard(body, str(int(SIGNED_AT.timestamp())))
    with clock.frozen(SIGNED_AT + dt.timedelta(seconds=late_s)):
        _, token, _ = inlets.make_inlet(name="Shop", kind="signed", secret=f"whsec_{KEY}", by=bob.actor)
        answer = client.post(f"/in/{token}/", body, content_type="application/json", headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("at", ["1000000000", "1795860001", "99999999999999999999", "now", "-5", ""])
def test_what_was_signed_at_another_time_waits_with_the_reason_and_is_not_lost(
    client: Client, alice: Someone, bob: Someone, at: str
) -> None:
    body = sample("connector.json")
    with clock.frozen(SIGNED_AT):
        _, token, _ = inlets.make_inlet(name="Shop", kind="signed", secret=f"whsec_{KEY}", by=bob.actor)
        for new in (True, False):
            answer = client.post(
                f"/in/{token}/", body, content_type="application/json", headers=standard(body, at)
            )
            assert (answer.status_code, answer.json()["new"]) == (202, new)
    (one,) = arrivals(alice)
    assert (one.settlement, one.lead, bytes(one.raw)) == ("waiting", None, body)
    assert "five minutes" in one.why
    assert one.read_at is not None
    # Nobody but a person makes a lead of it.
    capture.repair(arrival_id=one.id, typed={"name": "Tomas Beran", "mail": "t@beran.example"}, by=bob.actor)
    (one,) = arrivals(alice)
    assert one.settlement == "created"


def test_what_came_in_time_and_is_sent_again_late_stays_what_it_was(
    client: Client, alice: Someone, bob: Someone
) -> None:
    body = sample("connector.json")
    headers = standard(body, str(int(SIGNED_AT.timestamp())))
    with clock.frozen(SIGNED_AT):
        _, token, _ = inlets.make_inlet(name="Shop", kind="signed", secret=f"whsec_{KEY}", by=bob.actor)
        client.post(f"/in/{token}/", body, content_type="application/json", headers=headers)
    with clock.frozen(SIGNED_AT + dt.timedelta(hours=3)):
        answer = client.post(f"/in/{token}/", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["new"]) == (200, False)
    (one,) = arrivals(alice)
    assert one.settlement == "created"


def test_the_questions_that_are_asked_first(client: Client, alice: Someone, bob: Someone) -> None:
    inlet, path = make(bob, "facebook")
    asked = {
        "hub.mode": "subscribe",
        "hub.challenge": "115825",
        "hub.verify_token": inlets.verify_token(inlet),
    }
    answer = client.get(path, asked)
    assert (answer.status_code, answer.content) == (200, b"115825")
    assert client.get(path, {**asked, "hub.verify_token": "wrong"}).status_code == 401
    assert client.get(path).status_code == 404
    assert client.get(path, {**asked, "hub.challenge": "<script>"}).status_code == 404
    _, other = make(bob, "linkedin")
    told = client.get(other, {"challengeCode": "abc-1"}).json()
    assert told == {"challengeCode": "abc-1", "challengeResponse": signature(b"abc-1")}
    assert arrivals(alice) == []


def test_a_trial_is_counted_nowhere(client: Client, alice: Someone, bob: Someone) -> None:
    _, path = make(bob, "open")
    body = sample("google.json").replace(b'"is_test": false', b'"is_test": true')
    client.post(path, body, content_type="application/json")
    assert arrivals(alice)[0].is_synthetic


def test_a_revoked_address_takes_nothing(client: Client, alice: Someone, bob: Someone) -> None:
    inlet, path = make(bob, "open")
    inlets.revoke_inlet(inlet_id=inlet.id, by=bob.actor)
    assert (
        client.post(path, json.dumps({"email": "a@b.example"}), content_type="application/json").status_code
        == 404
    )
    assert client.post("/in/x/", b"{}", content_type="application/json").status_code == 404
    assert arrivals(alice) == []
