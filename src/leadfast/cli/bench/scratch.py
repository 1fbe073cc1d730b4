"""A database of its own for a measurement: a throw-away cluster, migrated, gone at the end.

Nothing here ever touches an installation's data, whatever DATABASE_URL says.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import psycopg

from leadfast.foundation.postgres import account as accounts
from leadfast.foundation.postgres import binaries, keys, roles, throwaway
from leadfast.foundation.postgres.cluster import PORT, SUPERUSER, Cluster


@dataclass(frozen=True)
class Scratch:
    """The running cluster, and how to reach it."""

    cluster: Cluster
    home: Path
    secret: str

    def superuser(self, database: str = roles.DATABASE) -> psycopg.Connection[Any]:
        return self.connect(SUPERUSER, database)

    def connect(self, role: str, database: str = roles.DATABASE) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.cluster.sockets),
            port=PORT,
            user=role,
            password=keys.password(role, self.secret),
            dbname=database,
            autocommit=True,
        )

    def cpu_s(self) -> float:
        """CPU seconds of the server so far, with all that it started, whether over or not (Linux)."""
        server = self.cluster.running_pid()
        ticks = 0
        for place in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                # As proc(5) has them: 4 the parent, 14 and 15 its own time, 16 and 17 that of its ended children.
                _, parent, *more = place.read_text().rpartition(")")[2].split()
                own, ended = more[9:11], more[11:13]
                if place.parent.name == str(server):
                    ticks += sum(map(int, own + ended))
                elif parent == str(server):
                    ticks += sum(map(int, own))
        return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def scratch(*, durable: bool) -> Iterator[Scratch]:
    """Make it, point this process and its children at it, set Django up and migrate.

    ``durable``: every commit reaches the disk, as in an installation; needed where a crash of the
    database is part of the question, or the cost of a commit.
    """
    secret = secrets.token_urlsafe(48)
    directory = throwaway.place()
    cluster = throwaway.at(directory, binaries.bundled(accounts.current()), durable=durable)
    point_environment(directory, secret)
    from leadfast.foundation import migrating

    try:
        cluster.make(keys.password(SUPERUSER, secret))
        cluster.start()
        ours = Scratch(cluster, directory, secret)
        with ours.superuser("postgres") as connection:
            roles.make_roles(connection, secret)
            roles.make_database(connection)
        django.setup()
        migrating.migrate()
        yield ours
    finally:
        cluster.kill()
        shutil.rmtree(directory, ignore_errors=True)


def point_environment(directory: Path, secret: str) -> None:
    """From here on DATABASE_URL and LEADFAST_HOME mean the scratch database, here and in children."""
    for name in [name for name in os.environ if name.startswith(("DATABASE_URL", "PG", "LEADFAST_"))]:
        del os.environ[name]
    os.environ["LEADFAST_SECRET_KEY"] = secret
    os.environ["LEADFAST_HOME"] = str(directory / "home")
    password = keys.password(SUPERUSER, secret)
    os.environ["DATABASE_URL"] = (
        f"postgresql://{SUPERUSER}:{password}@/{roles.DATABASE}?host={directory / 's'}&port={PORT}"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "leadfast.config.settings"
