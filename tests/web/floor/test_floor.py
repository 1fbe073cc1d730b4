"""Three taps on the floor; and the count at the end of the day."""

import pytest
from django.test import Client

from leadfast.capture.models import Arrival, FloorUp
from leadfast.conversations.models import Visit
from leadfast.followup.models import Enrolment
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.web.conftest import SignIn


@pytest.fixture
def desk(alice: Someone, sign_in: SignIn) -> Client:
    return sign_in(alice)


def visitor(alice: Someone) -> FloorUp:
    with guard.scope(alice.actor.workspace_id):
        return FloorUp.objects.latest("came_at")


def test_three_taps_from_the_door_to_a_lead_with_its_cadence(
    desk: Client, alice: Someone, bob: Someone
) -> None:
    desk.post("/floor/in/", {"key": "a", "label": "The man with the dog"})
    desk.post("/floor/in/", {"key": "a", "label": "The man with the dog"})
    who = visitor(alice)
    assert "The man with the dog" in desk.get("/floor/").content.decode()
    desk.post(f"/floor/{who.id}/take/", {"member": str(bob.member.id)})
    assert "is with Bob" in desk.get("/floor/").content.decode()
    told = {
        "name": "Jan Kowalski",
        "phone": "020 7946 0222",
        "mail": "jan@kowalski.example",
        "wants": "A van",
    }
    assert desk.post(f"/floor/{who.id}/left/unsold/", told).status_code == 302
    history.carry_out(as_of=clock.now())
    with guard.scope(alice.actor.workspace_id):
        assert FloorUp.objects.count() == 1
        gone = FloorUp.objects.get()
        lead = Lead.objects.get()
        assert (gone.state, gone.result, gone.lead_id) == ("left", "unsold", lead.id)
        assert (lead.owner_id, lead.source) == (bob.member.id, "Walk-in")
        assert Visit.objects.get().member_id == bob.member.id
        assert Enrolment.objects.get(lead_id=lead.id, ended_at=None).cadence.key == "walk-in"
        assert Arrival.objects.get().settlement == "created"


def test_who_leaves_without_a_name_says_why_and_is_still_counted(desk: Client, alice: Someone) -> None:
    desk.post("/floor/in/", {"key": "b"})
    who = visitor(alice)
    assert desk.post(f"/floor/{who.id}/left/unsold/", {"name": ""}).status_code == 422
    assert visitor(alice).state == "waiting"
    assert desk.post(f"/floor/{who.id}/left/no_name/", {"why": ""}).status_code == 422
    desk.post(f"/floor/{who.id}/left/no_name/", {"why": "The postman"})
    assert (visitor(alice).result, visitor(alice).why) == ("no_name", "The postman")
    assert desk.post(f"/floor/{who.id}/left/no_name/", {"why": "Again"}).status_code == 422
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.count() == 0


def test_who_bought_goes_on_to_the_sale(desk: Client, alice: Someone) -> None:
    desk.post("/floor/in/", {"key": "c", "label": "Maria Lopez"})
    answer = desk.post(
        f"/floor/{visitor(alice).id}/left/bought/", {"name": "Maria Lopez", "phone": "020 7946 0117"}
    )
    assert "/won/" in answer["Location"]
    assert desk.get(answer["Location"]).status_code == 200


def test_looking_changes_nothing(desk: Client, alice: Someone) -> None:
    desk.post("/floor/in/", {"key": "d"})
    who = visitor(alice)
    for path in ("/floor/", f"/floor/{who.id}/left/unsold/", f"/floor/{who.id}/left/no_name/"):
        assert desk.get(path).status_code == 200
    assert desk.get("/floor/in/").status_code == 405
    assert desk.get(f"/floor/{who.id}/take/").status_code == 405
    assert visitor(alice).state == "waiting"


def test_a_stranger_takes_nobody(sign_in: SignIn, desk: Client, alice: Someone, charlie: Someone) -> None:
    desk.post("/floor/in/", {"key": "e", "label": "Maria Lopez"})
    who = visitor(alice)
    stranger = sign_in(charlie)
    assert "Maria Lopez" not in stranger.get("/floor/").content.decode()
    assert stranger.post(f"/floor/{who.id}/take/", {"member": str(charlie.member.id)}).status_code == 404
    assert stranger.post(f"/floor/{who.id}/left/no_name/", {"why": "x"}).status_code == 404
    assert desk.post(f"/floor/{who.id}/take/", {"member": str(charlie.member.id)}).status_code == 404
    assert visitor(alice).state == "waiting"
