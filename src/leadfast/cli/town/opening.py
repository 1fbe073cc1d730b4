"""How the demo begins: an empty database, the team, and two weeks played to this morning."""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Final, LiteralString

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

import leadfast
from leadfast.cli.town import cast, days, past, team
from leadfast.cli.town.square import Town
from leadfast.followup import defaults
from leadfast.followup.actions import writing
from leadfast.followup.rules.cadence import Offset, Unit
from leadfast.foundation import clock, migrating
from leadfast.foundation.postgres import places, roles, server

CONNECTED_BEFORE = dt.timedelta(days=45)
PATIENCE_MINUTES = 2
TEMPLATES = "demo_template_"
COPY: Final = "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy"


def begin_anew() -> None:
    """Throw the demo's own database away and make it again, from a migrated copy if there is one."""
    home: places.Places = settings.PLACES
    assert settings.DEMO
    assert settings.EMBEDDED_DATABASE
    running = server.cluster(home)
    template = f"{TEMPLATES}{_migrations()}"
    with server.superuser(running, settings.SECRET_KEY) as connection:
        kept = {row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()}
        for name in kept:
            if name == roles.DATABASE or (str(name).startswith(TEMPLATES) and name != template):
                _run(connection, "DROP DATABASE {} WITH (FORCE)", str(name))
        if template in kept:
            _run(connection, COPY, roles.DATABASE, template, roles.OWNER)
            return
    server.prepare(running, settings.SECRET_KEY)
    migrating.migrate()
    connections.close_all()
    with server.superuser(running, settings.SECRET_KEY) as connection:
        _run(connection, COPY, template, roles.DATABASE, roles.OWNER)


def _migrations() -> str:
    """Eight letters that stand for every migration of the product as it is now."""
    package = Path(leadfast.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(package.glob("*/migrations/*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def _run(connection: "psycopg.Connection[tuple[object, ...]]", statement: LiteralString, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def play(town: Town) -> None:
    """Found the team as it was weeks ago and live through what happened since."""
    now = clock.now()
    with clock.frozen(now - CONNECTED_BEFORE):
        people = team.found(town)
    diary = days.Diary(now)
    everybody = cast.customers()
    for one in everybody:
        past.Story(one, people, town, diary).tell()
    diary.play()
    _grow_impatient(people)
    town.settle(*cast.residents(everybody))


def _grow_impatient(people: team.Team) -> None:
    """From now on a visitor's own mail is followed up after minutes: a setting of the cadence."""
    course = defaults.library()["reply-follow-up"]
    first, *others = course.steps
    sooner = replace(first, after=Offset(PATIENCE_MINUTES, Unit.MINUTES))
    writing.write(cadence=replace(course, steps=(sooner, *others)), by=people["grace"].by)


def what_to_watch() -> str:
    """One sentence for the terminal."""
    return "Sign in as Hannah Reed and open Maria Lopez: the assistant writes to her in the first minutes."
