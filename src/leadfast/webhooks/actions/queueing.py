"""A fact becomes deliveries, in its own transaction: what is committed is told, what is rolled back is not."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from leadfast.foundation import wake
from leadfast.history.facts import Happening
from leadfast.webhooks.actions.subscribing import SWEEP

# The facts were written a moment ago in this transaction; their kind and time find them by an index
# (fact_by_kind). A fact that was found before, because two share a moment, is not told twice.
_PLAN: Final = """
INSERT INTO webhooks_delivery
    (workspace_id, id, subscription_id, fact_id, kind, created_at, due_at, attempts, error)
SELECT told.workspace_id, leadfast_uuid7(%(now)s), told.id, fact.id, fact.kind, %(now)s, %(now)s, 0, ''
FROM webhooks_subscription AS told
JOIN history_recordedfact AS fact
    ON fact.workspace_id = told.workspace_id AND fact.kind = %(kind)s AND fact.at = ANY (%(at)s)
WHERE told.workspace_id = %(workspace)s AND told.dead_since IS NULL AND told.ended_at IS NULL
    AND (told.kinds = '{}' OR %(kind)s = ANY (told.kinds))
ON CONFLICT (workspace_id, subscription_id, fact_id) DO NOTHING
"""
# Every fact asks this, and nearly every workspace has no subscription.
_ANYBODY: Final = """
SELECT 1 FROM webhooks_subscription
WHERE workspace_id = %(workspace)s AND dead_since IS NULL AND ended_at IS NULL
    AND (kinds = '{}' OR %(kind)s = ANY (kinds)) LIMIT 1
"""


def on_facts(happenings: Sequence[Happening]) -> None:
    """Plan a delivery for each subscription that wants these (all of one kind). Named in config/reactions.py."""
    first = happenings[0]
    wanted: dict[str, Any] = {"workspace": first.by.workspace_id, "kind": first.fact.kind}
    with connection.cursor() as cursor:
        cursor.execute(_ANYBODY, wanted)
        if cursor.fetchone() is None:
            return
        at = sorted({one.at for one in happenings})
        cursor.execute(_PLAN, {**wanted, "at": at, "now": at[-1]})
        planned = cursor.rowcount
    if planned:
        wake.up(SWEEP)
