"""How the demo begins: an empty database, the team, and two weeks played to this morning."""

import datetime as dt
import functools
import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Final, LiteralString

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

import leadfast
from leadfast.capture import actions as capture
from leadfast.capture.actions import jotting
from leadfast.cli.simulate import making
from leadfast.cli.simulate.doors import Fair
from leadfast.cli.simulate.world import Plan, World
from leadfast.cli.town import cast, hour, past, team
from leadfast.cli.town import days as days_ago
from leadfast.cli.town.square import Town
from leadfast.followup import defaults
from leadfast.followup.actions import writing
from leadfast.followup.rules.cadence import Offset, Unit
from leadfast.foundation import business_time, business_time_zones, clock, ids, migrating
from leadfast.foundation.postgres import keys, places, roles, server
from leadfast.foundation.postgres.cluster import PORT, SUPERUSER
from leadfast.mail.actions import Server

CONNECTED_BEFORE = dt.timedelta(days=45)
PATIENCE_MINUTES = 2
TEMPLATES, HISTORIES, PLAYING = "demo_template_", "demo_history_", "demo_playing"
#: Days of the short past, the day on which stories begin at the latest.
SHORT = 18
SEED, LEADS_PER_DAY = 7, 4.0
#: In the short past, somebody waits for it to be played: how many come in besides the stories, by which every door
#: has been used, and how many come to the stand on each day of a fair.
FEW_A_DAY, STAND, FAIR_DAYS_AGO = 0.4, 5, 5
_THURSDAY: Final = 3
NINE = dt.time(9, 0)
COPY: Final = "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy"


def begin_anew(*, history: str = "") -> None:
    """Throw the demo's own database away and make it again: from a kept history, or from a migrated copy."""
    home: places.Places = settings.PLACES
    assert settings.DEMO
    assert settings.EMBEDDED_DATABASE
    running = server.cluster(home)
    template = f"{TEMPLATES}{migrations()}"
    keep = {template, f"{HISTORIES}{migrations()}"}
    with server.superuser(running, settings.SECRET_KEY) as connection:
        there = _databases(connection)
        for name in there:
            ours = name.startswith((TEMPLATES, HISTORIES))
            if name == roles.DATABASE or (ours and name not in keep):
                _run(connection, "DROP DATABASE {} WITH (FORCE)", name)
        source = history if history in there else template if template in there else ""
        if source:
            _run(connection, COPY, roles.DATABASE, source, roles.OWNER)
            _hurry(connection)
            return
    server.prepare(running, settings.SECRET_KEY)
    migrating.migrate()
    connections.close_all()
    with server.superuser(running, settings.SECRET_KEY) as connection:
        _run(connection, COPY, template, roles.DATABASE, roles.OWNER)
        _hurry(connection)


def has(history: str) -> bool:
    """Whether that history lies in the demo's cluster."""
    with server.superuser(server.cluster(settings.PLACES), settings.SECRET_KEY) as connection:
        return history in _databases(connection)


def begin_history() -> str:
    """A database beside the demo's own, for the history that is being played; returns its URL for its owner."""
    running = server.cluster(settings.PLACES)
    with server.superuser(running, settings.SECRET_KEY) as connection:
        for name in _databases(connection) & {PLAYING, f"{HISTORIES}{migrations()}"}:
            _run(connection, "DROP DATABASE {} WITH (FORCE)", name)
        _run(connection, COPY, PLAYING, f"{TEMPLATES}{migrations()}", roles.OWNER)
        _hurry(connection, PLAYING)
    password = keys.password(SUPERUSER, settings.SECRET_KEY)
    return f"postgresql://{SUPERUSER}:{password}@/{PLAYING}?host={running.sockets}&port={PORT}"


def keep_history() -> None:
    """The history has been played to its end: from now on it can be opened."""
    with server.superuser(server.cluster(settings.PLACES), settings.SECRET_KEY) as connection:
        _run(connection, "ALTER DATABASE {} RENAME TO {}", PLAYING, f"{HISTORIES}{migrations()}")


def _databases(connection: "psycopg.Connection[tuple[object, ...]]") -> set[str]:
    return {str(row[0]) for row in connection.execute("SELECT datname FROM pg_database").fetchall()}


def _hurry(connection: "psycopg.Connection[tuple[object, ...]]", name: str = roles.DATABASE) -> None:
    # Every start begins anew: what a power cut takes from a demo is nobody's work.
    _run(connection, "ALTER DATABASE {} SET synchronous_commit = off", name)


