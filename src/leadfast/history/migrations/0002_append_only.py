"""History is added to and read; the application's role can do nothing else with it."""

from django.db import migrations

from leadfast.foundation.schema import tenant_table


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial"), ("workspaces", "0002_guard")]

    operations = [
        tenant_table("history_recordedfact", grants="SELECT, INSERT"),
        tenant_table(
            "history_reaction",
            grants="SELECT, INSERT, UPDATE",
            sweep_columns=("workspace_id", "id", "due_at", "done_at", "set_aside_at"),
        ),
    ]
