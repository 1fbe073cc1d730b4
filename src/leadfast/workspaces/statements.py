"""Statements that every mail pays for: planned by the server once for each connection, several in
one round trip, and no more done about them here than sending bytes.

Django composes every statement anew as text and forbids the driver to prepare any; of what a mail
cost, that was the largest part. Here libpq's pipeline is spoken to on Django's own connection, inside
its transactions.
"""

import contextlib
import datetime as dt
import functools
import re
import uuid
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from django.db import connection, transaction
from psycopg import generators, pq
from psycopg.abc import PQGen
from psycopg.errors import error_from_result

from leadfast.workspaces import guard

Parameters = Mapping[str, Any]
Wanted = tuple[str, Parameters]
"""A statement with ``%(name)s`` in it, and the values. Types the server cannot guess are cast in it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement gave: values as the server writes them, and how many rows it touched."""

    rows: list[tuple[str | None, ...]]
    touched: int


_SCOPE: Final = "SELECT set_config('leadfast.workspace', %(workspace)s, true)"
_SCOPE_NOT_WAITING: Final = f"{_SCOPE}, set_config('synchronous_commit', 'off', true)"


def run(*wanted: Wanted) -> list[Answer]:
    """Run statements in the open transaction, all in one round trip."""
    with connection.wrap_database_errors:
        return _exchanged(connection.connection, wanted)


@contextlib.contextmanager
def opening(
    workspace_id: uuid.UUID,
    *wanted: Wanted,
    waits_for_disk: bool = True,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[list[Answer]]:
    """A :func:`guard.scope` that begins with these statements, all of it in one round trip.

    ``meanwhile`` is done while the commit is on its way to the disk. Without ``waits_for_disk`` the
    commit is seen by everybody at once and reaches the disk with the next one that waits, at most 0.6
    seconds later: only for what a crash of the *database* in between may lawfully forget (decision 0012).
    """
    if connection.in_atomic_block:
        with guard.scope(workspace_id):
            yield run(*wanted)
        return
    scope = _SCOPE if waits_for_disk else _SCOPE_NOT_WAITING
    with transaction.atomic():
        yield run((scope, {"workspace": workspace_id}), *wanted)[1:]
        if meanwhile is not None:
            with connection.wrap_database_errors:
                _commit(connection.connection, meanwhile)


def _commit(link: "psycopg.Connection[Any]", meanwhile: Callable[[], object]) -> None:
    link.pgconn.send_query(b"COMMIT")
    link.wait(generators.send(link.pgconn))
    try:
        meanwhile()
    finally:
        (result,) = link.wait(generators.fetch_many(link.pgconn))
    if result.status != pq.ExecStatus.COMMAND_OK:
        raise error_from_result(result)
    if result.command_status != b"COMMIT":
        raise psycopg.errors.InFailedSqlTransaction("The transaction had failed and was rolled back.")


def _exchanged(link: "psycopg.Connection[Any]", wanted: Sequence[Wanted]) -> list[Answer]:
    line, known = link.pgconn, _names.setdefault(link, {})
    pooled = bool(connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"))
    fresh: dict[str, bytes] = {}
    sent = 0
    line.enter_pipeline_mode()
    try:
        if line.transaction_status == pq.TransactionStatus.IDLE and not link.autocommit:
            line.send_query_params(b"BEGIN", None)
            sent = 1
        places = []
        for sql, values in wanted:
            text, order = _numbered(sql)
            given = [_written(values[name]) for name in order]
            if pooled:
                line.send_query_params(text, given)
            else:
                name = known.get(sql) or fresh.get(sql)
                if name is None:
                    name = fresh[sql] = f"lf_{uuid.uuid4().hex}".encode()
                    line.send_prepare(name, text)
                    sent += 1
                line.send_query_prepared(name, given)
            places.append(sent)
            sent += 1
        line.pipeline_sync()
        said = link.wait(_collected(line, sent + 1))
    finally:
        line.exit_pipeline_mode()
    for (result,) in said[:-1]:
        if result.status in (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.BAD_RESPONSE):
            known.clear()
            raise error_from_result(result, encoding="utf-8")
    known.update(fresh)
    return [_answer(said[place][0]) for place in places]


def _collected(line: pq.abc.PGconn, many: int) -> PQGen[list[list[pq.abc.PGresult]]]:
    yield from generators.send(line)
    said = []
    for _ in range(many):
        said.append((yield from generators.fetch_many(line)))
    return said


def _answer(result: pq.abc.PGresult) -> Answer:
    rows = [
        tuple(
            None if (value := result.get_value(row, column)) is None else value.decode()
            for column in range(result.nfields)
        )
        for row in range(result.ntuples)
    ]
    return Answer(rows, result.command_tuples or 0)


@functools.cache
def _numbered(sql: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement with ``$1`` for ``%(name)s``, and the names in their order."""
    order: list[str] = []

    def number(found: re.Match[str]) -> str:
        if found[1] not in order:
            order.append(found[1])
        return f"${order.index(found[1]) + 1}"

    return re.sub(r"%\((\w+)\)s", number, sql).encode(), tuple(order)


def _written(value: object) -> bytes | None:
    match value:
        case None:
            return None
        case bytes():
            return b"\\x" + value.hex().encode()
        case str():
            # The server keeps no NUL in a text.
            return value.replace("\0", "").encode()
        case list() | tuple():
            return b"{" + b",".join(map(_element, value)) + b"}"
        case dt.datetime():
            return value.isoformat().encode()
        case _:
            return str(value).encode()


def _element(value: object) -> bytes:
    written = _written(value)
    if written is None:
        return b"NULL"
    return b'"' + written.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


# What each connection has prepared, by statement.
_names: Final[weakref.WeakKeyDictionary["psycopg.Connection[Any]", dict[str, bytes]]] = (
    weakref.WeakKeyDictionary()
)
