"""*New key* on each settings screen: shown once, with the time until which the old one goes on, cut at once."""

import re
from collections.abc import Callable

import pytest

from leadfast.capture.actions import call_feeds, inlets, kiosks
from leadfast.workspaces import guard, tokens
from leadfast.workspaces.models import Keyed
from tests.fixtures import Someone
from tests.web.conftest import SignIn

Made = Callable[[Someone], Keyed]

SCREENS: dict[str, tuple[str, str, Made, str]] = {
    "kiosk": (
        "/settings/kiosks/",
        "",
        lambda who: kiosks.make_kiosk(name="Door", by=who.actor)[0],
        "/kiosk/",
    ),
    "token": (
        "/settings/tokens/",
        "",
        lambda who: tokens.make(name="Shop", member_id=who.member.id, scopes=["read"], by=who.actor)[0],
        "lf_",
    ),
    "feed": (
        "/settings/calls/",
        "systems/",
        lambda who: call_feeds.make_feed(name="PBX", kind="bearer", by=who.actor)[0],
        "has a new secret",
    ),
    "inlet": (
        "/settings/inlets/",
        "",
        lambda who: inlets.make_inlet(name="Shop", kind="bearer", by=who.actor)[0],
        "has a new key",
    ),
    "address": (
        "/settings/inlets/",
        "",
        lambda who: inlets.make_inlet(name="Shop", kind="open", by=who.actor)[0],
        "/in/",
    ),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_new_key_is_shown_once_and_the_old_one_can_be_cut(
    screen: str, bob: Someone, alice: Someone, charlie: Someone, sign_in: SignIn
) -> None:
    here, between, make, shows = SCREENS[screen]
    row = make(bob)
    at = f"{here}{between}{row.id}/"
    for nobody in (alice, charlie):
        for verb in ("new-key", "cut"):
            assert sign_in(nobody).post(f"{at}{verb}/").status_code in (403, 404)
    boss = sign_in(bob)
    assert boss.get(f"{at}new-key/").status_code == 405
    said = boss.post(f"{at}new-key/", {"once": "a1"}).content.decode()
    assert shows in said
    assert re.search("old (one|secret|key|link) goes on until", said)
    # Sent twice, it is made once: the one that was copied goes on.
    assert boss.post(f"{at}new-key/", {"once": "a1"}).status_code == 302
    listed = boss.get(here).content.decode()
    assert "goes on until" in listed
    assert "Cut the old one now" in listed
    assert "shown only now" not in listed
    assert boss.post(f"{at}cut/").status_code == 302
    listed = boss.get(here).content.decode()
    assert "goes on until" not in listed
    assert "Cut the old one now" not in listed
    assert boss.post(f"{at}cut/").status_code == 404
    with guard.scope(bob.actor.workspace_id):
        assert type(row)._default_manager.get(id=row.id).old_until is None


def test_what_the_other_side_chooses_is_asked_for(bob: Someone, sign_in: SignIn) -> None:
    feed, _, _ = call_feeds.make_feed(name="Twilio", kind="twilio", secret="first", by=bob.actor)
    boss, at = sign_in(bob), f"/settings/calls/systems/{feed.id}/new-key/"
    assert "The new auth token" in boss.get("/settings/calls/").content.decode()
    assert boss.post(at, {"secret": " "}).status_code == 302
    with guard.scope(bob.actor.workspace_id):
        feed.refresh_from_db()
        assert feed.old_until is None
    said = boss.post(at, {"secret": "second"}).content.decode()
    assert "has a new secret" in said
    assert "second" not in said
