"""A page that shows a secret once is reloaded: nothing is made a second time."""

from typing import Any

import pytest

from leadfast.capture.models import CallFeed, Inlet, Kiosk
from leadfast.webhooks.models import Subscription
from leadfast.workspaces import guard
from leadfast.workspaces.models import Token
from tests.fixtures import Someone
from tests.web.conftest import SignIn

MAKING: list[tuple[str, dict[str, str], Any]] = [
    ("/settings/inlets/", {"name": "Zapier", "kind": "bearer"}, Inlet),
    ("/settings/calls/", {"name": "Office", "kind": "signed"}, CallFeed),
    ("/settings/kiosks/", {"name": "Door"}, Kiosk),
    ("/settings/tokens/", {"name": "Shop", "scopes": "read", "days": ""}, Token),
    ("/settings/webhooks/", {"url": "http://127.0.0.1:9/hook"}, Subscription),
]


@pytest.mark.parametrize(
    ("path", "typed", "table"), MAKING, ids=[path.split("/")[2] for path, _, _ in MAKING]
)
def test_sent_again_it_makes_no_other(
    sign_in: SignIn,
    bob: Someone,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    typed: dict[str, str],
    table: Any,
) -> None:
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    browser = sign_in(bob)
    once = browser.get(path).content.decode().partition('name="once" value="')[2].partition('"')[0]
    sent = {**typed, "once": once}
    if table is Token:
        sent["member"] = str(bob.member.id)
    # Refused and put right, the same form may be sent once more.
    assert browser.post(path, {"once": once, "name": "", "url": ""}).status_code == 422
    assert browser.post(path, sent).status_code == 200
    again = browser.post(path, sent, follow=True)
    assert "It was made already" in again.content.decode()
    with guard.scope(bob.actor.workspace_id):
        assert table.objects.count() == 1
