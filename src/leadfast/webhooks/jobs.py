"""The sweeps of webhooks: sending what is due, and forgetting old deliveries."""

import datetime as dt
import time
import uuid
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from leadfast.foundation import clock, stopping, wake
from leadfast.webhooks import reaching
from leadfast.webhooks.actions import delivering
from leadfast.webhooks.actions.delivering import Message
from leadfast.webhooks.actions.subscribing import SWEEP
from leadfast.webhooks.models import Delivery
from leadfast.webhooks.reaching import Answer
from leadfast.workspaces import guard, sweeping
from leadfast.workspaces.sweeping import Outcome

# So many of one subscription in one sweep: a slow address keeps a thread, never the others.
EACH: Final = 20
BATCH: Final = 400
AT_ONCE: Final = 8
#: Whoever takes longer for theirs gets the rest in the next sweep: the others wait for this one to end.
PATIENCE_S: Final = 15.0
KEPT: Final = dt.timedelta(days=30)

_DUE: Final = """
SELECT workspace_id, id FROM (
    SELECT workspace_id, id, due_at,
        row_number() OVER (PARTITION BY workspace_id, subscription_id ORDER BY due_at, id) AS n
    FROM (
        SELECT workspace_id, id, subscription_id, due_at FROM webhooks_delivery
        WHERE due_at <= %(as_of)s ORDER BY due_at LIMIT 10000
    ) AS soon
) AS due
WHERE n <= %(each)s ORDER BY due_at LIMIT %(most)s
"""
_OLD: Final = """
SELECT workspace_id, id FROM webhooks_delivery
WHERE due_at IS NULL AND created_at < %(before)s ORDER BY created_at LIMIT 5000
"""


def deliver(*, as_of: dt.datetime) -> Outcome:
    """Send what is due, one address after the other in each thread. Safe beside itself: rows are claimed."""
    due = sweeping.find(_DUE, {"as_of": as_of, "each": EACH, "most": BATCH})
    outcome = sweeping.Outcome()
    for workspace_id, ids in sweeping.by_workspace(due):
        if stopping.asked():
            break
        messages = delivering.claim(workspace_id=workspace_id, delivery_ids=ids, as_of=as_of)
        answers = _send(messages)
        delivering.settle(
            workspace_id=workspace_id,
            answers=answers,
            not_tried=[one.delivery_id for one in messages if one.delivery_id not in answers],
        )
        outcome.done += len(answers)
    if outcome.done and len(due) >= EACH:
        wake.up(SWEEP)
    return outcome


def forget(*, as_of: dt.datetime) -> Outcome:
    """The log goes back thirty days."""
    return sweeping.each_batch(sweeping.find(_OLD, {"before": as_of - KEPT}), _forget)


def _forget(workspace_id: uuid.UUID, ids: list[uuid.UUID]) -> None:
    with guard.scope(workspace_id):
        Delivery.objects.filter(id__in=ids, due_at=None).delete()


def _send(messages: Sequence[Message]) -> dict[uuid.UUID, Answer]:
    by_address: dict[uuid.UUID, list[Message]] = defaultdict(list)
    for message in messages:
        by_address[message.subscription_id].append(message)
    answers: dict[uuid.UUID, Answer] = {}
    if by_address:
        with ThreadPoolExecutor(min(AT_ONCE, len(by_address)), "webhooks") as pool:
            for found in pool.map(_send_in_order, by_address.values()):
                answers |= found
    return answers


def _send_in_order(messages: Sequence[Message]) -> dict[uuid.UUID, Answer]:
    """Until there is no answer: then the rest would only wait for the same silence. Slow answers end it too."""
    began = time.monotonic()
    answers: dict[uuid.UUID, Answer] = {}
    for message in messages:
        headers = message.headers(int(clock.now().timestamp()))
        answer = reaching.post(message.url, body=message.body, headers=headers)
        answers[message.delivery_id] = answer
        slow = time.monotonic() - began > PATIENCE_S
        if answer.status is None or slow or stopping.asked():
            break
    return answers
