"""What nearly every command needs first: Django, a running database, its roles, its tables."""

import contextlib
import os
from collections.abc import Iterator

import django
import psycopg
from django.conf import settings
from django.db import connections

from leadfast.foundation import migrating
from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import backups, roles, server


class NotMigrated(Refusal):
    """The database is older than this program. Run: leadfast migrate"""


class NoDatabase(Refusal):
    """The database does not answer."""


@contextlib.contextmanager
def ready(*, migrate: bool = False, check: bool = True) -> Iterator[None]:
    """Set Django up and have the database running for the length of the block.

    ``migrate`` brings it up to date; otherwise, with ``check``, an older database is refused.
    """
    django.setup()
    with database():
        if migrate:
            migrating.migrate()
        if migrate or check:
            refuse_unsafe()
        if check and not migrate and migrating.unapplied():
            raise NotMigrated
        yield


@contextlib.contextmanager
def database() -> Iterator[None]:
    """The embedded database, or the one that DATABASE_URL names with its roles made."""
    if settings.EMBEDDED_DATABASE:
        with server.serving(settings.PLACES):
            try:
                yield
            finally:
                # Before the server may stop: a connection that it ends would fail at its next use.
                connections.close_all()
        return
    if not os.environ.get("LEADFAST_ROLES_READY"):
        _make_roles()
        # Child processes of `up` need not do it again.
        os.environ["LEADFAST_ROLES_READY"] = "1"
    yield


def refuse_unsafe() -> None:
    """Stop unless the roles that serve are bound by row-level security."""
    for alias in ("default", "sweep"):
        try:
            connections[alias].ensure_connection()
        except Exception as error:
            raise NoDatabase(
                f"The database at {_where()} does not accept the role of '{alias}': {error}"
            ) from error
        roles.refuse_unsafe(connections[alias].connection)


def owner_server() -> backups.Server:
    """How PostgreSQL's own programs reach the database as its owner."""
    owner = settings.DATABASES["owner"]
    connections["owner"].ensure_connection()
    return backups.Server(
        host=owner["HOST"],
        port=owner["PORT"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        database=owner["NAME"],
        major=connections["owner"].connection.info.server_version // 10000,
    )


def _where() -> str:
    """Host and port of the database, and nothing else of DATABASE_URL: it holds a password."""
    owner = settings.DATABASES["owner"]
    host = owner["HOST"] or "this machine"
    return f"{host}:{owner['PORT']}" if owner["PORT"] and not host.startswith("/") else str(host)


def _make_roles() -> None:
    owner = dict(settings.DATABASES["owner"])
    options = {key: value for key, value in owner["OPTIONS"].items() if key != "options"}
    try:
        connection = psycopg.connect(
            dbname=owner["NAME"],
            user=owner["USER"] or None,
            password=owner["PASSWORD"] or None,
            host=owner["HOST"] or None,
            port=owner["PORT"] or None,
            connect_timeout=15,
            **options,
        )
    except psycopg.OperationalError as error:
        raise NoDatabase(
            f"The database that DATABASE_URL names, at {_where()}, does not answer: {error}"
        ) from error
    with connection:
        roles.make_roles(connection, settings.SECRET_KEY)
        roles.open_database(connection)
