"""The key of pending steps begins with their lead: whether a closed lead left one behind is asked for each that is
closed, and read through all pending steps of the workspace."""

from django.db import migrations, models

from leadfast.foundation.schema import composite_key

IS_PENDING = composite_key(
    "leads_lead",
    "next_step_id, id",
    "leads_step",
    "id, pending_for",
    name="next_step_is_pending",
    deferred=True,
)


class Migration(migrations.Migration):
    dependencies = [("leads", "0007_partial_keys")]

    operations = [
        migrations.RunSQL(IS_PENDING.reverse_sql, IS_PENDING.sql),
        migrations.RemoveConstraint("step", "step_pending_key"),
        migrations.AddConstraint(
            "step",
            models.UniqueConstraint(fields=["workspace", "pending_for", "id"], name="step_pending_key"),
        ),
        IS_PENDING,
    ]
