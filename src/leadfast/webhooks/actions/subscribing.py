"""Who is told: subscribing, ending, switching on again, and sending once more."""

import secrets as random
import uuid
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from leadfast.foundation import clock, secrets, wake
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.webhooks import facts, rules
from leadfast.webhooks.errors import DeliveryNotFound, KindUnknown, SubscriptionNotFound, SubscriptionOff
from leadfast.webhooks.models import Delivery, Subscription
from leadfast.webhooks.reaching import check
from leadfast.workspaces import guard, keys
from leadfast.workspaces.actor import Actor

SECRET_PURPOSE: Final = "webhook secret"  # noqa: S105 (the name of a purpose, not a secret)
SWEEP: Final = "webhooks.deliver"
TEST: Final = "test"


def subscribe(*, url: str, by: Actor, kinds: Sequence[str] = ()) -> tuple[Subscription, str]:
    """Tell this address from now on; returns the subscription and its secret, which is shown once.

    Without ``kinds`` it hears of every public fact. The name in the address is looked up here and again
    before each delivery.
    """
    now = clock.now()
    unknown = set(kinds) - rules.PUBLIC.keys()
    if unknown:
        raise KindUnknown
    check(url.strip())
    secret = rules.written_secret(random.token_bytes(rules.SECRET_BYTES))
    with guard.writing(by):
        made = Subscription.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            url=url.strip(),
            sealed_secret=secrets.seal(secret, purpose=SECRET_PURPOSE),
            kinds=sorted(set(kinds)),
            created_at=now,
            created_by_id=by.member_id,
        )
        history.record(facts.SubscriptionMade(made.id, host_of(made)), by=by, at=now)
    return made, secret


def renew_secret(*, subscription_id: uuid.UUID, by: Actor) -> tuple[Subscription, str]:
    """Another secret, shown once; the one before signs beside it for a day, so that nothing goes unproven."""
    now = clock.now()
    secret = rules.written_secret(random.token_bytes(rules.SECRET_BYTES))
    with guard.writing(by):
        found = _locked(subscription_id)
        if found.old_until is None or not keys.goes_on(found.old_until, now):
            found.old_sealed_secret, found.old_until = found.sealed_secret, now + keys.OLD_FOR
        found.sealed_secret = secrets.seal(secret, purpose=SECRET_PURPOSE)
        found.save(update_fields=["sealed_secret", "old_sealed_secret", "old_until"])
        history.record(facts.SecretRenewed(found.id, host_of(found), found.old_until), by=by, at=now)
    return found, secret


def cut_old_secret(*, subscription_id: uuid.UUID, by: Actor) -> Subscription:
    """The secret before signs nothing from now on. Twice is once."""
    with guard.writing(by):
        found = _locked(subscription_id)
        if found.old_until is not None:
            found.old_sealed_secret, found.old_until = "", None
            found.save(update_fields=["old_sealed_secret", "old_until"])
            history.record(facts.OldSecretCut(found.id, host_of(found)), by=by, at=clock.now())
    return found


def end(*, subscription_id: uuid.UUID, by: Actor) -> Subscription:
    """It is told no more; what was not delivered yet is given up. Twice is once."""
    now = clock.now()
    with guard.writing(by):
        found = _locked(subscription_id)
        if found.ended_at is None:
            found.ended_at, found.ended_by_id = now, by.as_member()
            found.save(update_fields=["ended_at", "ended_by"])
            Delivery.objects.filter(subscription_id=found.id, due_at__isnull=False).update(
                due_at=None, gave_up_at=now, error="The subscription was ended."
            )
            history.record(facts.SubscriptionEnded(found.id, host_of(found)), by=by, at=now)
    return found


def revive(*, subscription_id: uuid.UUID, by: Actor) -> Subscription:
    """Switch a dead subscription on again; what it missed can be sent again from its log."""
    now = clock.now()
    with guard.writing(by):
        found = _locked(subscription_id)
        if found.ended_at is not None:
            raise SubscriptionOff
        if found.dead_since is not None:
            found.dead_since, found.dead_why, found.failing_since = None, "", None
            found.save(update_fields=["dead_since", "dead_why", "failing_since"])
            history.record(facts.SubscriptionRevived(found.id, host_of(found)), by=by, at=now)
    return found


def resend(*, delivery_id: uuid.UUID, by: Actor) -> Delivery:
    """Send this once more, with the same id, whatever became of it before.

    Its waits begin anew; how often it was tried before stays in the log.
    """
    now = clock.now()
    with guard.writing(by):
        delivery = Delivery.objects.select_for_update().filter(id=delivery_id).first()
        if delivery is None:
            raise DeliveryNotFound
        if not _locked(delivery.subscription_id).is_told:
            raise SubscriptionOff
        delivery.due_at, delivery.attempts_before = now, delivery.attempts
        delivery.delivered_at = delivery.gave_up_at = None
        delivery.save(update_fields=["due_at", "attempts_before", "delivered_at", "gave_up_at"])
        wake.up(SWEEP)
    return delivery


def send_test(*, subscription_id: uuid.UUID, by: Actor) -> Delivery:
    """Send a message of the kind *test*, about nobody."""
    now = clock.now()
    with guard.writing(by):
        if not _locked(subscription_id).is_told:
            raise SubscriptionOff
        delivery = Delivery.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            subscription_id=subscription_id,
            kind=TEST,
            created_at=now,
            due_at=now,
        )
        wake.up(SWEEP)
    return delivery


def host_of(subscription: Subscription) -> str:
    """Where it goes, without what may be secret in its path."""
    return urlsplit(subscription.url).hostname or ""


def _locked(subscription_id: uuid.UUID) -> Subscription:
    found = Subscription.objects.select_for_update(no_key=True).filter(id=subscription_id).first()
    if found is None:
        raise SubscriptionNotFound
    return found
