"""A subscription gets another secret in place; the one before signs beside it for a time that is said."""

from django.db import migrations, models
from django.db.models import Q

from leadfast.foundation.schema import APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0002_what_is_due_stays")]

    operations = [
        migrations.AddField("subscription", "old_sealed_secret", models.TextField(blank=True, default="")),
        migrations.AddField("subscription", "old_until", models.DateTimeField(null=True)),
        migrations.RunSQL(
            f"GRANT UPDATE (old_sealed_secret, old_until) ON webhooks_subscription TO {APP_ROLE}",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "subscription",
            models.CheckConstraint(
                condition=Q(old_sealed_secret="", old_until=None)
                | ~Q(old_sealed_secret="") & Q(old_until__isnull=False),
                name="old_secret_ends",
            ),
        ),
    ]
