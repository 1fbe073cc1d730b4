"""A call that was logged may become proven; nothing else of it is ever written again."""

from django.db import migrations

from leadfast.foundation.schema import APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("conversations", "0005_texts")]

    operations = [
        migrations.RunSQL(
            f"GRANT UPDATE (proof) ON conversations_call TO {APP_ROLE}",
            f"REVOKE UPDATE (proof) ON conversations_call FROM {APP_ROLE}",
        ),
    ]
