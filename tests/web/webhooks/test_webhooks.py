"""Webhooks: added with a secret shown once, tested, sent again, ended."""

import pytest

from leadfast.webhooks.models import Delivery, Subscription
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.web.conftest import SignIn

HERE = "/settings/webhooks/"


@pytest.fixture
def made(bob: Someone, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> Subscription:
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    page = sign_in(bob).post(HERE, {"url": "http://127.0.0.1:9/hook", "kinds": ["lead_won"]})
    assert "whsec_" in page.content.decode()
    with guard.scope(bob.actor.workspace_id):
        return Subscription.objects.get()


def test_one_is_tested_sent_again_and_ended(bob: Someone, sign_in: SignIn, made: Subscription) -> None:
    browser, here = sign_in(bob), f"{HERE}{made.id}/"
    assert "whsec_" not in browser.get(here).content.decode()
    assert "/hook" in browser.get(HERE).content.decode()
    assert browser.post(f"{here}test/").status_code == 302
    with guard.scope(bob.actor.workspace_id):
        delivery = Delivery.objects.get()
    assert "A test" in browser.get(here).content.decode()
    assert browser.post(f"{HERE}deliveries/{delivery.id}/resend/").status_code == 302
    renewed = browser.post(f"{here}new-key/").content.decode()
    assert "whsec_" in renewed
    assert "signed with both secrets: the old one goes on until" in renewed
    assert browser.post(f"{here}cut/").status_code == 302
    assert "both secrets" not in browser.get(here).content.decode()
    assert browser.post(f"{here}end/").status_code == 302
    assert "/hook" not in browser.get(HERE).content.decode()


def test_the_log_keeps_how_often_it_failed_when_it_is_sent_again(
    bob: Someone, sign_in: SignIn, made: Subscription
) -> None:
    browser, here = sign_in(bob), f"{HERE}{made.id}/"
    browser.post(f"{here}test/")
    with guard.scope(bob.actor.workspace_id):
        Delivery.objects.update(attempts=3, error="It answered 500.")
        delivery = Delivery.objects.get()
    browser.post(f"{HERE}deliveries/{delivery.id}/resend/")
    shown = browser.get(here).content.decode()
    assert "It answered 500." in shown
    assert "3 tries" in shown


def test_a_stranger_finds_nothing(
    charlie: Someone, bob: Someone, sign_in: SignIn, made: Subscription
) -> None:
    stranger, here = sign_in(charlie), f"{HERE}{made.id}/"
    assert stranger.get(here).status_code == 404
    for verb in ("end", "revive", "test", "new-key", "cut"):
        assert stranger.post(f"{here}{verb}/").status_code == 404
    with guard.scope(bob.actor.workspace_id):
        assert Subscription.objects.get().ended_at is None
        assert not Delivery.objects.exists()


def test_an_address_inside_is_refused_in_the_form(bob: Someone, sign_in: SignIn) -> None:
    answer = sign_in(bob).post(HERE, {"url": "https://127.0.0.1/"})
    assert answer.status_code == 422
    assert "inside our own network" in answer.content.decode()
