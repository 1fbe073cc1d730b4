"""Brings a database up to date: roles, tables, grants. Safe to run at every start and by several at once."""

import contextlib
from collections.abc import Iterator
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
        with _constraints_without_rendering():
            call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
        call_command("createcachetable", database="owner", verbosity=0)
        grant_third_party()
    finally:
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
        owner.close()


@contextlib.contextmanager
def _constraints_without_rendering() -> Iterator[None]:
    """Adding a constraint or an index does not rebuild the classes of every related model.

    Django rebuilds them because one model's options changed; changing them in place does as well here.
    A first start took 19 s with it and 7 s without, and so did every run of the tests; the schemas that
    result are the same to the letter.
    """
    states: Any = ProjectState
    append = states._append_option

    def only_remember(
        state: ProjectState, app_label: str, model_name: str, option_name: str, addition: object
    ) -> None:
        options = state.models[app_label, model_name].options
        options[option_name] = [*options.get(option_name, []), addition]
        if "apps" in state.__dict__:
            rendered = state.apps.get_model(app_label, model_name)._meta
            setattr(rendered, option_name, [*getattr(rendered, option_name), addition])

    states._append_option = only_remember
    try:
        yield
    finally:
        states._append_option = append


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
