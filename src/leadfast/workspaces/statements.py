"""Statements that every mail pays for: parsed and planned by the server once for each connection,
and as few round trips as there can be."""

import contextlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import psycopg
from django.db import connection, transaction

from leadfast.workspaces import guard

Params = Mapping[str, Any] | Sequence[Any]

_WORKSPACE: Final = "SELECT set_config('leadfast.workspace', %s, true)"
_NOT_WAITING: Final = f"{_WORKSPACE}, set_config('synchronous_commit', 'off', true)"

_ALWAYS: Final = 0


def run(sql: str, params: Params) -> "psycopg.Cursor[tuple[Any, ...]]":
    """Run ``sql`` in the open transaction, prepared unless a pooler stands between."""
    # Django composes every statement anew as text; half of what the server does for such a short
    # one is to understand it.
    with connection.wrap_database_errors:
        return _execute(sql, params)


@contextlib.contextmanager
def opening(
    workspace_id: uuid.UUID, sql: str, params: Params, *, waits_for_disk: bool = True
) -> "Iterator[psycopg.Cursor[tuple[Any, ...]]]":
    """A :func:`guard.scope` that begins with one statement, all of it in one round trip.

    Without ``waits_for_disk`` its commit is seen by everybody at once and reaches the disk with the
    next commit that waits, at most 0.6 seconds later: only for what a crash of the *database* in
    between may lawfully forget (decision 0012).
    """
    if connection.in_atomic_block:
        with guard.scope(workspace_id):
            yield run(sql, params)
        return
    with transaction.atomic():
        with connection.wrap_database_errors, connection.connection.pipeline():
            _execute(_WORKSPACE if waits_for_disk else _NOT_WAITING, [str(workspace_id)])
            first = _execute(sql, params)
        yield first


def _execute(sql: str, params: Params) -> "psycopg.Cursor[tuple[Any, ...]]":
    link = connection.connection
    cursor: psycopg.Cursor[tuple[Any, ...]] = psycopg.Cursor(link)
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return cursor.execute(sql.encode(), params)
    # Django forbids to prepare anything on its connections; what it composes itself stays as it was.
    before, link.prepare_threshold = link.prepare_threshold, _ALWAYS
    try:
        return cursor.execute(sql.encode(), params, prepare=True)
    finally:
        link.prepare_threshold = before
