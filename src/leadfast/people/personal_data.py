"""Exporting what is known of a person, and erasing it at their request.

Each package keeps, in ``personal/export/*.sql`` and ``personal/erase/*.sql``, the statements for its
own tables; they are run in the order of their file names, as the owner of the tables, because the
application may neither delete nor rewrite. Parameters: workspace, person, now.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from importlib import resources
from typing import Any, Literal

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from leadfast.foundation import clock, secrets
from leadfast.history import actions as history
from leadfast.people import actions, erased, mentions
from leadfast.people.errors import PersonNotFound
from leadfast.people.facts import PersonErased
from leadfast.people.models import Person
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

Act = Literal["find", "export", "erase"]


def export(*, workspace_id: uuid.UUID, person_id: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    """Everything known of a person, by topic, as rows of JSON values."""
    exported: dict[str, list[dict[str, Any]]] = {}
    values = _values(workspace_id, person_id, clock.now())
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        _run("find", cursor, values)
        for topic, statement in _statements("export"):
            cursor.execute(statement, values)
            names = [column.name for column in cursor.description or ()]
            exported[topic] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not exported.get("person"):
        raise PersonNotFound
    return exported


def erase(*, person_id: uuid.UUID, request: str, by: Actor) -> None:
    """Remove what is known of a person. A keyed suppression of each address stays, for good.

    ``request`` says when and how they asked; it is recorded as the proof. Leads about the person
    must be closed as erased first (``leads.erased``), in the same command.
    """
    with guard.writing(by):
        if not Person.objects.filter(id=person_id).exists():
            raise PersonNotFound
        actions.suppress_person(person_id=person_id, reason="erased", by=by)
        history.record(PersonErased(request), by=by, at=clock.now(), person_id=person_id)
    _run_erasure(by.workspace_id, person_id, clock.now())


def _run_erasure(workspace_id: uuid.UUID, person_id: uuid.UUID, now: dt.datetime) -> None:
    values = _values(workspace_id, person_id, now)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        _run("find", cursor, values)
        mentions.replace(cursor, values)
        _run("erase", cursor, values)


def _values(workspace_id: uuid.UUID, person_id: uuid.UUID, now: dt.datetime) -> dict[str, Any]:
    inner, outer = secrets.halves(erased.PURPOSE)
    return {"workspace": workspace_id, "person": person_id, "now": now, "inner": inner, "outer": outer}


def _run(act: Act, cursor: CursorWrapper, values: dict[str, Any]) -> None:
    for _, script in _statements(act):
        for statement in filter(str.strip, script.split(";\n")):
            cursor.execute(statement, values)


def _statements(act: Act) -> Iterator[tuple[str, str]]:
    found = []
    for app in apps.get_app_configs():
        if app.name.startswith("leadfast."):
            folder = resources.files(app.name) / "personal" / act
            if folder.is_dir():
                found += [
                    (file.name, file.read_text()) for file in folder.iterdir() if file.name.endswith(".sql")
                ]
    for name, statement in sorted(found):
        yield name.removesuffix(".sql"), statement
