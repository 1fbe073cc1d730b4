"""What was read on photos of cards; a photo is due until a worker has read it."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import leadfast.foundation.clock
import leadfast.foundation.ids
import leadfast.foundation.schema
from leadfast.foundation.schema import composite_key, tenant_table


def _key(to: str, **options: Any) -> leadfast.foundation.schema.TenantKey:
    return leadfast.foundation.schema.TenantKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=to,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("capture", "0008_calls_and_the_floor")]

    operations = [
        migrations.CreateModel(
            name="CardReading",
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
                ("typed", models.JSONField(default=dict)),
                ("due_at", models.DateTimeField(default=leadfast.foundation.clock.now, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
                ("fields", models.JSONField(default=list)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("corrected_at", models.DateTimeField(null=True)),
                ("corrected", models.JSONField(default=dict)),
                ("arrival", _key("capture.arrival")),
                ("corrected_by", _key("workspaces.member", null=True)),
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
        migrations.AddConstraint(
            model_name="cardreading",
            constraint=models.UniqueConstraint(fields=("workspace", "arrival"), name="card_reading_once"),
        ),
        migrations.AddConstraint(
            model_name="cardreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", False), ("read_at", None)),
                    models.Q(("due_at", None), ("read_at__isnull", False)),
                    _connector="OR",
                ),
                name="card_is_due_or_read",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrected_at", None), ("corrected_by", None)),
                    models.Q(("corrected_at__isnull", False), ("corrected_by__isnull", False)),
                    _connector="OR",
                ),
                name="card_corrected_by_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="cardreading",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="card_reading_due"
            ),
        ),
        tenant_table(
            "capture_cardreading",
            grants="SELECT, INSERT, UPDATE",
            sweep_columns=("workspace_id", "id", "arrival_id", "due_at"),
        ),
        composite_key("capture_cardreading", "arrival_id", "capture_arrival"),
        composite_key("capture_cardreading", "corrected_by_id", "workspaces_member"),
    ]
