"""How often a token asked in its minute, counted in its own row."""

from django.db import migrations, models

from leadfast.foundation.schema import APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0004_tokens_end_for_good")]

    operations = [
        migrations.AddField(
            model_name="token",
            name="minute",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="token",
            name="used",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE (minute, used) ON workspaces_token TO {APP_ROLE};"
            # Written by every request: there is room for the next version beside this one (HOT updates).
            " ALTER TABLE workspaces_token SET (fillfactor = 50)",
            migrations.RunSQL.noop,
        ),
    ]