@functools.cache
def migrations() -> str:
    """Eight letters that stand for every migration of the product as it is now."""
    package = Path(leadfast.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(package.glob("*/migrations/*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def _run(connection: "psycopg.Connection[tuple[object, ...]]", statement: LiteralString, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def play(servers: team.Servers, *, now: dt.datetime) -> int:
    """The short past: the team as it was weeks ago, and the last two of them lived through.

    Returns how many customers there were besides those of the stories.
    """
    begins = _midnight(now, SHORT)
    fair = _fair(now)
    plan = Plan(seed=SEED, leads_per_day=FEW_A_DAY, fairs=[fair])
    world = World(plan, begins, founded=now - CONNECTED_BEFORE)
    world.busy_from = fair.first
    # Somebody waits for it: of what a quiet company does every day the last days are enough.
    world.dailies_from = business_time_zones.local(now, hour.ZONE).date() - dt.timedelta(days=3)
    with world.standing(servers):
        _by_every_door(world, now)
        _live(world, now)
    return len(world.customers)


def _by_every_door(world: World, now: dt.datetime) -> None:
    """So that each has something to show, whatever the dice say: what came in lately, and a card of this morning."""
    diary, doors = days_ago.Diary(now, world.clockwork), world.doors
    hannah, tom, priya = (world.team[key] for key in team.REPS)
    for days, wall, act in (
        (4, "10:40", lambda: doors.writes(world.stranger("website"))),
        (3, "11:25", lambda: doors.rings(world.stranger("Phone"), tom)),
        (2, "14:10", lambda: doors.rings_in_vain(world.stranger("Phone"), priya)),
        (2, "16:20", lambda: _promised(hannah)),
        (1, "09:50", lambda: doors.writes(world.stranger("website"))),
        (1, "15:05", lambda: doors.rings(world.stranger("Phone"), hannah)),
        (1, "16:30", lambda: doors.rings_in_vain(world.stranger("Phone"), tom)),
    ):
        diary.at(days, wall, act)
    # Read while the visitor looks around, by a worker, as every photo is; and so is the synthetic card that follows it.
    diary.write(now - dt.timedelta(minutes=1), lambda: _photographs_a_card(priya))
    world.clockwork.rest |= dict.fromkeys(("capture.cards", "capture.under_way"), now - dt.timedelta(hours=1))


def _promised(by: team.Colleague) -> None:
    typed = {"line": "Sutcliffe Mouldings, a reach truck"}
    capture.expect(typed=typed, promised_by="Ruth Carver, our accountant", by=by.by)


def _photographs_a_card(by: team.Colleague) -> None:
    photo = resources.files("leadfast.cli.town").joinpath("card.jpg").read_bytes()
    jotting.jot(
        key=ids.uuid7(),
        typed={
            "line": "Came to the yard, wants to see the demo trucks",
            "how": "walk_in",
            "source": "Walk-in",
        },
        photo=photo,
        media_type="image/jpeg",
        by=by.by,
    )


def _fair(now: dt.datetime) -> Fair:
    """Two days of last week, or of the week before: whoever was met there has been called by now."""
    today = business_time_zones.local(now, hour.ZONE).date()
    day = business_time.shift_business_days(days_ago.PLACE, today, -FAIR_DAYS_AGO)
    while day.weekday() > _THURSDAY:
        day -= dt.timedelta(days=1)
    return Fair(day, "Northern Handling Expo", "Leeds", Decimal(4800), crowd=STAND)


def play_long(servers: team.Servers, *, now: dt.datetime, days: int, told: Callable[[int], None]) -> int:
    """``days`` of history and the same last two weeks at their end; returns how many customers there were."""
    begins = _midnight(now, days)
    plan = Plan(seed=SEED, leads_per_day=LEADS_PER_DAY)
    world = World(plan, begins, founded=min(begins, now - CONNECTED_BEFORE))
    with world.standing(servers):
        first = world.clockwork.now.date()
        _live(world, now, told=lambda on: told((on - first).days + 1))
    return len(world.customers)


def _live(world: World, now: dt.datetime, *, told: Callable[[dt.date], None] = lambda _: None) -> None:
    world.hurry()
    diary = days_ago.Diary(now, world.clockwork)
    for one in cast.customers():
        past.Story(one, world.team, world.post, diary).tell()
    # From this morning on nobody works, and what is due is left for the visitor to see; the customers'
    # follow-ups leave when the visitor has come.
    world.idle_on = business_time_zones.local(now, hour.ZONE).date()
    # Whoever is away is given no new leads, and these stories have their owners.
    world.boss.no_leave_from = world.idle_on - dt.timedelta(days=35)
    nine = business_time_zones.instant(world.idle_on, NINE, hour.ZONE)
    world.clockwork.rest |= dict.fromkeys(("followup.send", "accountability.turns"), nine)
    world.live(now, told=told)
    with clock.frozen(now):
        world.clockwork.every_sweep()
        _grow_impatient(world.team)


def _midnight(now: dt.datetime, days: int) -> dt.datetime:
    on = business_time_zones.local(now, hour.ZONE).date() - dt.timedelta(days=days)
    return business_time_zones.start_of_day(on, hour.ZONE)


def settle(town: Town, *, customers: int = 0) -> None:
    """Everybody lives on: the people of the last two weeks as they are, the others in their character."""
    town.settle(*cast.residents(cast.customers()))
    new = making.customers(random.Random(SEED + 1))  # noqa: S311  # the same ones again
    town.settle(*cast.neighbours([next(new) for _ in range(customers)]))


def _grow_impatient(people: team.Team) -> None:
    """From now on a visitor's own mail is followed up after minutes: a setting of the cadence."""
    course = defaults.library()["reply-follow-up"]
    first, *others = course.steps
    sooner = replace(first, after=Offset(PATIENCE_MINUTES, Unit.MINUTES))
    writing.write(cadence=replace(course, steps=(sooner, *others)), by=people["grace"].by)


def what_to_watch() -> str:
    """One sentence for the terminal."""
    return "Sign in as Hannah Reed and open Maria Lopez: the assistant writes to her in the first minutes."


def open_mailboxes(town: Town) -> None:
    """The team's mailboxes on the town's own servers, where they go on from here."""
    for key, name, _, phone in team.PEOPLE:
        if phone:
            town.open_mailbox(team.address(key, name).mail)


def servers_of(town: Town) -> team.Servers:
    """How the town's mailboxes are reached."""
    return servers_at(town.smtp_port, town.imap_port)


def servers_at(smtp_port: int, imap_port: int) -> team.Servers:
    """The same, by their ports."""
    here = "127.0.0.1"
    return team.Servers(Server(here, imap_port, "plain"), Server(here, smtp_port, "plain"), lambda _: None)
