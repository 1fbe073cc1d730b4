"""From a lead one gets to what came in about it: the picture of a card, the row of a file."""

from leadfast.capture import actions as capture
from tests.fixtures import Someone
from tests.web.conftest import SignIn


def test_a_lead_leads_to_what_came_in(alice: Someone, charlie: Someone, sign_in: SignIn) -> None:
    typed = {"name": "Maria Lopez", "mail": "maria@lopez.example"}
    first = capture.add_by_hand(typed=typed, by=alice.actor, key="one").arrival
    again = capture.add_by_hand(typed={**typed, "note": "Asks again"}, by=alice.actor, key="two").arrival
    assert first.lead_id == again.lead_id
    client = sign_in(alice)
    page = client.get(f"/leads/{first.lead_id}/").content.decode()
    assert "As it came in" in page
    for one in (first, again):
        assert f'href="/arrivals/{one.id}/"' in page
        assert client.get(f"/arrivals/{one.id}/").status_code == 200
        assert sign_in(charlie).get(f"/arrivals/{one.id}/").status_code == 404
