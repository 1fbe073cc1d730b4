"""The demo's own page and the line above every page; elsewhere neither exists."""

import datetime as dt
from typing import Any

from django.test import Client

from leadfast.foundation import clock
from leadfast.workspaces.models import Account
from tests.fixtures import Someone

TUESDAY = dt.datetime(2026, 11, 24, 10, 4, tzinfo=dt.UTC)
SAYS = "This is a demo: customers and mails are simulated on this machine; nothing leaves it."


def test_every_page_of_the_demo_says_so_and_which_hour_it_is(
    client: Client, alice: Someone, settings: Any
) -> None:
    settings.DEMO = True
    with clock.frozen(TUESDAY):
        page = client.get("/sign-in/").content.decode()
    assert SAYS in page
    assert "It is Tuesday 10:04 here." in page


def test_outside_the_demo_nothing_says_so(client: Client, alice: Someone, settings: Any) -> None:
    settings.DEMO = False
    assert SAYS not in client.get("/sign-in/").content.decode()


def test_what_is_simulated_is_open_to_visitors_of_the_demo_alone(
    client: Client, db: None, settings: Any
) -> None:
    settings.DEMO = True
    assert "What is simulated" in client.get("/demo/").content.decode()
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404


def test_one_tap_signs_in_as_somebody_of_the_team(client: Client, alice: Someone, settings: Any) -> None:
    settings.DEMO = True
    page = client.get("/sign-in/").content.decode()
    assert "Alice" in page
    answer = client.post(f"/sign-in/as/{alice.account.id}/")
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(alice.account.id)


def test_outside_the_demo_a_tap_signs_nobody_in(client: Client, alice: Someone, settings: Any) -> None:
    settings.DEMO = False
    before = Account.objects.get(id=alice.account.id).last_login
    assert client.post(f"/sign-in/as/{alice.account.id}/").status_code == 404
    assert "_auth_user_id" not in client.session
    assert Account.objects.get(id=alice.account.id).last_login == before
