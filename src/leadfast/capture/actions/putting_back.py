"""A remainder that was mended and uploaded again: what waited is settled with its lead, and is not counted twice."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from django.db import connection

from leadfast.capture import facts
from leadfast.capture.doors.spreadsheet.read import ROW_OF
from leadfast.capture.models import Arrival, Upload
from leadfast.capture.rules.taken import Taken
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.workspaces.actor import Actor

_ID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
_SETTLE = """
UPDATE capture_arrival AS arrival
SET settlement = 'joined', lead_id = n.lead_id, person_id = n.person_id, settled_at = %(now)s, why = %(why)s
FROM unnest(%(ids)s::uuid[], %(leads)s::uuid[], %(people)s::uuid[]) AS n (id, lead_id, person_id)
WHERE arrival.workspace_id = %(workspace)s AND arrival.id = n.id AND arrival.settlement = 'waiting'
RETURNING arrival.id, arrival.door, arrival.lead_id
"""
_WHY = "It was mended in a file and put back."


def hold(upload: Upload, rows: Iterable[Sequence[str]]) -> None:
    """Lock what waited under the ids in these rows: before their leads and by their ids, as everybody does.

    Whoever settles one of them by hand, or takes its file back, would otherwise hold it and wait for the lead, while
    this file holds the lead and waits for it.
    """
    if ROW_OF[0] not in upload.header:
        return
    column = upload.header.index(ROW_OF[0])
    wanted = sorted({key for cells in rows if (key := _named(cells[column]))})
    if wanted:
        rows_of = Arrival.objects.select_for_update(no_key=True).order_by("id")
        list(rows_of.filter(id__in=wanted, settlement="waiting").values_list("id", flat=True))


def _named(cell: str) -> str:
    """Which arrival a row says it mends, if it says one."""
    return cell.lower() if _ID.match(cell) else ""


def settle(
    upload: Upload, rows: Sequence[tuple[Sequence[str], Taken]], *, by: Actor, now: dt.datetime
) -> None:
    """What waited under the ids in these rows joins the leads that the mended rows made or joined."""
    if ROW_OF[0] not in upload.header:
        return
    column = upload.header.index(ROW_OF[0])
    mended = {key: taken for cells, taken in rows if taken.lead_id and (key := _named(cells[column]))}
    if not mended:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE,
            {
                "workspace": by.workspace_id,
                "now": now,
                "why": _WHY,
                "ids": list(mended),
                "leads": [taken.lead_id for taken in mended.values()],
                "people": [taken.person_id for taken in mended.values()],
            },
        )
        settled = cursor.fetchall()
    fresh = dict(Arrival.objects.filter(id__in=[row[0] for row in settled]).values_list("id", "fresh"))
    history.record_many(
        [
            Happening(facts.ArrivalJoined(arrival_id, door, (), fresh[arrival_id]), by, now, lead_id=lead_id)
            for arrival_id, door, lead_id in settled
        ]
    )
