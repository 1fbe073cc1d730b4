"""Writes what became of arrivals and rows: one statement for a batch, however large.

An update of the ORM's own would spell out a CASE for every row and column, which took half of an import.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from leadfast.capture.models import UploadRow
from leadfast.capture.rules.taken import Taken
from leadfast.workspaces.actor import Actor

_ARRIVALS = """
UPDATE capture_arrival AS arrival
SET settlement = n.settlement, lead_id = n.lead_id, person_id = n.person_id, read_at = %(now)s, why = n.why,
    settled_at = CASE WHEN n.settlement <> 'waiting' THEN %(now)s::timestamptz END
FROM unnest(%(ids)s::uuid[], %(settlements)s::text[], %(leads)s::uuid[], %(people)s::uuid[], %(whys)s::text[])
     AS n (id, settlement, lead_id, person_id, why)
WHERE arrival.workspace_id = %(workspace)s AND arrival.id = n.id
"""
_ROWS = """
UPDATE capture_uploadrow AS row
SET outcome = n.outcome, why = n.why, arrival_id = n.arrival_id, lead_id = n.lead_id
FROM unnest(%(ids)s::uuid[], %(outcomes)s::text[], %(whys)s::text[], %(arrivals)s::uuid[], %(leads)s::uuid[])
     AS n (id, outcome, why, arrival_id, lead_id)
WHERE row.workspace_id = %(workspace)s AND row.id = n.id
"""


def write(taken: Sequence[Taken], *, by: Actor, now: dt.datetime) -> None:
    """Keep what became of these arrivals."""
    if not taken:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _ARRIVALS,
            {
                "workspace": by.workspace_id,
                "now": now,
                "ids": [one.arrival_id for one in taken],
                "settlements": [one.settlement for one in taken],
                "leads": [one.lead_id for one in taken],
                "people": [one.person_id for one in taken],
                "whys": [one.why[:500] for one in taken],
            },
        )


def write_rows(rows: Sequence[UploadRow]) -> None:
    """Keep the outcome of these rows of one file as it stands on them."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS,
            {
                "workspace": rows[0].workspace_id,
                "ids": [row.id for row in rows],
                "outcomes": [row.outcome for row in rows],
                "whys": [row.why[:500] for row in rows],
                "arrivals": [row.arrival_id for row in rows],
                "leads": [row.lead_id for row in rows],
            },
        )
