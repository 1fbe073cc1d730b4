"""After a restore: whoever was suppressed or erased since the backup is so again."""

import uuid
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections

COLUMNS = "workspace_id, id, kind, key_hash, reason, words, person_id, created_at"


@dataclass(frozen=True)
class Kept:
    """The suppressions of the database that is about to be replaced."""

    rows: list[tuple[Any, ...]]


NOTHING = Kept([])


def keep(connection: psycopg.Connection[Any]) -> Kept:
    """Read every suppression; ``connection`` must see every workspace."""
    there = connection.execute("SELECT to_regclass('people_suppression') IS NOT NULL").fetchone()
    if not there or not there[0]:
        return NOTHING
    return Kept(connection.execute(f"SELECT {COLUMNS} FROM people_suppression".encode()).fetchall())


def apply_again(kept: Kept) -> tuple[int, list[tuple[uuid.UUID, uuid.UUID]]]:
    """Add what the backup did not know yet.

    Returns how many suppressions were added, and (workspace, person) of everyone who was erased since
    and is back in the restored data.
    """
    added = 0
    with connections["owner"].cursor() as cursor:
        for row in kept.rows:
            cursor.execute(
                f"INSERT INTO people_suppression ({COLUMNS}) SELECT %s, %s, %s, %s, %s, %s, %s, %s "
                "WHERE EXISTS (SELECT 1 FROM workspaces_workspace WHERE id = %s) ON CONFLICT DO NOTHING",
                [*row, row[0]],
            )
            added += cursor.rowcount
        erased = [(row[0], row[6]) for row in kept.rows if row[4] == "erased" and row[6] is not None]
        if not erased:
            return added, []
        cursor.execute(
            "SELECT workspace_id, id FROM people_person WHERE erased_at IS NULL "
            "AND (workspace_id, id) IN (SELECT * FROM unnest(%s::uuid[], %s::uuid[]))",
            [[workspace for workspace, _ in erased], [person for _, person in erased]],
        )
        return added, sorted(set(cursor.fetchall()))
