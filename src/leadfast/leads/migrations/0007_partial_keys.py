"""Keys are for the rows that have them; what takes part in a lead is in its workspace by the lead's key.

The words of new leads wait in a longer list until they are sorted into the index of the search: many at once
cost half as much.
"""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("leads", "0006_by_campaign")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE leads_participant DROP CONSTRAINT leads_participant_workspace_fk",
            "ALTER TABLE leads_participant ADD CONSTRAINT leads_participant_workspace_fk "
            "FOREIGN KEY (workspace_id) REFERENCES workspaces_workspace (id)",
        ),
        migrations.RemoveConstraint("lead", "closure_once"),
        migrations.AddConstraint(
            "lead",
            models.UniqueConstraint(
                fields=["workspace", "closure"], name="closure_once", condition=Q(closure__isnull=False)
            ),
        ),
        migrations.RemoveIndex("lead", "lead_by_company"),
        migrations.AddIndex(
            "lead",
            models.Index(
                fields=["workspace", "company"], name="lead_by_company", condition=Q(company__isnull=False)
            ),
        ),
        migrations.RunSQL(
            "ALTER INDEX lead_search_trigrams SET (gin_pending_list_limit = 16384)",
            "ALTER INDEX lead_search_trigrams RESET (gin_pending_list_limit)",
        ),
    ]
