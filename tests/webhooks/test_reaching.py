"""Where webhooks may not go."""

import pytest

from leadfast.webhooks import actions as webhooks
from leadfast.webhooks import reaching
from leadfast.webhooks.errors import AddressInside, AddressUnfit, AddressUnknown, KindUnknown
from leadfast.webhooks.models import Subscription
from leadfast.workspaces import guard
from tests.fixtures import Someone


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://10.0.0.8/hook", "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data", "https://[::1]/", "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[2002:7f00:1::]/", "https://0.0.0.0/", "https://224.0.0.1/",
        "https://100.64.0.1/",
    ],
)  # fmt: skip
def test_not_inside_the_network(url: str) -> None:
    with pytest.raises(AddressInside):
        reaching.check(url)
    answer = reaching.post(url, body=b"{}", headers={})
    assert (answer.status, answer.error) == (None, AddressInside().sentence)


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8/", "ftp://8.8.8.8/", "https://", "nonsense", "https://user:word@8.8.8.8/",
        "https://8.8.8.8:99999/", "https://8.8.8.8/a b", "https://8.8.8.8/\r\nx", "https://8.8.8.8/" + "a" * 500,
        "https://[8.8.8.8/",
    ],
)  # fmt: skip
def test_not_to_what_is_no_address_of_a_webhook(url: str) -> None:
    with pytest.raises(AddressUnfit):
        reaching.check(url)


def test_not_to_a_name_that_leads_nowhere() -> None:
    with pytest.raises(AddressUnknown):
        reaching.check("https://nowhere.invalid/hook")


def test_a_public_address_is_fit() -> None:
    reaching.check("https://8.8.8.8/hook")


def test_a_refused_subscription_changes_nothing(bob: Someone) -> None:
    with pytest.raises(AddressInside):
        webhooks.subscribe(url="https://127.0.0.1/", by=bob.actor)
    with pytest.raises(KindUnknown):
        webhooks.subscribe(url="https://8.8.8.8/", kinds=["rescue_finished"], by=bob.actor)
    with guard.scope(bob.actor.workspace_id):
        assert not Subscription.objects.exists()
