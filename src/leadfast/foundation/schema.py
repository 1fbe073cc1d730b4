"""What every table of a workspace gets in the database, as migration operations.

Django can express neither keys of two columns nor row-level security, so both are SQL here, in one
place, and ``tests/promises/test_catalogue.py`` compares them with the models.
"""

from collections.abc import Sequence
from typing import Any

from django.db import migrations, models

APP_ROLE = "leadfast_app"
SWEEP_ROLE = "leadfast_sweep"

# Raises when no workspace is set (the setting is then unknown or the empty string): a query that
# forgot its workspace is an error, never an empty answer.
IN_WORKSPACE = "workspace_id = current_setting('leadfast.workspace')::uuid"


class TenantKey(models.ForeignKey[Any, Any]):
    """A key to another table of the same workspace.

    The constraint itself is (workspace_id, column) -> (workspace_id, id), see
    :func:`composite_key`; indexes are named where they are needed.
    """

    def __init__(self, to: Any, **options: Any) -> None:
        options.setdefault("on_delete", models.DO_NOTHING)
        options.setdefault("db_index", False)
        options["db_constraint"] = False
        options.setdefault("related_name", "+")
        super().__init__(to, **options)


def tenant_table(
    table: str,
    *,
    grants: str = "SELECT, INSERT, UPDATE, DELETE",
    sweep_columns: Sequence[str] = (),
    visible: str = IN_WORKSPACE,
    rooted: bool = True,
) -> migrations.RunSQL:
    """Key led by the workspace, forced row-level security, and the grants of each role.

    ``sweep_columns``: what the sweeps may read across workspaces (ids and due times only).
    ``rooted``: a key to the workspace itself. Tables of bulk work leave it out where a composite
    key to a rooted table already proves that the workspace exists.
    """
    root = (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_workspace_fk "
        "FOREIGN KEY (workspace_id) REFERENCES workspaces_workspace (id)"
    )
    statements = [
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey",
        f"ALTER TABLE {table} ADD PRIMARY KEY (workspace_id, id)",
        *([root] if rooted else []),
        *_security(table, grants=grants, sweep_columns=sweep_columns, visible=visible),
    ]
    return migrations.RunSQL(";\n".join(statements), migrations.RunSQL.noop)


def secured_table(table: str, *, grants: str, visible: str, check: str | None = None) -> migrations.RunSQL:
    """Row-level security for a table that is not led by a workspace (the workspaces themselves)."""
    statements = _security(table, grants=grants, sweep_columns=(), visible=visible, check=check)
    return migrations.RunSQL(";\n".join(statements), migrations.RunSQL.noop)


def shared_table(table: str, *, grants: str = "SELECT, INSERT, UPDATE, DELETE") -> migrations.RunSQL:
    """A table of the installation, not of a workspace (accounts, sessions): only grants."""
    return migrations.RunSQL(
        f"GRANT {grants} ON {table} TO {APP_ROLE}",
        f"REVOKE ALL ON {table} FROM {APP_ROLE}",
    )


def composite_key(
    table: str,
    columns: str,
    to_table: str,
    to_columns: str = "id",
    *,
    name: str | None = None,
    deferred: bool = False,
) -> migrations.RunSQL:
    """FOREIGN KEY (workspace_id, columns) REFERENCES to_table (workspace_id, to_columns)."""
    constraint = name or f"{table}_{columns.split(',')[0].strip()}_fk"
    later = " DEFERRABLE INITIALLY DEFERRED" if deferred else ""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {constraint} "
        f"FOREIGN KEY (workspace_id, {columns}) "
        f"REFERENCES {to_table} (workspace_id, {to_columns}){later}",
        f"ALTER TABLE {table} DROP CONSTRAINT {constraint}",
    )


def _security(
    table: str,
    *,
    grants: str,
    sweep_columns: Sequence[str],
    visible: str,
    check: str | None = None,
) -> list[str]:
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        # The owner migrates, backs up and audits; FORCE would otherwise blind even it.
        f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)",
        (
            f"CREATE POLICY application ON {table} TO {APP_ROLE} "
            f"USING ({visible}) WITH CHECK ({check or visible})"
        ),
        f"GRANT {grants} ON {table} TO {APP_ROLE}",
    ]
    if sweep_columns:
        statements += [
            f"CREATE POLICY sweep ON {table} FOR SELECT TO {SWEEP_ROLE} USING (true)",
            f"GRANT SELECT ({', '.join(sweep_columns)}) ON {table} TO {SWEEP_ROLE}",
        ]
    return statements
