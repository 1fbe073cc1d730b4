"""The sources and campaigns that arrivals name are known from then on, and when each was heard of last."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import connection

from leadfast.capture.models import Campaign, Source
from leadfast.capture.rules.taken import Taken
from leadfast.foundation.contacts import name_key
from leadfast.workspaces.actor import Actor

# A source that sends all day is written to once a minute, not once a lead.
_ONCE_IN: Final = dt.timedelta(minutes=1)

# A gap counts for half of itself after some thirty more, so that one holiday is forgotten in time; the alarm
# comes after one and a half times the longest gap, not before a day and not before five gaps are known.
_HEARD: Final = """
UPDATE capture_source AS source
SET last_arrival_at = %(now)s, silent_since = NULL, heard_times = n.times, longest_gap_hours = n.longest,
    watched_until = CASE
        WHEN source.ended_at IS NOT NULL THEN NULL
        WHEN source.alarm_after_hours IS NOT NULL
            THEN %(now)s::timestamptz + make_interval(hours => source.alarm_after_hours)
        WHEN n.times >= 5 THEN %(now)s::timestamptz + make_interval(secs => 3600 * greatest(24, 1.5 * n.longest))
    END
FROM (
    SELECT id, heard_times + 1 AS times,
           greatest(0.98 * longest_gap_hours,
                    coalesce(extract(epoch FROM %(now)s::timestamptz - last_arrival_at) / 3600, 0)) AS longest
    FROM capture_source WHERE workspace_id = %(workspace)s AND name_key = ANY (%(keys)s)
) AS n
WHERE source.workspace_id = %(workspace)s AND source.id = n.id
  AND (source.last_arrival_at IS NULL OR source.last_arrival_at < %(before)s)
"""


def name(taken: Sequence[Taken], *, by: Actor, now: dt.datetime) -> None:
    """Keep what these name. What a synthetic lead names is of no interest."""
    real = [one for one in taken if not one.is_synthetic]
    sources = {one.found.source or one.source for one in real} - {""}
    campaigns = {one.found.campaign or one.campaign for one in real} - {""}
    Source.objects.bulk_create(
        [
            Source(workspace_id=by.workspace_id, name=shown, name_key=name_key(shown)[:120], created_at=now)
            for shown in sorted(sources)
        ],
        ignore_conflicts=True,
    )
    Campaign.objects.bulk_create(
        [
            Campaign(workspace_id=by.workspace_id, name=shown, name_key=name_key(shown)[:120], created_at=now)
            for shown in sorted(campaigns)
        ],
        ignore_conflicts=True,
    )
    heard = {(one.found.source or one.source) for one in real if one.fresh} - {""}
    if heard:
        with connection.cursor() as cursor:
            cursor.execute(
                _HEARD,
                {
                    "workspace": by.workspace_id,
                    "now": now,
                    "before": now - _ONCE_IN,
                    "keys": [name_key(shown)[:120] for shown in heard],
                },
            )
