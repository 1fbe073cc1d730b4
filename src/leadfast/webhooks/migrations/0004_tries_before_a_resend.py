"""A delivery that is sent again keeps how often it was tried; only its waits begin anew."""

from django.db import migrations, models

from leadfast.foundation.schema import APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0003_two_secrets")]

    operations = [
        migrations.AddField("delivery", "attempts_before", models.PositiveSmallIntegerField(db_default=0)),
        migrations.RunSQL(
            f"GRANT UPDATE (attempts_before) ON webhooks_delivery TO {APP_ROLE}",
            migrations.RunSQL.noop,
        ),
    ]
