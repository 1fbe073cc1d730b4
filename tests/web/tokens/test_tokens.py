"""Tokens are shown once, and revoked."""

from leadfast.workspaces import guard, tokens
from leadfast.workspaces.models import Token
from tests.fixtures import Someone
from tests.web.conftest import SignIn

HERE = "/settings/tokens/"


def test_a_token_is_shown_once_and_works(bob: Someone, alice: Someone, sign_in: SignIn) -> None:
    browser = sign_in(bob)
    sent = {"name": "Shop", "member": str(alice.member.id), "scopes": ["read", "receive"], "days": "90"}
    page = browser.post(HERE, sent).content.decode()
    text = "lf_" + page.partition('value="lf_')[2].partition('"')[0]
    assert tokens.find(text).member_id == alice.member.id
    again = browser.get(HERE).content.decode()
    assert text not in again
    assert "Shop" in again


def test_without_a_scope_nothing_is_made(bob: Someone, sign_in: SignIn) -> None:
    answer = sign_in(bob).post(HERE, {"name": "Shop", "member": str(bob.member.id), "days": ""})
    assert answer.status_code == 422
    assert "Tick at least one thing that it may do." in answer.content.decode()
    with guard.scope(bob.actor.workspace_id):
        assert not Token.objects.exists()


def test_revoking_is_the_admins_own(bob: Someone, charlie: Someone, sign_in: SignIn) -> None:
    made, _ = tokens.make(name="Shop", member_id=bob.member.id, scopes=["read"], by=bob.actor)
    assert sign_in(charlie).post(f"{HERE}{made.id}/revoke/").status_code == 404
    assert sign_in(bob).post(f"{HERE}{made.id}/revoke/").status_code == 302
    assert "revoked" in sign_in(bob).get(HERE).content.decode()
