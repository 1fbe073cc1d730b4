"""What was taught keeps the mail it was taught by, and counts what it has read since."""

import django.db.models.deletion
from django.db import migrations, models

import leadfast.foundation.schema
from leadfast.foundation.schema import composite_key


class Migration(migrations.Migration):
    dependencies = [("capture", "0014_statistics_keep_up")]

    operations = [
        migrations.AddField(
            model_name="mailrule",
            name="example",
            field=leadfast.foundation.schema.TenantKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="capture.arrival",
            ),
        ),
        migrations.AddField(
            model_name="mailrule", name="read_times", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(model_name="mailrule", name="read_at", field=models.DateTimeField(null=True)),
        composite_key("capture_mailrule", "example_id", "capture_arrival"),
    ]
