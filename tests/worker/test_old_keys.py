"""A day after a key was renewed nothing is kept of the one before; what still goes on stays."""

import datetime as dt

import pytest

from leadfast.foundation import clock
from leadfast.webhooks import actions as webhooks
from leadfast.webhooks.models import Subscription
from leadfast.worker import old_keys
from leadfast.workspaces import guard
from leadfast.workspaces.models import TenantModel
from tests.fixtures import Someone
from tests.promises.attacks import found
from tests.promises.test_renewed_keys import A_DAY_LATER, NOW, Way

CHECK = "worker.old_keys_are_forgotten"


def kept(row: TenantModel) -> list[object]:
    """What is kept of the key before."""
    with guard.scope(row.workspace_id):
        row.refresh_from_db()
    names = ("old_hash", "old_secret_sealed", "old_sealed_secret", "old_until")
    return [value for name in names if (value := getattr(row, name, None))]


@pytest.mark.parametrize("kind", ["kiosk", "token", "feed", "open", "signed"])
def test_of_a_key_before_nothing_is_kept_when_its_day_is_over(kind: str, bob: Someone) -> None:
    with clock.frozen(NOW):
        way = Way(kind, bob)
        second = way.renew()
    old_keys.forget(as_of=A_DAY_LATER - dt.timedelta(seconds=1))
    assert kept(way.row)
    later = A_DAY_LATER + dt.timedelta(days=1, minutes=1)
    with clock.frozen(later):
        assert found(CHECK) == 1
        for _ in range(2):
            assert old_keys.forget(as_of=later).poisoned == []
        assert kept(way.row) == []
        assert found(CHECK) == 0
        assert way.opens(second)
        assert not way.opens(way.first)
        # It can be renewed again, and the one in use goes on.
        way.renew()
        assert way.opens(second)
        old_keys.forget(as_of=later)
        assert kept(way.row)


def test_of_the_secret_of_a_webhook_as_well(bob: Someone) -> None:
    with clock.frozen(NOW):
        made, _ = webhooks.subscribe(url="https://93.184.215.14/in", kinds=["lead_opened"], by=bob.actor)
        webhooks.renew_secret(subscription_id=made.id, by=bob.actor)
    assert kept(made)
    with clock.frozen(A_DAY_LATER + dt.timedelta(days=2)):
        assert found(CHECK) == 1
        old_keys.forget(as_of=A_DAY_LATER)
        assert (kept(made), found(CHECK)) == ([], 0)
    with guard.scope(made.workspace_id):
        assert Subscription.objects.get().sealed_secret


def test_another_workspace_keeps_what_goes_on_there(bob: Someone, charlie: Someone) -> None:
    with clock.frozen(NOW):
        first = Way("kiosk", bob)
        first.renew()
    with clock.frozen(NOW + dt.timedelta(hours=5)):
        other = Way("kiosk", charlie)
        other.renew()
    old_keys.forget(as_of=A_DAY_LATER)
    assert (kept(first.row), bool(kept(other.row))) == ([], True)
