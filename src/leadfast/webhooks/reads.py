"""Questions about subscriptions and their log. All inside a scope."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from leadfast.webhooks.errors import SubscriptionNotFound
from leadfast.webhooks.models import Delivery, Subscription

PAGE = 50


@dataclass(frozen=True, slots=True)
class Log:
    """A page of a subscription's deliveries, newest first, and where the next begins."""

    deliveries: Sequence[Delivery]
    before: uuid.UUID | None


def subscriptions() -> list[Subscription]:
    """Those that are not ended, newest first."""
    return list(Subscription.objects.filter(ended_at=None).order_by("-created_at", "-id"))


def subscription(subscription_id: uuid.UUID) -> Subscription:
    """One of them, ended or not."""
    found = Subscription.objects.filter(id=subscription_id).first()
    if found is None:
        raise SubscriptionNotFound
    return found


def log(subscription_id: uuid.UUID, *, before: uuid.UUID | None = None, size: int = PAGE) -> Log:
    """What was sent to one of them."""
    rows = Delivery.objects.filter(subscription_id=subscription_id)
    last = rows.filter(id=before).first() if before else None
    if last is not None:
        rows = rows.filter(Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, id__lt=last.id))
    found = list(rows.order_by("-created_at", "-id")[: size + 1])
    return Log(found[:size], found[size - 1].id if len(found) > size else None)


def counts(*, since: dt.datetime) -> dict[uuid.UUID, dict[str, int]]:
    """How many were delivered, wait and were given up since a moment, by subscription."""
    rows = (
        Delivery.objects.filter(created_at__gte=since)
        .values("subscription_id")
        .annotate(
            delivered=Count("id", filter=Q(delivered_at__isnull=False)),
            waiting=Count("id", filter=Q(due_at__isnull=False)),
            gave_up=Count("id", filter=Q(gave_up_at__isnull=False)),
        )
    )
    return {
        row["subscription_id"]: {name: row[name] for name in ("delivered", "waiting", "gave_up")}
        for row in rows
    }
