"""Batches that are about many people take turns in a workspace, and each turn has its number."""

import django.db.models.deletion
from django.db import migrations, models

import leadfast.foundation.ids
from leadfast.foundation.schema import tenant_table


class Migration(migrations.Migration):
    dependencies = [("capture", "0021_ledger_by_outcome"), ("workspaces", "0006_keys_renewed_in_place")]

    operations = [
        migrations.CreateModel(
            name="BulkTurn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=leadfast.foundation.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
        ),
        tenant_table("capture_bulkturn", grants="SELECT, INSERT, UPDATE"),
        migrations.AddConstraint(
            "bulkturn",
            models.CheckConstraint(
                condition=models.Q(id=models.F("workspace")), name="bulk_turn_of_its_workspace"
            ),
        ),
    ]
