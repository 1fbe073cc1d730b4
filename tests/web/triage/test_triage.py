"""What waits is mended, attached or called junk by a person; looking changes nothing."""

import uuid

import pytest
from django.test import Client

from leadfast.capture import actions as capture
from leadfast.capture.models import Arrival
from leadfast.workspaces import actor, guard
from tests.fixtures import MakeLead, Someone


@pytest.fixture
def waits(alice: Someone) -> uuid.UUID:
    incoming = capture.Incoming(door="webhook", external_key="x", raw=b'{"half', source="Portal")
    received = capture.receive(incoming=[incoming], by=actor.system(alice.actor.workspace_id))
    return received[0].arrival.id


def settled(someone: Someone, arrival_id: uuid.UUID) -> Arrival:
    with guard.scope(someone.actor.workspace_id):
        return Arrival.objects.select_related("lead").get(id=arrival_id)


def test_it_is_mended(client: Client, alice: Someone, waits: uuid.UUID) -> None:
    client.force_login(alice.account)
    assert b"Portal" in client.get("/triage/").content
    page = f"/triage/{waits}/"
    assert b"half" in client.get(page).content
    assert settled(alice, waits).settlement == "waiting"
    assert client.post(page, {"note": "?"}).status_code == 422
    assert client.post(page, {"name": "Maria Lopez", "mail": "maria@lopez.example"}).status_code == 302
    assert settled(alice, waits).settlement == "created"


def test_it_is_attached(client: Client, alice: Someone, waits: uuid.UUID, make_lead: MakeLead) -> None:
    lead = make_lead()
    client.force_login(alice.account)
    assert b"Maria Lopez" in client.get(f"/triage/{waits}/", {"search": "Maria"}).content
    client.post(f"/triage/{waits}/attach/", {"lead": str(lead.id)})
    assert settled(alice, waits).lead_id == lead.id


def test_it_is_junk_with_a_reason(client: Client, alice: Someone, charlie: Someone, waits: uuid.UUID) -> None:
    client.force_login(charlie.account)
    assert client.post(f"/triage/{waits}/junk/").status_code == 404
    assert settled(alice, waits).settlement == "waiting"
    client.force_login(alice.account)
    client.post(f"/triage/{waits}/junk/", {"why": "A trial of ours"})
    found = settled(alice, waits)
    assert (found.settlement, found.why, found.junked_by_id) == ("junk", "A trial of ours", alice.member.id)
