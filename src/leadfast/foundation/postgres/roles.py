"""The three roles, and the database they share.

``leadfast_owner`` migrates, backs up and audits; ``leadfast_app`` serves under row-level security;
``leadfast_sweep`` sees ids and due times across workspaces and nothing else. Passwords are derived
from the secret key, so there is nothing to configure and nothing to leak from a file.
"""

from typing import Any

import psycopg
from psycopg import sql

from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import keys
from leadfast.foundation.postgres.binaries import OLDEST_MAJOR

OWNER = "leadfast_owner"
APP = "leadfast_app"
SWEEP = "leadfast_sweep"
DATABASE = "leadfast"

# Any number that nobody else locks by.
MAKING_ROLES = 7_305_012

Connection = psycopg.Connection[Any]


class RolesMissing(Refusal):
    """The database does not have Leadfast's roles and this user may not make them."""


class ServerTooOld(Refusal):
    """This PostgreSQL is too old. Leadfast needs version 15 or newer."""


class UnsafeRole(Refusal):
    """The role that serves requests could see every workspace, so Leadfast does not start."""


def check_version(connection: Connection) -> None:
    if connection.info.server_version < OLDEST_MAJOR * 10000:
        raise ServerTooOld


def make_database(connection: Connection, name: str = DATABASE) -> None:
    """Create the database of an embedded cluster; ``connection`` is its superuser's."""
    connection.autocommit = True
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        )


def make_roles(connection: Connection, secret: str) -> None:
    """Create or repair the roles; safe to run at every start. Raises :class:`RolesMissing`."""
    check_version(connection)
    # Workers start together, and two ALTER ROLE at once end one of them.
    connection.execute("SELECT pg_advisory_lock(%s)", [MAKING_ROLES])
    try:
        _make_roles(connection, secret)
    finally:
        connection.rollback()
        connection.execute("SELECT pg_advisory_unlock(%s)", [MAKING_ROLES])


def _make_roles(connection: Connection, secret: str) -> None:
    found = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[OWNER, APP, SWEEP]]
    ).fetchall()
    if not _may_make_roles(connection):
        if len(found) < 3:
            raise RolesMissing(_missing_sentence(connection, secret))
        return
    existing = {row[0] for row in found}
    for statement in _role_statements(existing, secret):
        connection.execute(statement.encode())
    user = connection.info.user
    if user != OWNER:
        # From 16 on, whoever makes a role administers it but is not a member until granted.
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(OWNER), sql.Identifier(user)))
    connection.commit()


def open_database(connection: Connection) -> None:
    """Let the owner create in this database and the others connect; run by who may."""
    database = sql.Identifier(connection.info.dbname)
    row = connection.execute(
        "SELECT has_schema_privilege(%s, 'public', 'CREATE') AND has_database_privilege(%s, %s, 'CREATE')",
        [OWNER, OWNER, connection.info.dbname],
    ).fetchone()
    if row and row[0]:
        return
    try:
        connection.execute(
            sql.SQL("GRANT CREATE, CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                database, sql.Identifier(OWNER)
            )
        )
        connection.execute(
            sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}").format(sql.Identifier(OWNER))
        )
        connection.commit()
    except psycopg.errors.InsufficientPrivilege as error:
        connection.rollback()
        raise RolesMissing(
            f"The role {OWNER} may not create tables here. As the database's owner, run: "
            f'GRANT CREATE, CONNECT ON DATABASE "{connection.info.dbname}" TO {OWNER}; '
            f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER};"
        ) from error


def refuse_unsafe(connection: Connection) -> None:
    """Raise :class:`UnsafeRole` unless the running role is bound by row-level security."""
    row = connection.execute(
        """
        SELECT r.rolsuper, r.rolbypassrls,
               EXISTS (SELECT 1 FROM pg_class c
                        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
                          AND pg_has_role(current_user, c.relowner, 'USAGE'))
          FROM pg_roles r WHERE r.rolname = current_user
        """
    ).fetchone()
    if row is None:
        raise UnsafeRole
    reasons = [
        reason
        for found, reason in zip(
            row, ("it is a superuser", "it may bypass row-level security", "it owns tables"), strict=True
        )
        if found
    ]
    if reasons:
        raise UnsafeRole(
            f"The database role {connection.info.user} would see every workspace ({' and '.join(reasons)}), "
            "so Leadfast does not start. Point DATABASE_URL_APP at the role leadfast_app."
        )


def _may_make_roles(connection: Connection) -> bool:
    row = connection.execute(
        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return bool(row and row[0])


def _role_statements(existing: set[str], secret: str) -> list[str]:
    statements = []
    for role in (OWNER, APP, SWEEP):
        verb = "ALTER" if role in existing else "CREATE"
        # The password is hexadecimal, so it needs no quoting beyond the quotes.
        statements.append(f"{verb} ROLE {role} LOGIN PASSWORD '{keys.password(role, secret)}'")
    # A forgotten transaction would keep dead rows in the queue tables and slow every claim.
    statements += [
        f"ALTER ROLE {role} SET idle_in_transaction_session_timeout = '60s'" for role in (APP, SWEEP)
    ]
    # Nothing may wait for ever for a row somebody else holds.
    statements += [f"ALTER ROLE {role} SET lock_timeout = '30s'" for role in (APP, SWEEP)]
    # A connection keeps the plan of a key's check from the day the table held a few rows, when reading
    # all of it was cheapest; the first large file then took minutes instead of seconds (decision 0011).
    statements += [f"ALTER ROLE {role} SET enable_seqscan = off" for role in (APP, SWEEP)]
    return statements


def _missing_sentence(connection: Connection, secret: str) -> str:
    database, user = connection.info.dbname, connection.info.user
    needed = [
        *_role_statements(set(), secret),
        f'GRANT {OWNER} TO "{user}"',
        f'GRANT CREATE, CONNECT ON DATABASE "{database}" TO {OWNER}',
        f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER}",
    ]
    return (
        f'The database "{database}" does not have Leadfast\'s roles and the user "{user}" may not make them. '
        "As a superuser, connected to that database, run:\n  " + ";\n  ".join(needed) + ";"
    )
