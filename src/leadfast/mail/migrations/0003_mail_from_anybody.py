"""Addresses that take mail from anybody, and the messages that came to them."""

import django.contrib.postgres.fields
from django.db import migrations, models

from leadfast.foundation.schema import SWEEP_ROLE


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_promises")]

    operations = [
        migrations.AddField(
            model_name="fetchedmessage", name="from_anybody", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="mailbox",
            name="open_tags",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        # The sweep that takes in conversations passes them by, and another takes them.
        migrations.RunSQL(
            f"GRANT SELECT (from_anybody) ON mail_fetchedmessage TO {SWEEP_ROLE}",
            f"REVOKE SELECT (from_anybody) ON mail_fetchedmessage FROM {SWEEP_ROLE}",
        ),
    ]
