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

_HEARD: Final = """
UPDATE capture_source SET last_arrival_at = %(now)s, silent_since = NULL
WHERE workspace_id = %(workspace)s AND name_key = ANY (%(keys)s)
  AND (last_arrival_at IS NULL OR last_arrival_at < %(before)s OR silent_since IS NOT NULL)
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
