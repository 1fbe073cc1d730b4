"""Two batches that are about the same person do not run at the same time, or each would make a lead of them."""

import uuid
import zlib
from collections.abc import Sequence
from typing import Final

from django.db import connection

from leadfast.capture.rules.found import Found
from leadfast.foundation.contacts import name_key

_SHELVES: Final = 64
# From so many on, a batch is a bulk: all shelves are held, shared, and bulks take turns.
_BULK_FROM: Final = 100

_ONE: Final = "SELECT pg_advisory_xact_lock(%s, shelf) FROM unnest(%s::int[]) AS shelf"
_SHARED: Final = "SELECT pg_advisory_xact_lock_shared(%s, shelf) FROM generate_series(0, %s - 1) AS shelf"
_TURN: Final = """
INSERT INTO capture_bulkturn AS turn (workspace_id, id, number) VALUES (%(workspace)s, %(workspace)s, 1)
ON CONFLICT (workspace_id, id) DO UPDATE SET number = turn.number + 1
RETURNING number
"""
# Without waiting: whoever waits for the turn already has it the moment that it is free.
_NEXT_TURN: Final = """
WITH free AS (
    SELECT workspace_id, id FROM capture_bulkturn
    WHERE workspace_id = %(workspace)s AND id = %(workspace)s AND number = %(after)s
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE capture_bulkturn AS turn SET number = turn.number + 1 FROM free
WHERE turn.workspace_id = free.workspace_id AND turn.id = free.id
RETURNING turn.number
"""


def hold(founds: Sequence[Found], *, workspace_id: uuid.UUID) -> None:
    """Hold the addresses and numbers of these until the transaction ends, in one order."""
    if len(founds) >= _BULK_FROM:
        hold_all(workspace_id)
        take_turn(workspace_id)
        return
    with connection.cursor() as cursor:
        shelves = sorted({_shelf(key) for found in founds for key in _keys(found)})
        cursor.execute(_ONE, [_here(workspace_id), shelves])


def hold_all(workspace_id: uuid.UUID) -> None:
    """Hold every address and number until the transaction ends, against all batches that are no bulk."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [_here(workspace_id), _SHELVES])


def take_turn(workspace_id: uuid.UUID) -> int:
    """Wait for the other bulks of the workspace, and keep them waiting until the transaction ends.

    Returns the number of the turn.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TURN, {"workspace": workspace_id})
        return int(cursor.fetchone()[0])


def take_next_turn(workspace_id: uuid.UUID, *, after: int) -> int | None:
    """The turn right after that one, which is over; None if another bulk has it, or has had it."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_TURN, {"workspace": workspace_id, "after": after})
        found = cursor.fetchone()
    return int(found[0]) if found else None


def _here(workspace_id: uuid.UUID) -> int:
    return zlib.crc32(workspace_id.bytes) - 2**31


def _keys(found: Found) -> tuple[str, ...]:
    return (*found.mails, *found.phones) or (name_key(found.company or found.name),)


def _shelf(key: str) -> int:
    return zlib.crc32(key.encode()) % _SHELVES
