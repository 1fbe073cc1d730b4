"""Many rows of a table in one statement with one parameter.

``bulk_create`` composes a statement with a placeholder for every value: of a message taken in, that was a third
of the time. Here the rows travel as one JSON value, and the database gives each field its type.
"""

import functools
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import orjson
from django.db import connection, models

from leadfast.workspaces.models import TenantModel

_INSERT: Final = (
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)"
)
_UNLESS_THERE: Final = " ON CONFLICT DO NOTHING RETURNING id"


def insert(rows: Sequence[TenantModel]) -> None:
    """Insert these rows, all of one table. What ``save`` would do besides is not done."""
    if rows:
        _run(rows, "")


def insert_missing(rows: Sequence[TenantModel]) -> set[uuid.UUID]:
    """Insert those of these rows that no unique key of the table refuses; the ids of those inserted."""
    return set(_run(rows, _UNLESS_THERE)) if rows else set()


def _run(rows: Sequence[TenantModel], then: str) -> list[uuid.UUID]:
    statement, names = _of(type(rows[0]))
    body = orjson.dumps(
        [{column: getattr(row, name) for column, name in names} for row in rows], default=_plain
    )
    with connection.cursor() as cursor:
        cursor.execute(statement + then, [body.decode()])
        inserted = [one[0] for one in cursor.fetchall()] if then else []
    for row in rows:
        row._state.adding, row._state.db = False, "default"  # as bulk_create leaves them
    return inserted


@functools.cache
def _of(model: type[TenantModel]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The statement for a table, and (column, attribute) of each field that is written."""
    fields = [one for one in model._meta.concrete_fields if not isinstance(one, models.GeneratedField)]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    statement = _INSERT.format(table=f'"{model._meta.db_table}"', columns=columns)
    return statement, tuple((str(one.column), one.attname) for one in fields)


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return "\\x" + value.hex()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not written as JSON")
