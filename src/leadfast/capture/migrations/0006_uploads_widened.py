"""Files of any form: their layout; paused, stopped and taken back; rows that are about nobody."""

from django.db import migrations, models

STATES = ("preview", "queued", "paused", "done", "stopped", "cancelled", "undoing", "undone")
GOING_ON = ("queued", "undoing")
ARRIVED = ("created", "joined", "waiting", "seen_before", "taken_back")
# The door is called by what comes through it, whichever program wrote the table.
RENAMED = "UPDATE capture_arrival SET door = 'spreadsheet' WHERE door = 'csv'"


class Migration(migrations.Migration):
    dependencies = [("capture", "0005_rows_taken")]

    operations = [
        migrations.AddField(model_name="upload", name="layout", field=models.JSONField(default=dict)),
        migrations.RemoveConstraint(model_name="upload", name="upload_state_known"),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=STATES), name="upload_state_known"
            ),
        ),
        migrations.RemoveConstraint(model_name="upload", name="queued_upload_goes_on"),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=GOING_ON, due_at__isnull=False)
                | ~models.Q(state__in=GOING_ON) & models.Q(due_at__isnull=True),
                name="queued_upload_goes_on",
            ),
        ),
        migrations.RemoveIndex(model_name="upload", name="upload_due"),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(
                fields=["due_at"], name="upload_due", condition=models.Q(due_at__isnull=False)
            ),
        ),
        migrations.RemoveConstraint(model_name="uploadrow", name="upload_row_has_its_arrival"),
        migrations.AddConstraint(
            model_name="uploadrow",
            constraint=models.CheckConstraint(
                condition=models.Q(outcome__in=("", "no_lead"), arrival__isnull=True)
                | models.Q(outcome__in=ARRIVED, arrival__isnull=False),
                name="upload_row_has_its_arrival",
            ),
        ),
        migrations.RunSQL(RENAMED, migrations.RunSQL.noop),
    ]
