"""Claiming deliveries, and settling them by what the other side answered.

Nothing is held open while the other side is waited for: claimed and committed, sent, settled.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson
from django.db import connection

from leadfast.foundation import clock, secrets
from leadfast.history import actions as history
from leadfast.history.models import RecordedFact
from leadfast.webhooks import facts, rules
from leadfast.webhooks.actions.subscribing import SECRET_PURPOSE, host_of
from leadfast.webhooks.models import Delivery, Subscription
from leadfast.webhooks.reaching import Answer
from leadfast.workspaces import actor, guard, keys

# Longer than the longest exchange with one address: a delivery whose worker died comes back then.
LEASE: Final = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery, ready to be sent: nothing more is read from the database for it."""

    delivery_id: uuid.UUID
    subscription_id: uuid.UUID
    url: str
    # The one that counts, and the one before while it goes on.
    secrets: tuple[str, ...]
    body: bytes

    def headers(self, timestamp: int) -> dict[str, str]:
        """As Standard Webhooks names them."""
        message_id = f"msg_{self.delivery_id.hex}"
        return {
            "content-type": "application/json",
            "user-agent": "Leadfast-Webhooks/1",
            "webhook-id": message_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(
                rules.signature(secret, message_id=message_id, timestamp=timestamp, body=self.body)
                for secret in self.secrets
            ),
        }


_CLAIM: Final = """
UPDATE webhooks_delivery AS one SET due_at = %(until)s, attempts = attempts + 1, tried_at = %(now)s
FROM (
    SELECT id FROM webhooks_delivery
    WHERE workspace_id = %(workspace)s AND id = ANY (%(ids)s) AND due_at <= %(as_of)s
    ORDER BY due_at, id FOR UPDATE SKIP LOCKED
) AS due
WHERE one.workspace_id = %(workspace)s AND one.id = due.id
RETURNING one.id
"""


def claim(*, workspace_id: uuid.UUID, delivery_ids: Sequence[uuid.UUID], as_of: dt.datetime) -> list[Message]:
    """Take those of these that are still due, for the length of a lease, oldest first."""
    now = clock.now()
    with guard.writing(actor.system(workspace_id)):
        with connection.cursor() as cursor:
            cursor.execute(
                _CLAIM,
                {
                    "workspace": workspace_id,
                    "ids": list(delivery_ids),
                    "as_of": as_of,
                    "now": now,
                    "until": now + LEASE,
                },
            )
            claimed = [row[0] for row in cursor.fetchall()]
        rows = list(
            Delivery.objects.select_related("subscription")
            .filter(id__in=claimed)
            .order_by("created_at", "id")
        )
        told = RecordedFact.objects.in_bulk({row.fact_id for row in rows if row.fact_id})
        messages = [_message(row, told, now) for row in rows if row.subscription.is_told]
        # Ended or dead in the meantime.
        _give_up([row.id for row in rows if not row.subscription.is_told], now, "It is told no more.")
    return messages


def settle(
    *, workspace_id: uuid.UUID, answers: Mapping[uuid.UUID, Answer], not_tried: Sequence[uuid.UUID] = ()
) -> None:
    """Write down what was answered, when it is tried again, and whether the address is dead.

    ``not_tried``: the address did not answer a message before these, so they wait a little as they were.
    """
    now = clock.now()
    with guard.writing(actor.system(workspace_id)):
        rows = Delivery.objects.select_for_update().select_related("subscription")
        by_subscription: dict[uuid.UUID, list[Delivery]] = {}
        for row in rows.filter(id__in=[*answers, *not_tried]).order_by("id"):
            by_subscription.setdefault(row.subscription_id, []).append(row)
        for subscription_id, same in by_subscription.items():
            kinds = [_settle_one(row, answers.get(row.id), now) for row in same]
            Delivery.objects.bulk_update(same, _SETTLED)
            _judge_address(subscription_id, kinds, now)


_SETTLED: Final = ("due_at", "attempts", "status", "error", "took_ms", "delivered_at", "gave_up_at")


def _settle_one(row: Delivery, answer: Answer | None, now: dt.datetime) -> str:
    if answer is None:
        row.attempts -= 1
        row.due_at = now + rules.RETRIES[0]
        return "not_tried"
    # Sent again while this try was under way: it counts as the first of the new ones.
    since = max(1, row.attempts - row.attempts_before)
    verdict = rules.judge(answer.status, attempts=since, now=now)
    row.status, row.error, row.took_ms = answer.status, answer.error[:300], answer.took_ms
    row.due_at = verdict.due_at
    if verdict.kind == "delivered":
        row.delivered_at = now
    elif verdict.kind != "again":
        row.gave_up_at = now
    return verdict.kind


def _judge_address(subscription_id: uuid.UUID, kinds: Sequence[str], now: dt.datetime) -> None:
    one = Subscription.objects.select_for_update(no_key=True).get(id=subscription_id)
    if "gone" in kinds:
        _die(one, "It answered 410 Gone: it wants nothing more.", now)
        return
    if "delivered" in kinds:
        one.failing_since = None
    elif set(kinds) & {"again", "gave_up"}:
        one.failing_since = one.failing_since or now
        if now - one.failing_since >= rules.DEAD_AFTER:
            _die(one, f"It took nothing for {rules.DEAD_AFTER.days} days.", now)
            return
    one.save(update_fields=["failing_since"])


def _die(one: Subscription, why: str, now: dt.datetime) -> None:
    if not one.is_told:
        return
    one.dead_since, one.dead_why = now, why
    one.failing_since = one.failing_since or now
    one.save(update_fields=["dead_since", "dead_why", "failing_since"])
    waiting = Delivery.objects.filter(subscription_id=one.id, due_at__isnull=False)
    waiting.update(due_at=None, gave_up_at=now, error="The address was switched off.")
    history.record(
        facts.SubscriptionDied(one.id, host_of(one), why), by=actor.system(one.workspace_id), at=now
    )


def _give_up(delivery_ids: Sequence[uuid.UUID], now: dt.datetime, why: str) -> None:
    if delivery_ids:
        Delivery.objects.filter(id__in=delivery_ids).update(due_at=None, gave_up_at=now, error=why)


def _message(row: Delivery, told: Mapping[uuid.UUID, RecordedFact], now: dt.datetime) -> Message:
    fact = told.get(row.fact_id) if row.fact_id else None
    one = row.subscription
    body = {
        "type": row.kind,
        "timestamp": written_at(fact.at if fact else now),
        "data": said(fact) if fact else {"workspace_id": str(row.workspace_id)},
    }
    sealed = [one.sealed_secret]
    if keys.goes_on(one.old_until, now):
        sealed.append(one.old_sealed_secret)
    signed_with = tuple(secrets.unseal(text, purpose=SECRET_PURPOSE) for text in sealed)
    return Message(row.id, one.id, one.url, signed_with, orjson.dumps(body))


def said(fact: RecordedFact) -> dict[str, object]:
    """A fact as other programs read it, here and in the API."""
    return {
        "id": str(fact.id),
        "kind": fact.kind,
        "at": written_at(fact.at),
        "workspace_id": str(fact.workspace_id),
        "lead_id": str(fact.lead_id) if fact.lead_id else None,
        "person_id": str(fact.person_id) if fact.person_id else None,
        "by": fact.actor_kind,
        "member_id": str(fact.member_id) if fact.member_id else None,
        "body": fact.body,
    }


def written_at(at: dt.datetime) -> str:
    """RFC 3339, in UTC."""
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
