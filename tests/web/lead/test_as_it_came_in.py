"""From a lead one gets to what came in about it: the picture of a card, the row of a file."""

import json

from leadfast.capture import actions as capture
from leadfast.leads.models import Lead
from leadfast.leads.rules import LONGEST_NOTE, REST_OF_NOTE, bounded_note
from leadfast.workspaces import guard
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


def test_a_note_of_megabytes_is_no_page_of_megabytes(
    alice: Someone, charlie: Someone, sign_in: SignIn
) -> None:
    note = "forty chairs " * 200_000
    came = capture.add_by_hand(
        typed={"name": "Maria Lopez", "mail": "maria@lopez.example", "note": note}, by=alice.actor, key="one"
    ).arrival
    client = sign_in(alice)
    for path in (
        f"/leads/{came.lead_id}/",
        f"/leads/{came.lead_id}/edit/",
        f"/arrivals/{came.id}/",
        "/today/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert len(answer.content) < 150_000, path
    page = client.get(f"/leads/{came.lead_id}/").content.decode()
    assert f'<a href="/arrivals/{came.id}/">{REST_OF_NOTE}</a>' in page
    raw = f"/arrivals/{came.id}/raw/"
    assert f'href="{raw}"' in client.get(f"/arrivals/{came.id}/").content.decode()
    whole = client.get(raw)
    assert whole.content == bytes(came.raw)
    assert whole["Content-Disposition"].startswith("attachment;")
    assert sign_in(charlie).get(raw).status_code == 404


def test_what_joins_makes_a_note_no_longer_than_one_can_read(alice: Someone) -> None:
    typed = {"name": "Maria Lopez", "mail": "maria@lopez.example"}
    incoming = [
        capture.Incoming(
            door="hand", external_key=key, raw=json.dumps({**typed, "note": key * 15_000}).encode()
        )
        for key in ("a", "b")
    ]
    first, then = capture.receive(incoming=incoming, by=alice.actor)
    assert first.lead_id == then.lead_id
    with guard.scope(alice.actor.workspace_id):
        lead = Lead.objects.get(id=first.lead_id)
    assert lead.note.startswith("a" * 15_000)
    assert lead.note.endswith(REST_OF_NOTE)
    assert len(lead.note) <= LONGEST_NOTE


def test_a_long_note_from_before_is_shown_in_part_and_can_be_corrected(
    alice: Someone, sign_in: SignIn
) -> None:
    typed = {"name": "Maria Lopez", "mail": "maria@lopez.example"}
    came = capture.add_by_hand(typed=typed, by=alice.actor, key="one").arrival
    with guard.writing(alice.actor):
        Lead.objects.filter(id=came.lead_id).update(note="forty chairs\n" * 40_000)
    client = sign_in(alice)
    path = f"/leads/{came.lead_id}/"
    assert len(client.get(path).content) < 100_000
    with guard.scope(alice.actor.workspace_id):
        shown = bounded_note(Lead.objects.get(id=came.lead_id).note)
    # A browser sends each end of a line as two characters.
    sent = {"label": "Maria Lopez", "note": shown.replace("\n", "\r\n")}
    assert client.post(f"{path}edit/", sent).status_code == 302
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.get(id=came.lead_id).note == shown
