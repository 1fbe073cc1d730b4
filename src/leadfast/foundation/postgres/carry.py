"""Carries the data of an older major over to the programs we have now: dump, restore, compare.

Newer programs refuse older data. The new cluster is built beside the old one and takes its place
only when it holds every row; the old one is kept until somebody deletes it.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import backups, binaries, keys, places, roles
from leadfast.foundation.postgres.cluster import PORT, SUPERUSER, Cluster


class OlderProgramsMissing(Refusal):
    """The data were written by an older PostgreSQL whose programs are no longer here."""


class CarryFailed(Refusal):
    """The data could not be carried over to the new PostgreSQL. The old data are unchanged."""


def over(server: Cluster, home: places.Places, secret: str) -> None:
    """Carry ``server``'s data over; returns with the new server running."""
    old_major = server.major
    programs = binaries.of_major(old_major, server.account)
    if programs is None:
        raise OlderProgramsMissing(
            f"The data in {server.data} were written by PostgreSQL {old_major}; this Leadfast brings "
            f"{server.binaries.major}. To carry them over, install the programs of {old_major} once (for "
            f"example: apt-get install postgresql-{old_major}) and start again. Nothing was changed."
        )
    dump = home.home / f"carried-from-{old_major}.dump"
    counted = _dump(replace(server, binaries=programs, _child=None), server.binaries, secret, dump)

    fresh = replace(server, data=_next(server.data), _child=None)
    shutil.rmtree(fresh.data, ignore_errors=True)
    fresh.make(keys.password(SUPERUSER, secret))
    fresh.start()
    try:
        _restore(fresh, secret, dump, counted)
    finally:
        fresh.stop()
    (fresh.data / "carried").write_text(str(old_major))
    _swap(server.data, old_major)
    server.start()
    dump.unlink()


def finish_interrupted(server: Cluster) -> None:
    """A carry-over that was killed between its two renames is finished here."""
    if (_next(server.data) / "carried").exists():
        _next(server.data).rename(server.data)


def _next(data: Path) -> Path:
    return data.with_name(f"{data.name}.next")


def _swap(data: Path, old_major: int) -> None:
    kept = data.with_name(f"{data.name}.{old_major}")
    shutil.rmtree(kept, ignore_errors=True)
    data.rename(kept)
    _next(data).rename(data)


def _dump(old: Cluster, newer: binaries.Binaries, secret: str, dump: Path) -> dict[str, int]:
    old.start()
    try:
        with _connect(old, secret, roles.DATABASE) as connection:
            counted = rows_per_table(connection)
        # The newer pg_dump reads older servers; the reverse is refused.
        backups.dump(dump, newer, _server(old, secret))
    finally:
        old.stop()
    return counted


def _restore(fresh: Cluster, secret: str, dump: Path, counted: dict[str, int]) -> None:
    with _connect(fresh, secret, "postgres") as connection:
        roles.make_roles(connection, secret)
        roles.make_database(connection)
    backups.load_dump(dump, _server(fresh, secret))
    with _connect(fresh, secret, roles.DATABASE) as connection:
        connection.execute("ANALYZE")
        found = rows_per_table(connection)
    if found != counted:
        wrong = sorted(name for name in counted if counted[name] != found.get(name))
        raise CarryFailed(
            f"These tables differ after the restore, so the old data stay in use: {', '.join(wrong)}."
        )


def rows_per_table(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, int]:
    """Exact counts of every table in the public schema."""
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    counts = {}
    for (name,) in names:
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(str(name)))
        ).fetchone()
        counts[str(name)] = int(str(row[0])) if row else 0
    return counts


def _connect(server: Cluster, secret: str, database: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(server.sockets),
        port=PORT,
        user=SUPERUSER,
        dbname=database,
        autocommit=True,
        password=keys.password(SUPERUSER, secret),
    )


def _server(cluster: Cluster, secret: str) -> backups.Server:
    return backups.Server(
        host=str(cluster.sockets),
        port=str(PORT),
        user=SUPERUSER,
        password=keys.password(SUPERUSER, secret),
        database=roles.DATABASE,
        major=cluster.binaries.major,
    )
