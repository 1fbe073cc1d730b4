"""Who came on a day that is over and was added later counts on that day: found by when they came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("capture", "0023_statistics_from_the_start")]

    operations = [
        migrations.AddIndex(
            "arrival",
            models.Index(
                fields=["workspace", "original_at"],
                name="arrival_by_original",
                condition=models.Q(original_at__isnull=False),
            ),
        ),
    ]
