"""What the models promise is what the database holds: keys, row-level security, grants, roles."""

import uuid

import pytest
from django.apps import apps
from django.db import connections

from leadfast.foundation.schema import TenantKey
from leadfast.workspaces.models import TenantModel

pytestmark = [pytest.mark.promises, pytest.mark.usefixtures("db")]

TENANT_MODELS = sorted(
    (model for model in apps.get_models() if issubclass(model, TenantModel)),
    key=lambda model: model._meta.db_table,
)
KEPT_FOR_EVER = {
    "history_recordedfact": {"SELECT", "INSERT"},
    "people_suppression": {"SELECT", "INSERT"},
    "leads_verdict": {"SELECT", "INSERT"},
    "leads_lead": {"SELECT", "INSERT", "UPDATE"},
    "leads_step": {"SELECT", "INSERT", "UPDATE"},
    "leads_closure": {"SELECT", "INSERT", "UPDATE"},
    "leads_giveup": {"SELECT", "INSERT", "UPDATE"},
}


def rows(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.db_table)
def test_every_table_of_a_workspace_is_guarded(model: type[TenantModel]) -> None:
    table = model._meta.db_table
    [(secured, forced)] = rows(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table
    )
    assert (secured, forced) == (True, True), "row-level security must be on and forced"
    [(primary,)] = rows(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'p'",
        table,
    )
    assert primary == "PRIMARY KEY (workspace_id, id)"


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.db_table)
def test_every_key_between_tables_carries_the_workspace(model: type[TenantModel]) -> None:
    table = model._meta.db_table
    keys = [
        str(row[0])
        for row in rows(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype = 'f'",
            table,
        )
    ]
    for field in model._meta.get_fields():
        if not isinstance(field, TenantKey):
            continue
        target = field.related_model._meta.db_table  # type: ignore[union-attr]
        wanted = f"FOREIGN KEY (workspace_id, {field.column}"
        assert any(
            key.startswith(wanted) and f"REFERENCES {target}(workspace_id, id" in key for key in keys
        ), f"{table}.{field.column} has no composite key to {target}"


@pytest.mark.parametrize("table", sorted(KEPT_FOR_EVER))
def test_the_application_may_not_rewrite(table: str) -> None:
    granted = {
        str(row[0])
        for row in rows(
            "SELECT privilege_type FROM information_schema.role_table_grants "
            "WHERE grantee = 'leadfast_app' AND table_name = %s",
            table,
        )
    }
    assert granted == KEPT_FOR_EVER[table]


def test_the_sweeping_role_sees_ids_and_times_only() -> None:
    allowed = {"uuid", "timestamptz", "varchar", "bool", "int4", "int8", "int2"}
    seen = rows(
        "SELECT g.table_name, g.column_name, c.udt_name "
        "FROM information_schema.role_column_grants AS g "
        "JOIN information_schema.columns AS c USING (table_schema, table_name, column_name) "
        "WHERE g.grantee = 'leadfast_sweep' AND table_schema = 'public'"
    )
    assert seen
    texts = [row for row in seen if row[2] not in allowed]
    assert not texts
    writes = rows(
        "SELECT table_name FROM information_schema.role_table_grants "
        "WHERE grantee = 'leadfast_sweep' AND privilege_type <> 'SELECT'"
    )
    assert not writes


def test_the_application_owns_nothing_and_bypasses_nothing() -> None:
    flags = rows("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'leadfast_app'")
    assert flags == [(False, False, False)]
    # Temporary ones are a connection's own.
    assert not rows(
        "SELECT tablename FROM pg_tables WHERE tableowner IN ('leadfast_app', 'leadfast_sweep') "
        "AND schemaname !~ '^pg_temp'"
    )


def test_ids_of_the_database_are_twins_of_ours() -> None:
    [(made,)] = rows("SELECT leadfast_uuid7('2026-11-22 12:00:00+00')")

    one = uuid.UUID(str(made))
    assert one.version == 7
    assert one.variant == uuid.RFC_4122
    assert one.int >> 80 == 1_795_348_800_000


def test_a_keys_check_is_never_planned_as_a_walk_through_the_table() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("off",)
