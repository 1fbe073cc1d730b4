"""How the demo begins: an empty database, the team, and two weeks played to this morning."""

import datetime as dt
from dataclasses import replace

from django.conf import settings

from leadfast.cli.town import cast, days, past, team
from leadfast.cli.town.square import Town
from leadfast.followup import defaults
from leadfast.followup.actions import writing
from leadfast.followup.rules.cadence import Offset, Unit
from leadfast.foundation import clock, migrating
from leadfast.foundation.postgres import places, roles, server

CONNECTED_BEFORE = dt.timedelta(days=45)
PATIENCE_MINUTES = 2


def begin_anew() -> None:
    """Throw the demo's own database away and make it again."""
    home: places.Places = settings.PLACES
    assert settings.DEMO
    assert settings.EMBEDDED_DATABASE
    running = server.cluster(home)
    with server.superuser(running, settings.SECRET_KEY) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {roles.DATABASE} WITH (FORCE)".encode())
    server.prepare(running, settings.SECRET_KEY)
    migrating.migrate()


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
