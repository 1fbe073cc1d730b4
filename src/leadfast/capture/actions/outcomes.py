"""Writes what became of arrivals and rows: one statement for a batch, however large.

An update of the ORM's own would spell out a CASE for every row and column, which took half of an import.
"""

import datetime as dt
from collections.abc import Sequence

import orjson
from django.db import connection

from leadfast.capture.actions import joining, waiting
from leadfast.capture.models import Upload
from leadfast.capture.rules.taken import Taken
from leadfast.foundation import ids
from leadfast.foundation.staging import Relation
from leadfast.workspaces.actor import Actor

_ARRIVALS = """
UPDATE capture_arrival AS arrival
SET settlement = n.settlement, lead_id = n.lead_id, person_id = n.person_id, read_at = %(now)s, why = n.why,
    settled_at = CASE WHEN n.settlement <> 'waiting' THEN %(now)s::timestamptz END,
    -- Tried again and still waiting: its time does not begin anew.
    due_at = coalesce(arrival.due_at, n.due_at),
    waits_for_id = CASE WHEN n.due_at IS NULL THEN arrival.waits_for_id ELSE coalesce(arrival.waits_for_id, (
        SELECT member.id FROM workspaces_member AS member
        WHERE member.workspace_id = %(workspace)s AND member.id = arrival.member_id AND member.left_at IS NULL),
        %(desk)s::uuid) END
FROM unnest(%(ids)s::uuid[], %(settlements)s::text[], %(leads)s::uuid[], %(people)s::uuid[], %(whys)s::text[],
            %(dues)s::timestamptz[])
     AS n (id, settlement, lead_id, person_id, why, due_at)
WHERE arrival.workspace_id = %(workspace)s AND arrival.id = n.id
"""
_ARRIVING = Relation(
    "capture_arriving",
    {
        "id": "uuid",
        **dict.fromkeys(("door", "external_key"), "text"),
        "raw": "bytea",
        "settlement": "text",
        **dict.fromkeys(("lead_id", "person_id"), "uuid"),
        "why": "text",
        "row_number": "integer",
    },
)
_INSERT = """
INSERT INTO capture_arrival (
    workspace_id, id, door, external_key, raw, media_type, arrived_at, fresh, by_kind, member_id, source, campaign,
    is_synthetic, upload_id, row_number, event_id, part, settlement, settled_at, lead_id, person_id, read_at, why,
    escalated, due_at, waits_for_id)
SELECT %(workspace)s, id, door, external_key, raw, 'application/json', %(now)s, %(fresh)s, %(actor)s,
    %(member)s::uuid, %(source)s, %(campaign)s, false, %(upload)s, row_number, %(event)s::uuid, 0, settlement,
    CASE WHEN settlement <> 'waiting' THEN %(now)s::timestamptz END, lead_id, person_id, %(now)s, why,
    0, CASE WHEN settlement = 'waiting' THEN %(due)s::timestamptz END,
    CASE WHEN settlement = 'waiting' THEN coalesce(%(member)s::uuid, %(desk)s::uuid) END
FROM capture_arriving
"""
_ROWS = Relation(
    "capture_rowing",
    {
        "id": "uuid",
        "number": "integer",
        "cells": "jsonb",
        **dict.fromkeys(("external_key", "outcome", "why"), "text"),
        **dict.fromkeys(("arrival_id", "lead_id"), "uuid"),
    },
)
_INSERT_ROWS = """
INSERT INTO capture_uploadrow (
    workspace_id, id, upload_id, number, cells, external_key, outcome, why, arrival_id, lead_id)
SELECT %(workspace)s, id, %(upload)s, number, cells, external_key, outcome, why, arrival_id, lead_id
FROM capture_rowing
"""


def write(taken: Sequence[Taken], *, by: Actor, now: dt.datetime) -> None:
    """Keep what became of these arrivals."""
    if not taken:
        return
    waits = waiting.asked_for(taken, workspace_id=by.workspace_id, now=now)
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
                "dues": list(waits.dues),
                "desk": waits.desk_id,
            },
        )
    joining.keep(taken, by=by, now=now)


def insert(
    upload: Upload, rows: Sequence[tuple[Taken, str, bytes, int]], *, by: Actor, now: dt.datetime
) -> None:
    """Arrivals out of a file, which itself is kept: written with their outcome, as (what, key, raw, number)."""
    waits = waiting.asked_for([one for one, _, _, _ in rows], workspace_id=by.workspace_id, now=now)
    _ARRIVING.fill(
        (
            one.arrival_id,
            one.door,
            key,
            raw,
            one.settlement,
            one.lead_id,
            one.person_id,
            one.why[:500],
            number,
        )
        for one, key, raw, number in rows
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "workspace": by.workspace_id,
                "now": now,
                "fresh": upload.fresh,
                "actor": by.kind,
                "member": by.member_id,
                "source": upload.source,
                "campaign": upload.campaign,
                "upload": upload.id,
                "event": upload.event_id,
                "due": next((due for due in waits.dues if due), None),
                "desk": waits.desk_id,
            },
        )
    joining.keep([one for one, _, _, _ in rows], by=by, now=now)


def insert_rows(
    upload: Upload,
    rows: Sequence[tuple[int, tuple[str, ...], str, str, str, object, object]],
    *,
    by: Actor,
) -> None:
    """Rows of which no arrival says what they became, as (number, cells, key, outcome, reason, arrival, lead)."""
    if not rows:
        return
    made = ids.many(len(rows))
    _ROWS.fill(
        (row_id, number, orjson.dumps(cells).decode(), key, outcome, why[:500], arrival_id, lead_id)
        for row_id, (number, cells, key, outcome, why, arrival_id, lead_id) in zip(made, rows, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_ROWS, {"workspace": by.workspace_id, "upload": upload.id})
