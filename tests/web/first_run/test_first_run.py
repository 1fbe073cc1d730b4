"""From the link in the terminal to the first Today, left and resumed, used twice, and guessed."""

import pytest
from django.test import Client

from leadfast.leads.models import Lead
from leadfast.web.first_run import starting
from leadfast.workspaces import accounts, guard
from leadfast.workspaces.models import Account, Member, Workspace
from tests.fixtures import Someone

YOU = {"name": "Ada Byron", "email": "Ada@Engine.example", "password": "a long sentence"}
TEAM = {
    "name": "Engine Works",
    "country": "GB",
    "zone": "Europe/London",
    "currency": "",
    "customers": "business",
    "postal_address": "",
}


def test_five_minutes(client: Client, db: None) -> None:
    link = accounts.first_run_path()
    assert link
    assert client.get(link).status_code == 200
    assert client.post(link, YOU)["Location"] == "/first-run/workspace/"
    assert client.post("/first-run/workspace/", TEAM)["Location"] == "/first-run/mailbox/"
    assert "Connect your mailbox" in client.get("/first-run/mailbox/").content.decode()
    rows = {"who_1": "Grace Hopper", "reach_1": "grace@navy.example", "who_2": "Beacon Dental", "reach_2": ""}
    assert client.post("/first-run/leads/", rows)["Location"] == "/today/"

    account = Account.objects.get()
    with guard.as_account(account.id):
        member = Member.objects.get()
        assert member.role == "admin"
    with guard.scope(member.workspace_id):
        workspace = Workspace.objects.get()
        assert workspace.currency == "GBP", "the money of the country, unless another was chosen"
        assert not workspace.tracks_opens, "off where consent is needed, until somebody asks for it"
        found = {lead.label: lead for lead in Lead.objects.all()}
        assert found.keys() == {"Grace Hopper", "Beacon Dental"}
        assert found["Beacon Dental"].is_incomplete
        assert all(lead.next_step_id and lead.source == starting.SOURCE for lead in found.values())


def test_the_link_works_once(client: Client, db: None) -> None:
    link = accounts.first_run_path()
    assert link
    client.post(link, YOU)
    assert accounts.first_run_path() is None
    second = Client().post(link, {**YOU, "email": "eve@engine.example"})
    assert second.status_code == 404
    assert Account.objects.count() == 1


def test_a_guessed_link_opens_nothing(client: Client, db: None) -> None:
    assert client.post("/first-run/founder.AAAAAAAAAAAAAAAAAAAAAA/", YOU).status_code in (404, 409)
    assert not Account.objects.exists()


def test_left_half_way_it_goes_on_where_it_was(client: Client, db: None) -> None:
    link = accounts.first_run_path()
    assert link
    client.post(link, YOU)
    again = Client()
    again.post("/sign-in/", {"login": "ada@engine.example", "password": YOU["password"]})
    assert again.get("/today/")["Location"] == "/first-run/workspace/"
    again.post("/first-run/workspace/", TEAM)
    assert again.get("/first-run/workspace/")["Location"] == "/first-run/mailbox/"
    with guard.as_account(Account.objects.get().id):
        assert Member.objects.count() == 1


@pytest.mark.parametrize("missing", ["name", "country", "zone"])
def test_what_is_missing_is_said_and_nothing_is_founded(client: Client, db: None, missing: str) -> None:
    link = accounts.first_run_path()
    assert link
    client.post(link, YOU)
    answer = client.post("/first-run/workspace/", {**TEAM, missing: ""})
    assert answer.status_code == 422
    with guard.as_account(Account.objects.get().id):
        assert not Member.objects.exists()


def test_a_stranger_with_an_account_founds_nothing(client: Client, alice: Someone) -> None:
    client.force_login(Account.objects.create_user("nobody@nowhere.example", "correct horse"))
    assert client.post("/first-run/workspace/", TEAM).status_code == 404
