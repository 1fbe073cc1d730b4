"""Signing in and out, a new password by a copied link, and the second factor."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from leadfast.workspaces import accounts, guard
from leadfast.workspaces import actions as workspaces
from tests.fixtures import Someone


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def sign_in(client: Client, who: Someone, password: str = "correct horse") -> int:
    return client.post("/sign-in/", {"login": who.account.email, "password": password}).status_code


def confirm(client: Client) -> None:
    """It is still me: asked before the way of signing in is changed."""
    assert client.get("/account/second-factor/on/").status_code == 302
    assert client.post("/account/confirm/", {"password": "correct horse"}).status_code == 302


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_the_right_password_opens_and_the_wrong_one_does_not(client: Client, alice: Someone) -> None:
    assert sign_in(client, alice, "wrong") == 200
    assert "_auth_user_id" not in client.session
    assert sign_in(client, alice) == 302
    assert client.get("/account/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 302


def test_whoever_guesses_is_slowed_down(client: Client, alice: Someone) -> None:
    for _ in range(5):
        sign_in(client, alice, "guess")
    answer = client.post("/sign-in/", {"login": alice.account.email, "password": "correct horse"})
    assert answer.status_code == 200
    assert "Too many tries" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/sign-up/").status_code == 404


def test_a_reset_link_works_once(client: Client, alice: Someone) -> None:
    with guard.scope(alice.member.workspace_id):
        link = accounts.reset_path_for_member(alice.member)
    form = client.get(link, follow=True)
    assert form.request["PATH_INFO"] != link, "the key leaves the address bar at once"
    answer = client.post(
        form.request["PATH_INFO"], {"password1": "a new long one", "password2": "a new long one"}, follow=True
    )
    assert "Your new password works" in answer.content.decode()
    assert sign_in(client, alice) == 200
    assert sign_in(client, alice, "a new long one") == 302
    assert "works no longer" in Client().get(link).content.decode()


def test_an_admin_cannot_take_over_an_account_that_works_elsewhere(alice: Someone, charlie: Someone) -> None:
    with guard.scope(charlie.member.workspace_id):
        workspaces.add_member(
            workspace_id=charlie.member.workspace_id, account=alice.account, name="Alice", role="rep", by=None
        )
    with guard.scope(alice.member.workspace_id), pytest.raises(accounts.WorksElsewhere):
        accounts.reset_path_for_member(alice.member)


def test_second_factor_from_set_up_to_recovery(client: Client, alice: Someone) -> None:
    sign_in(client, alice)
    confirm(client)
    page = client.get("/account/second-factor/on/")
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    refused = client.post("/account/second-factor/on/", {"code": "000000"})
    assert "not right" in refused.content.decode()
    assert not Authenticator.objects.exists()

    done = client.post("/account/second-factor/on/", {"code": code_now(secret)}, follow=True)
    assert "Recovery codes" in done.content.decode()
    kept = Authenticator.objects.get(user=alice.account, type="totp")
    assert secret not in str(kept.data), "the secret is sealed in the database"
    recovery = _codes_of(done.content.decode())

    phone = Client()
    assert sign_in(phone, alice) == 302
    assert phone.get("/account/").status_code == 302, "the password alone is not enough"
    assert "_auth_user_id" not in phone.session
    assert "not right" in phone.post("/sign-in/code/", {"code": "123456"}).content.decode()
    assert phone.post("/sign-in/code/", {"code": recovery[0]}).status_code == 302
    assert phone.get("/account/").status_code == 200

    again = Client()
    sign_in(again, alice)
    again.post("/sign-in/code/", {"code": recovery[0]})
    assert "_auth_user_id" not in again.session, "a recovery code works once"


def test_switching_off_asks_again_after_a_while(client: Client, alice: Someone) -> None:
    sign_in(client, alice)
    confirm(client)
    client.get("/account/second-factor/on/")
    client.post("/account/second-factor/on/", {"code": code_now(client.session["mfa.totp.secret"])})
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - 3600, "reauthenticated": True}
    ]
    session.save()
    asked = client.post("/account/second-factor/off/")
    assert asked.status_code == 302
    assert "/account/confirm/" in asked["Location"]
    assert Authenticator.objects.filter(type="totp").exists()


def test_signing_out_elsewhere_ends_the_other_sessions_only(client: Client, alice: Someone) -> None:
    lost = Client()
    sign_in(lost, alice)
    sign_in(client, alice)
    assert client.post("/account/elsewhere/", {"password": "nope"}).status_code == 422
    assert lost.get("/account/").status_code == 200
    assert client.post("/account/elsewhere/", {"password": "correct horse"}).status_code == 302
    assert client.get("/account/").status_code == 200
    assert lost.get("/account/").status_code == 302


def test_an_open_laptop_does_not_give_the_account_away(client: Client, alice: Someone) -> None:
    sign_in(client, alice)
    moved = {"name": "Alice", "email": "eve@elsewhere.example"}
    assert client.post("/account/", moved)["Location"].startswith("/account/confirm/")
    alice.account.refresh_from_db()
    assert alice.account.email == "alice@brightline.example"
    confirm(client)
    assert client.post("/account/", moved)["Location"] == "/account/"
    alice.account.refresh_from_db()
    assert alice.account.email == "eve@elsewhere.example"


def test_the_demo_door_is_shut_outside_the_demo(client: Client, alice: Someone) -> None:
    assert client.post(f"/sign-in/as/{alice.account.id}/").status_code == 404
    assert "_auth_user_id" not in client.session


def _codes_of(page: str) -> list[str]:
    return [part.partition("</code>")[0] for part in page.split("<code>")[1:]]


def test_where_nobody_works_yet_the_page_says_how_to_begin(client: Client, db: None) -> None:
    assert "Nobody has an account here yet" in client.get("/sign-in/").content.decode()


def test_where_somebody_works_the_leads_wait(client: Client, alice: Someone) -> None:
    assert "Your leads are waiting" in client.get("/sign-in/").content.decode()
