"""The kiosk: a customer writes once and is a lead; a machine, a crowd and an old link are not."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from leadfast.capture.actions import kiosks
from leadfast.capture.models import Arrival, FloorUp, Kiosk
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.web.conftest import SignIn

MARIA = {"name": "Maria Lopez", "reach": "020 7946 0117", "wants": "An estate car", "key": "one"}


@pytest.fixture
def path(bob: Someone) -> str:
    _, token = kiosks.make_kiosk(name="Door", by=bob.actor)
    return f"/kiosk/{token}/"


def test_a_customer_writes_once_is_a_lead_and_waits_on_the_floor(
    client: Client, bob: Someone, path: str
) -> None:
    page = client.get(path).content.decode()
    assert "Brightline" in page
    assert "<svg" in page
    answer = client.post(path, MARIA)
    assert answer["Location"] == f"{path}thanks/"
    client.post(path, MARIA)
    thanks = client.get(answer["Location"])
    assert "Thank you" in thanks.content.decode()
    assert thanks["Refresh"] == f"20; url={path}"
    with guard.scope(bob.actor.workspace_id):
        lead = Lead.objects.select_related("next_step").get()
        assert (lead.label, lead.source) == ("Maria Lopez", "Walk-in")
        assert lead.next_step is not None
        assert lead.next_step.kind == "first_response"
        visitor = FloorUp.objects.get()
        assert (visitor.lead_id, visitor.state, visitor.wants) == (lead.id, "waiting", "An estate car")
        assert Arrival.objects.get().door == "walk_in"


def test_looking_changes_nothing(client: Client, bob: Someone, path: str) -> None:
    client.get(path)
    client.get(f"{path}?own=yes")
    client.get(f"{path}thanks/")
    with guard.scope(bob.actor.workspace_id):
        assert Arrival.objects.count() == 0
        assert FloorUp.objects.count() == 0


def test_on_their_own_phone_it_does_not_start_again(client: Client, path: str) -> None:
    page = client.get(f"{path}?own=yes").content.decode()
    assert "Rather on your own phone" not in page
    answer = client.post(f"{path}?own=yes", MARIA)
    assert "Refresh" not in client.get(answer["Location"])


def test_a_name_without_a_way_to_reach_them_is_asked_for_one(client: Client, bob: Someone, path: str) -> None:
    answer = client.post(path, {"name": "Maria", "key": "two"})
    assert answer.status_code == 422
    assert "so that we can find you again" in answer.content.decode()
    with guard.scope(bob.actor.workspace_id):
        assert Arrival.objects.count() == 0


def test_a_machine_is_thanked_and_waits_for_a_person(client: Client, bob: Someone, path: str) -> None:
    answer = client.post(path, {**MARIA, "website": "http://spam.example"})
    assert answer.status_code == 302
    with guard.scope(bob.actor.workspace_id):
        arrival = Arrival.objects.get()
        assert (arrival.settlement, Lead.objects.count(), FloorUp.objects.count()) == ("waiting", 0, 0)
        assert "machine" in arrival.why


def test_a_crowd_in_minutes_is_asked_to_wait(client: Client, bob: Someone, path: str) -> None:
    for n in range(40):
        client.post(path, {"reach": f"m{n}@lopez.example", "key": str(n), "website": "x"})
    assert client.post(path, MARIA).status_code == 429
    with guard.scope(bob.actor.workspace_id):
        assert Arrival.objects.count() == 40
        later = Arrival.objects.latest("arrived_at").arrived_at + dt.timedelta(minutes=11)
    with time_machine.travel(later, tick=False):
        assert client.post(path, MARIA).status_code == 302


def test_a_revoked_or_made_up_link_opens_nothing(
    client: Client, sign_in: SignIn, bob: Someone, path: str
) -> None:
    with guard.scope(bob.actor.workspace_id):
        kiosk = Kiosk.objects.get()
    assert sign_in(bob).post(f"/settings/kiosks/{kiosk.id}/revoke/").status_code == 302
    for link in (path, "/kiosk/x/", f"/kiosk/{'0' * 32}abc/"):
        assert client.get(link).status_code == 404
        assert client.post(link, MARIA).status_code == 404
    with guard.scope(bob.actor.workspace_id):
        assert Arrival.objects.count() == 0


def test_the_link_is_shown_once_and_kept_as_a_hash(sign_in: SignIn, bob: Someone) -> None:
    decider = sign_in(bob)
    made = decider.post("/settings/kiosks/", {"name": "Tablet"}).content.decode()
    link = made.split('class="key">')[1].split("<")[0]
    assert "/kiosk/" in link
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in decider.get("/settings/kiosks/").content.decode()
    with guard.scope(bob.actor.workspace_id):
        assert token.encode() not in bytes(Kiosk.objects.get().token_hash)
    assert Client().get(f"/kiosk/{token}/").status_code == 200


def test_a_rep_makes_no_kiosks(sign_in: SignIn, alice: Someone) -> None:
    assert sign_in(alice).post("/settings/kiosks/", {"name": "Mine"}).status_code == 403
    with guard.scope(alice.actor.workspace_id):
        assert Kiosk.objects.count() == 0
