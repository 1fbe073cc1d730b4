"""Acts on one lead: what they change, what they refuse, and that a stranger finds nothing."""

import datetime as dt

import pytest
from django.test import Client

from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn


def fresh(lead: Lead) -> Lead:
    with guard.scope(lead.workspace_id):
        return Lead.objects.select_related("next_step", "closure").get(id=lead.id)


def test_the_page_of_a_lead(alice: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    lead = make_lead(
        "Maria Lopez", mail="maria@lopez.example", company="Brightline Logistics", value=14000, source="show"
    )
    page = sign_in(alice).get(f"/leads/{lead.id}/").content.decode()
    for words in (
        "Maria Lopez",
        "Brightline Logistics",
        "£14,000",
        "maria@lopez.example",
        "Arrived",
        "If nothing happens",
    ):
        assert words in page


@pytest.mark.parametrize(
    "act", ["", "date/", "hand-over/", "won/", "invalid/", "reopen/", "reach/", "participant/", "edit/"]
)
def test_a_stranger_finds_no_lead(act: str, charlie: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    lead = make_lead()
    before = fresh(lead)
    stranger = sign_in(charlie)
    assert stranger.get(f"/leads/{lead.id}/{act}").status_code == 404
    assert stranger.post(
        f"/leads/{lead.id}/{act}", {"value": "5", "proof": "x", "label": "y"}
    ).status_code in (404, 405)
    assert vars(fresh(lead))["updated_at"] == vars(before)["updated_at"]


def test_a_step_moves_and_back(alice: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    lead = make_lead()
    client = sign_in(alice)
    day = (dt.datetime.now(dt.UTC) + dt.timedelta(days=20)).date()
    form = {"when": "other", "on": day.isoformat(), "at": "10:30", "next": "/today/"}
    answer = client.post(f"/leads/{lead.id}/date/", form, follow=True)
    assert answer.redirect_chain[-1][0] == "/today/"
    assert fresh(lead).next_due_at.astimezone(dt.UTC).date() == day  # type: ignore[union-attr]
    page = answer.content.decode()
    undo = page.split('action="')[1:]
    undo_path = next(part.split('"')[0] for part in undo if "undo-date" in part)
    assert 'name="next" value="/today/"><button class="undo"' in page
    client.post(undo_path)
    assert fresh(lead).next_due_at == lead.next_due_at


def test_nobody_is_handed_a_lead_by_chance(
    alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    client = sign_in(alice)
    form = client.get(f"/leads/{lead.id}/hand-over/").content.decode()
    assert '<option value="" selected>Choose somebody</option>' in form
    assert client.post(f"/leads/{lead.id}/hand-over/", {"to": "", "why": ""}).status_code == 422
    assert fresh(lead).owner_id == alice.member.id


def test_a_second_move_asks_why_and_changes_nothing_without(
    alice: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    client = sign_in(alice)
    days = [(dt.datetime.now(dt.UTC) + dt.timedelta(days=n)).date().isoformat() for n in (20, 21)]
    client.post(f"/leads/{lead.id}/date/", {"when": "other", "on": days[0]})
    moved = fresh(lead).next_due_at
    refused = client.post(f"/leads/{lead.id}/date/", {"when": "other", "on": days[1]})
    assert refused.status_code == 422
    assert "Say in a few words why" in refused.content.decode()
    assert fresh(lead).next_due_at == moved


def test_a_date_in_the_past_is_refused(alice: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    lead = make_lead()
    refused = sign_in(alice).post(f"/leads/{lead.id}/date/", {"when": "other", "on": "2020-01-01"})
    assert refused.status_code == 422
    assert "This date has passed" in refused.content.decode()
    assert fresh(lead).next_due_at == lead.next_due_at


def first_offered(client: Client, lead: Lead) -> str:
    """The day that is ticked when the dialog opens."""
    page = client.get(f"/leads/{lead.id}/date/").content.decode()
    return page.split('name="when" value="')[1].split('"')[0]


def test_a_date_that_is_typed_counts_whatever_is_still_ticked_above_it(
    alice: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    client = sign_in(alice)
    ticked = first_offered(client, lead)
    day = (dt.datetime.now(dt.UTC) + dt.timedelta(days=30)).date()
    client.post(f"/leads/{lead.id}/date/", {"when": ticked, "on": day.isoformat(), "at": "10:30"})
    assert fresh(lead).next_due_at.astimezone(dt.UTC).date() == day  # type: ignore[union-attr]


def test_a_date_that_cannot_be_read_is_not_replaced_by_what_is_ticked(
    alice: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    client = sign_in(alice)
    ticked = first_offered(client, lead)
    refused = client.post(f"/leads/{lead.id}/date/", {"when": ticked, "on": "31.31.2026"})
    assert refused.status_code == 422
    assert "Enter a valid date" in refused.content.decode()
    assert fresh(lead).next_due_at == lead.next_due_at


def test_won_needs_its_proof(alice: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    lead = make_lead()
    client = sign_in(alice)
    refused = client.post(f"/leads/{lead.id}/won/", {"value": "", "order_reference": ""})
    assert refused.status_code == 422
    assert fresh(lead).is_open
    client.post(f"/leads/{lead.id}/won/", {"value": "1200", "order_reference": "PO 7"})
    assert fresh(lead).closure.kind == "won"  # type: ignore[union-attr]


def test_hand_over(alice: Someone, bob: Someone, make_lead: MakeLead, sign_in: SignIn) -> None:
    lead = make_lead()
    sign_in(alice).post(f"/leads/{lead.id}/hand-over/", {"to": str(bob.member.id), "why": "knows them"})
    assert fresh(lead).owner_id == bob.member.id


def test_a_dialog_gets_the_form_without_the_frame(
    alice: Someone, make_lead: MakeLead, sign_in: SignIn
) -> None:
    lead = make_lead()
    page = (
        sign_in(alice)
        .get(f"/leads/{lead.id}/date/", headers={"hx-request": "true", "hx-target": "dialog-body"})
        .content.decode()
    )
    assert "<html" not in page
    assert 'name="when"' in page
