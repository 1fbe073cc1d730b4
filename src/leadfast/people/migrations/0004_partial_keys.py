"""A contact point's key to its person or company proves the workspace; a unique key is for those who have it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0003_likeness")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE people_contactpoint DROP CONSTRAINT people_contactpoint_workspace_fk",
            "ALTER TABLE people_contactpoint ADD CONSTRAINT people_contactpoint_workspace_fk "
            "FOREIGN KEY (workspace_id) REFERENCES workspaces_workspace (id)",
        ),
        migrations.RemoveConstraint("contactpoint", "contact_point_once_per_company"),
        migrations.AddConstraint(
            "contactpoint",
            models.UniqueConstraint(
                fields=["workspace", "kind", "key", "company"],
                name="contact_point_once_per_company",
                condition=Q(company__isnull=False),
            ),
        ),
    ]
