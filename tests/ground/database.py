"""The database fixtures. pytest-django's own creation of databases is replaced by these."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.ground import throwaway_cluster

# What migrations put there and every test may rely on.
KEPT = ("django_migrations", "django_content_type", "auth_permission")

# One round trip: look into every table, empty those that hold something. Triggers and keys are off
# for this connection only, so the order does not matter and append-only tables can be emptied too.
EMPTY = """
DO $$
DECLARE name text; filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    SET LOCAL lock_timeout = '5s';
    FOR name IN SELECT c.oid::regclass::text FROM pg_class c
                 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
                   AND c.relname <> ALL (%s)
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %%s)', name) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM %%s', name); END IF;
    END LOOP;
END $$
"""


LARGE = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 1000000
"""
# A table that was counted when it was empty and still had its pages is taken for empty for good: of many rows
# that a later test puts into it, each would be looked for by walking through all.
UNCOUNT = """
UPDATE pg_class SET reltuples = -1, relpages = 0
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples = 0 AND relpages > 0
"""


@pytest.fixture(scope="session")
def _database_of_this_worker(django_db_blocker: Any) -> Iterator[psycopg.Connection[Any]]:
    with django_db_blocker.unblock():
        throwaway_cluster.start()
    from django.db import connections

    name = connections["default"].settings_dict["NAME"]
    with throwaway_cluster.admin(str(name)) as connection:
        yield connection


@pytest.fixture
def database(_database_of_this_worker: psycopg.Connection[Any], django_db_blocker: Any) -> Iterator[None]:
    """The database of this worker, empty. Ask for it in every test that touches a table."""
    with django_db_blocker.unblock():
        yield
        _close_connections()
        empty(_database_of_this_worker)


@pytest.fixture
def superuser(_database_of_this_worker: psycopg.Connection[Any], database: None) -> psycopg.Connection[Any]:
    """Raw SQL as the superuser, autocommit: to look behind row-level security."""
    return _database_of_this_worker


@pytest.fixture
def _django_db_helper(database: None) -> None:
    """pytest-django's marks and fixtures (`django_db`, `db`, `client`) get the same database."""


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Replaced by ``_database_of_this_worker``."""


def empty(connection: psycopg.Connection[Any]) -> None:
    """Empty every table; a transaction a test left open is named and ended."""
    statement = sql.SQL(EMPTY.replace("%s", "{}", 1).replace("%%s", "%s")).format(sql.Literal(list(KEPT)))
    try:
        connection.execute(statement)
        _tidy(connection)
    except psycopg.errors.LockNotAvailable:
        left = connection.execute(
            "SELECT query, pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
        ).fetchall()
        connection.execute(statement)
        pytest.fail(f"The test left a transaction open; its last statements were: {[row[0] for row in left]}")


def _tidy(connection: psycopg.Connection[Any]) -> None:
    """What autovacuum would do at a time of its own."""
    large = connection.execute(LARGE).fetchall()
    if large:
        names = sql.SQL(", ").join(sql.SQL(str(row[0])) for row in large)
        connection.execute(sql.SQL("VACUUM {}").format(names))
    connection.execute(UNCOUNT)


def _close_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block:
            connection.close()


def pytest_unconfigure() -> None:
    throwaway_cluster.stop_everything()
