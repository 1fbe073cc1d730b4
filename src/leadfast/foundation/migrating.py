"""Brings a database up to date: roles, tables, grants. Safe to run at every start and by several at once."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.state import ProjectState
from psycopg import sql

from leadfast.foundation.postgres import roles

# Any number that nobody else uses; two migrations at once would deadlock on each other's tables.
MIGRATING = 7_305_011


def migrate(*, verbosity: int = 0) -> None:
    """Run every migration as the owner, then give the application's role what third-party tables need."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        with _changing_in_place():
            call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
        call_command("createcachetable", database="owner", verbosity=0)
        grant_third_party()
    finally:
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
        owner.close()


@contextlib.contextmanager
def _changing_in_place() -> Iterator[None]:
    """A model, a field, a constraint or an index more or less rebuilds no class of a related model.

    Django rebuilds them all at every such step; changing the one class that is concerned does as well here.
    Migrating an empty database takes six times as long otherwise, at a first start and in every run of the
    tests; the schemas that result are the same to the letter.
    """
    states: Any = ProjectState
    before = {name: getattr(states, name) for name in IN_PLACE}
    for name, change in IN_PLACE.items():
        setattr(states, name, _only_remembering(before[name], change))
    try:
        yield
    finally:
        for name, step in before.items():
            setattr(states, name, step)


def _only_remembering(step: Callable[..., None], change: Callable[..., None]) -> Callable[..., None]:
    """A step of a state that changes its classes by ``change`` instead of rebuilding them."""

    def stepped(state: ProjectState, *said: Any) -> None:
        # A state without classes only remembers.
        apps = state.__dict__.pop("apps", None)
        step(state, *said)
        if apps is None:
            return
        if any(model._meta.apps is not apps for model in apps.get_models(include_auto_created=True)):
            # Copied from another state: its classes would look for each other there. Built anew at next use.
            return
        state.__dict__["apps"] = apps
        change(state, *said)

    return stepped


def _model_added(state: ProjectState, model: Any) -> None:
    state.apps.render_multiple([model])


def _field_added(state: ProjectState, app_label: str, model_name: str, name: str, *_: object) -> None:
    field: Any = state.models[app_label, model_name].fields[name]
    rendered: Any = state.apps.get_model(app_label, model_name)
    rendered.add_to_class(name, field.clone())
    state.apps.clear_cache()


def _option_changed(
    state: ProjectState, app_label: str, model_name: str, option_name: str, *_: object
) -> None:
    options = state.models[app_label, model_name].options
    rendered = state.apps.get_model(app_label, model_name)
    setattr(rendered._meta, option_name, [*options[option_name]])


#: The steps of a state that rebuild classes, and what does as well.
IN_PLACE: dict[str, Callable[..., None]] = {
    "add_model": _model_added,
    "add_field": _field_added,
    "_append_option": _option_changed,
    "_remove_option": _option_changed,
}


def grant_third_party() -> None:
    """Tables of Django, allauth and Procrastinate: our own tables grant what they mean in their migrations."""
    app = sql.Identifier(roles.APP)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        present = {row[0] for row in cursor.fetchall()}
        for table in sorted(third_party_tables() & present):
            _execute(
                cursor.cursor, "GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}", sql.Identifier(table), app
            )
        _execute(cursor.cursor, "GRANT SELECT ON {} TO {}", sql.Identifier("django_migrations"), app)
        _execute(cursor.cursor, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}", app)


def third_party_tables() -> set[str]:
    """The tables that are not ours, plus the shared cache."""
    return {"worker_cache"} | {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if not model.__module__.startswith("leadfast.")
    }


def unapplied() -> list[str]:
    """Names of migrations this code has and the database has not."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connections["owner"].close()
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _execute(cursor: psycopg.Cursor[tuple[object, ...]], statement: str, *names: sql.Composable) -> None:
    cursor.execute(sql.SQL(statement).format(*names))
