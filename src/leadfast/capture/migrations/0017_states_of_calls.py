"""Every state of a call that was told stands beside it, as it was told."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import leadfast.foundation.ids
from leadfast.foundation.schema import APP_ROLE, TenantKey, composite_key, tenant_table

_ID = models.UUIDField(
    default=leadfast.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
)
_WORKSPACE = models.ForeignKey(
    db_constraint=False,
    db_index=False,
    on_delete=django.db.models.deletion.DO_NOTHING,
    related_name="+",
    to="workspaces.workspace",
)


class Migration(migrations.Migration):
    dependencies = [("capture", "0016_files_in_parts")]

    operations = [
        migrations.AddField("callfile", "states_taken", models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="CallState",
            fields=[
                ("id", _ID),
                ("number", models.PositiveIntegerField()),
                ("external_key", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("is_over", models.BooleanField()),
                ("due_at", models.DateTimeField(null=True)),
                ("file", TenantKey("capture.CallFile", related_name="states")),
                ("workspace", _WORKSPACE),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["workspace", "external_key", "state", "at"], name="call_state_once"
                    ),
                    models.CheckConstraint(condition=~Q(state=""), name="call_state_says_which"),
                    models.CheckConstraint(
                        condition=Q(due_at=None) | Q(is_over=False), name="call_over_is_not_due"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["due_at"], name="call_state_due", condition=Q(due_at__isnull=False)),
                    models.Index(fields=["workspace", "file"], name="call_state_of_file"),
                ],
            },
        ),
        tenant_table(
            "capture_callstate",
            grants="SELECT, INSERT",
            sweep_columns=("workspace_id", "id", "due_at"),
            rooted=False,
        ),
        composite_key("capture_callstate", "file_id", "capture_callfile"),
        migrations.RunSQL(
            f"GRANT UPDATE (due_at) ON capture_callstate TO {APP_ROLE};"
            f"GRANT UPDATE (states_taken) ON capture_callfile TO {APP_ROLE}",
            migrations.RunSQL.noop,
        ),
    ]
