"""Leads of one campaign, by what is due next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0005_quiet_since")]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("campaign__gt", ""), ("closure", None)),
                fields=["workspace", "campaign", "next_due_at", "id"],
                name="lead_by_campaign_due",
            ),
        ),
    ]
