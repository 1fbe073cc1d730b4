"""The numbers in the navigation, each counted up to a limit over an index: they cost the same at any size."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection

from leadfast.workspaces.models import Member

_LIMIT = 1000
_COUNTS = """
SELECT
    (SELECT count(*) FROM (
        SELECT 1 FROM leads_step
        WHERE workspace_id = %(workspace)s AND owner_id = %(owner)s AND state = 'pending' AND NOT by_assistant
          AND block = ANY (%(blocks)s) AND due_at < %(now)s LIMIT %(limit)s) AS late),
    (SELECT count(*) FROM (
        SELECT 1 FROM leads_step
        WHERE workspace_id = %(workspace)s AND owner_id = %(owner)s AND state = 'pending' AND NOT by_assistant
          AND block = 2 LIMIT %(limit)s) AS replies),
    (SELECT count(*) FROM (
        SELECT 1 FROM leads_giveup
        WHERE %(decides)s AND workspace_id = %(workspace)s AND decided_at IS NULL AND withdrawn_at IS NULL
        LIMIT %(limit)s) AS asked),
    (SELECT count(*) FROM (
        SELECT 1 FROM accountability_notice
        WHERE workspace_id = %(workspace)s AND member_id = %(owner)s AND read_at IS NULL LIMIT %(limit)s) AS unread),
    -- What waits for them to say what it is: arrivals, messages in their own mailbox, and calls to nobody we know.
    (SELECT count(*) FROM (
        SELECT 1 FROM capture_arrival
        WHERE workspace_id = %(workspace)s AND waits_for_id = %(owner)s AND settlement = 'waiting'
        LIMIT %(limit)s) AS waits)
    + (SELECT count(*) FROM (
        SELECT 1 FROM conversations_unmatched
        WHERE workspace_id = %(workspace)s AND owner_id = %(owner)s AND settled_at IS NULL
        LIMIT %(limit)s) AS doubts)
    + (SELECT count(*) FROM (
        SELECT waits_for_id FROM capture_callrecord
        WHERE workspace_id = %(workspace)s AND due_at IS NOT NULL ORDER BY due_at LIMIT %(limit)s) AS ringing
        WHERE waits_for_id = %(owner)s),
    (SELECT count(*) FROM (
        SELECT 1 FROM capture_arrival
        WHERE workspace_id = %(workspace)s AND waits_for_id = %(owner)s AND settlement = 'waiting'
          AND due_at < %(now)s LIMIT %(limit)s) AS waits_late)
    + (SELECT count(*) FROM (
        SELECT 1 FROM conversations_unmatched
        WHERE workspace_id = %(workspace)s AND owner_id = %(owner)s AND settled_at IS NULL
          AND due_at < %(now)s LIMIT %(limit)s) AS doubts_late)
    + (SELECT count(*) FROM (
        SELECT waits_for_id FROM capture_callrecord
        WHERE workspace_id = %(workspace)s AND due_at < %(now)s ORDER BY due_at LIMIT %(limit)s) AS ringing_late
        WHERE waits_for_id = %(owner)s)
"""


def of(member: Member, now: dt.datetime) -> Mapping[str, tuple[int, bool]]:
    """By path: how many, and whether the number is about lateness."""
    values: dict[str, Any] = {"workspace": member.workspace_id, "owner": member.id, "now": now, "limit": _LIMIT,
              "decides": member.decides, "blocks": [1, 2, 3, 4, 5]}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        late, replies, asked, unread, waits, waits_late = cursor.fetchone() or (0, 0, 0, 0, 0, 0)
    return {
        "/today/": (late, True),
        "/responses/": (replies, False),
        "/give-ups/": (asked, False),
        "/notices/": (unread, False),
        "/triage/": (waits_late, True) if waits_late else (waits, False),
    }
