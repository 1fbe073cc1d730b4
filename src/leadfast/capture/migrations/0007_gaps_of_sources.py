"""How long a source is usually silent, so that its silence can be an alarm."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("capture", "0006_uploads_widened")]

    operations = [
        migrations.AddField(
            model_name="source", name="heard_times", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="source", name="longest_gap_hours", field=models.FloatField(default=0)
        ),
    ]
