"""Invitations: a link copied once, accepted once, by a new account or by the one that is there."""

import datetime as dt

import time_machine
from django.test import Client

from leadfast.foundation import clock
from leadfast.workspaces import guard
from leadfast.workspaces.models import Account, Invitation, Member
from tests.fixtures import Someone

DORA = {"name": "Dora", "email": "dora@brightline.example", "role": "rep"}
JOINS = {"name": "Dora Marsh", "password": "a long sentence"}


def invited(client: Client, bob: Someone, **changed: str) -> str:
    """The path of a new invitation's link, as Bob copies it."""
    client.force_login(bob.account)
    assert client.post("/team/invite/", {**DORA, **changed})["Location"] == "/team/link/"
    shown = client.get("/team/link/").content.decode()
    return "/invitation/" + shown.partition("/invitation/")[2].partition('"')[0]


def members(workspace: Someone) -> set[str]:
    with guard.scope(workspace.member.workspace_id):
        return set(Member.objects.filter(left_at=None).values_list("name", flat=True))


def test_a_new_account_joins_and_the_link_is_used_up(client: Client, alice: Someone, bob: Someone) -> None:
    link = invited(client, bob)
    assert client.get("/team/link/").status_code == 404, "the link is shown once"
    dora = Client()
    assert "You will sign in with dora@brightline.example" in dora.get(link).content.decode()
    assert dora.post(link, JOINS)["Location"] == "/today/"
    assert dora.get("/account/").status_code == 200
    assert members(bob) == {"Alice", "Bob", "Dora Marsh"}

    second = Client().post(link, {**JOINS, "name": "Eve"})
    assert second.status_code in (404, 409)
    assert members(bob) == {"Alice", "Bob", "Dora Marsh"}
    assert Account.objects.count() == 3


def test_somebody_with_an_account_joins_with_one_tap(client: Client, bob: Someone, charlie: Someone) -> None:
    link = invited(client, bob, email=charlie.account.email)
    theirs = Client()
    assert "Sign in with it" in theirs.get(link).content.decode()
    assert theirs.post(link, JOINS).status_code == 200, "nobody takes an account over by an invitation"
    assert "Dora Marsh" not in members(bob)
    theirs.force_login(charlie.account)
    assert theirs.post(link)["Location"] == "/today/"
    assert "Dora" in members(bob) or "Charlie" in members(bob)


def test_an_expired_invitation_is_worth_nothing(client: Client, bob: Someone) -> None:
    link = invited(client, bob)
    with time_machine.travel(clock.now() + dt.timedelta(days=15)):
        assert Client().post(link, JOINS).status_code in (404, 409)
    assert members(bob) == {"Bob"}


def test_withdrawn_and_renewed(client: Client, bob: Someone) -> None:
    old = invited(client, bob)
    with guard.scope(bob.member.workspace_id):
        invitation = Invitation.objects.get()
    client.post(f"/team/invitations/{invitation.id}/renew/")
    new = (
        "/invitation/"
        + client.get("/team/link/").content.decode().partition("/invitation/")[2].partition('"')[0]
    )
    assert Client().get(old).status_code in (404, 409)
    assert Client().get(new).status_code == 200
    with guard.scope(bob.member.workspace_id):
        fresh = Invitation.objects.get(withdrawn_at=None)
    client.post(f"/team/invitations/{fresh.id}/withdraw/")
    assert Client().post(new, JOINS).status_code in (404, 409)
    assert members(bob) == {"Bob"}


def test_only_an_admin_invites(client: Client, alice: Someone, bob: Someone) -> None:
    client.force_login(alice.account)
    assert client.post("/team/invite/", DORA).status_code == 403
    with guard.scope(bob.member.workspace_id):
        assert not Invitation.objects.exists()
