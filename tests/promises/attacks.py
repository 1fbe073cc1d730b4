"""Raw SQL as the application's role, and what the database says to it."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection

from leadfast.worker import auditing
from leadfast.workspaces import guard
from tests.fixtures import Someone


def run(someone: Someone, statement: str, *values: Any) -> int:
    """Run it inside somebody's workspace; how many rows it changed."""
    with guard.scope(someone.actor.workspace_id), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def refused(someone: Someone, says: str, statement: str, *values: Any) -> None:
    """A constraint of this name must speak."""
    with pytest.raises(IntegrityError, match=says):
        run(someone, statement, *values)


def forbidden(someone: Someone, statement: str, *values: Any) -> None:
    """The role itself must not be allowed to."""
    with pytest.raises(DatabaseError, match="permission denied"):
        run(someone, statement, *values)


def copy_of(table: str, columns: str, **changed: str) -> str:
    """A statement that inserts a copy of every row of a table, with another id and these columns changed."""
    names = [name.strip() for name in columns.split(",")]
    told = ", ".join(changed.get(name, name) for name in names)
    return f"INSERT INTO {table} (id, {columns}) SELECT gen_random_uuid(), {told} FROM {table}"


def found(check: str) -> int:
    """How many rows `leadfast audit` finds that break this check."""
    [finding] = [one for one in auditing.audit() if one.name == check]
    assert not finding.error
    return finding.broken


def nowhere() -> uuid.UUID:
    """An id that is nobody's."""
    return uuid.uuid4()
