"""Statements that every mail pays for: parsed and planned by the server once for each connection."""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


def run(sql: str, params: Mapping[str, Any]) -> "psycopg.Cursor[tuple[Any, ...]]":
    """Run ``sql`` in the open transaction, prepared unless a pooler stands between."""
    # Django composes every statement anew as text; half of what the server does for such a short
    # one is to understand it.
    pooled = bool(connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"))
    cursor: psycopg.Cursor[tuple[Any, ...]] = psycopg.Cursor(connection.connection)
    with connection.wrap_database_errors:
        return cursor.execute(sql.encode(), params, prepare=not pooled)
