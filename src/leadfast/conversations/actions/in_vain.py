"""Calls in vain, each with the step it asked for: should it turn out to have been answered, that is withdrawn."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.db import connection

from leadfast.conversations.models import Call
from leadfast.workspaces.actor import Actor

# What was planned for the lead since then, in this very transaction, and by no cadence: its lead is held, so that
# nobody else has planned anything for it meanwhile.
_REMEMBER: Final = """
UPDATE conversations_call AS call
SET asked_for_id = step.id
FROM unnest(%(calls)s::uuid[], %(since)s::timestamptz[]) AS planned (id, since), leads_step AS step
WHERE call.workspace_id = %(workspace)s AND call.id = planned.id
  AND step.workspace_id = call.workspace_id AND step.lead_id = call.lead_id AND step.state = 'pending'
  AND step.created_at >= planned.since AND step.touch_id IS NULL AND NOT step.by_assistant
  AND step.kind = ANY (CASE WHEN call.incoming THEN ARRAY['answer', 'first_response'] ELSE ARRAY['call'] END)
"""


def remember(since: Mapping[Call, dt.datetime], *, by: Actor) -> None:
    """Write down which step each call asked for that was in vain, of those planned since the moment given."""
    calls = [call for call in since if call.outcome in ("no_answer", "voicemail")]
    if not calls:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _REMEMBER,
            {
                "workspace": by.workspace_id,
                "calls": [call.id for call in calls],
                "since": [since[call] for call in calls],
            },
        )
