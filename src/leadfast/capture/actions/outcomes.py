"""Writes what became of arrivals and rows: one statement for a batch, however large.

An update of the ORM's own would spell out a CASE for every row and column, which took half of an import.
"""

from collections.abc import Sequence

from django.db import connection

from leadfast.capture.models import Arrival, UploadRow

_ARRIVALS = """
UPDATE capture_arrival AS arrival
SET settlement = n.settlement, lead_id = n.lead_id, person_id = n.person_id, settled_at = n.settled_at,
    read_at = n.read_at, why = n.why
FROM unnest(%(ids)s::uuid[], %(settlements)s::text[], %(leads)s::uuid[], %(people)s::uuid[],
            %(settled)s::timestamptz[], %(read)s::timestamptz[], %(whys)s::text[])
     AS n (id, settlement, lead_id, person_id, settled_at, read_at, why)
WHERE arrival.workspace_id = %(workspace)s AND arrival.id = n.id
"""
_ROWS = """
UPDATE capture_uploadrow AS row
SET outcome = n.outcome, why = n.why, arrival_id = n.arrival_id, lead_id = n.lead_id
FROM unnest(%(ids)s::uuid[], %(outcomes)s::text[], %(whys)s::text[], %(arrivals)s::uuid[], %(leads)s::uuid[])
     AS n (id, outcome, why, arrival_id, lead_id)
WHERE row.workspace_id = %(workspace)s AND row.id = n.id
"""


def write(arrivals: Sequence[Arrival]) -> None:
    """Keep the settlement of these arrivals of one workspace as it stands on them."""
    if not arrivals:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _ARRIVALS,
            {
                "workspace": arrivals[0].workspace_id,
                "ids": [one.id for one in arrivals],
                "settlements": [one.settlement for one in arrivals],
                "leads": [one.lead_id for one in arrivals],
                "people": [one.person_id for one in arrivals],
                "settled": [one.settled_at for one in arrivals],
                "read": [one.read_at for one in arrivals],
                "whys": [one.why[:500] for one in arrivals],
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
