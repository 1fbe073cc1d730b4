"""Put a backup into this installation, whatever major of PostgreSQL it runs on.

Refuses to replace data unless told so. Whoever was suppressed or erased since the backup was made is
so again afterwards; then every promise is checked.
"""

import argparse
import contextlib
import os
from pathlib import Path

import django
from django.db import connections

from leadfast.capture.errors import FileNamesThem
from leadfast.cli import audit, ground, person
from leadfast.foundation import migrating
from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import backups, carry, keys, places, roles, server
from leadfast.people import restored


class DataInTheWay(Refusal):
    """There are data here already. To replace them, add --replace; they are kept beside the new ones."""


class OtherKey(Refusal):
    """The backup was made with another secret key and does not carry it.

    Set LEADFAST_SECRET_KEY to the key it was made with.
    """


class DatabaseNotEmpty(Refusal):
    """The database that DATABASE_URL names is not empty. Create a new one and restore into that."""


class StillRunning(Refusal):
    """Leadfast is running. Stop it before restoring."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="replace the data that are here")


def run(arguments: argparse.Namespace) -> int:
    about, key = backups.read(arguments.file)
    home = places.of()
    with contextlib.ExitStack() as undo:
        kept = restored.NOTHING
        if not os.environ.get("DATABASE_URL"):
            kept = _clear_the_way(home, undo, replace=arguments.replace)
        _use_key(home, about, key)
        django.setup()
        with ground.database():
            _load(arguments.file, about)
            migrating.migrate()
            _again(kept)
        # It worked: what was set aside stays aside.
        undo.pop_all()
    print(f"Restored {sum(about.tables.values()):,} rows from {about.made_at[:16].replace('T', ' ')} UTC.")
    return audit.run(argparse.Namespace(json=False))


def _clear_the_way(home: places.Places, undo: contextlib.ExitStack, *, replace: bool) -> restored.Kept:
    """Move the embedded data aside; returns the suppressions that must survive."""
    if not home.cluster.exists():
        return restored.NOTHING
    if not replace:
        raise DataInTheWay
    if not server.unused(home):
        raise StillRunning
    with (
        server.serving(home) as running,
        server.superuser(running, keys.secret_key(home), roles.DATABASE) as connection,
    ):
        kept = restored.keep(connection)
    undo.enter_context(backups.set_aside(home.cluster))
    return kept


def _use_key(home: places.Places, about: backups.About, key: str | None) -> None:
    """From here on this installation has the key the backup was made with."""
    if backups.fingerprint(keys.secret_key(home)) == about.key_fingerprint:
        return
    if key is None or os.environ.get("LEADFAST_SECRET_KEY"):
        raise OtherKey
    keys.replace(home, key)


def _load(file: Path, about: backups.About) -> None:
    owner = connections["owner"]
    owner.ensure_connection()
    if carry.rows_per_table(owner.connection):
        raise DatabaseNotEmpty
    owner.close()
    backups.load(file, ground.owner_server())
    owner.ensure_connection()
    found = carry.rows_per_table(owner.connection)
    owner.close()
    wrong = sorted(name for name, count in about.tables.items() if found.get(name) != count)
    if wrong:
        raise backups.RestoreFailed(f"These tables differ from the backup: {', '.join(wrong)}.")


def _again(kept: restored.Kept) -> None:
    added, back = restored.apply_again(kept)
    if added:
        print(f"Applied {added} suppressions again that are newer than the backup.")
    erased = 0
    for workspace_id, person_id in back:
        try:
            person.erase(workspace_id, person_id, request="Erased before this backup was restored.")
            erased += 1
        except FileNamesThem as why:
            # The backup was made while a file came in that names them.
            print(f"Erase the person {person_id} again by hand. {why.sentence}")
    if erased:
        print(f"Erased {erased} people again who asked for it since.")
