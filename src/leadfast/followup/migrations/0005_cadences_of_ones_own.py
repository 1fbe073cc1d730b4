"""A cadence of one's own is turned off by a person, and is deleted with its steps while nothing has run on it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from leadfast.foundation.schema import TenantKey, composite_key

_STEPS = "followup_cadencestep"
_KEY = f"""
ALTER TABLE {_STEPS} DROP CONSTRAINT {_STEPS}_cadence_id_fk;
ALTER TABLE {_STEPS} ADD CONSTRAINT {_STEPS}_cadence_id_fk
    FOREIGN KEY (workspace_id, cadence_id) REFERENCES followup_cadence (workspace_id, id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0004_mails_of_lead"),
        ("workspaces", "0001_initial"),
    ]

    operations = [
        migrations.AddField("cadence", "turned_off_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "cadence",
            "turned_off_by",
            TenantKey(
                on_delete=django.db.models.deletion.DO_NOTHING,
                null=True,
                related_name="+",
                to="workspaces.member",
            ),
        ),
        composite_key("followup_cadence", "turned_off_by_id", "workspaces_member"),
        migrations.AddConstraint(
            "cadence",
            models.CheckConstraint(
                condition=Q(turned_off_at=None, turned_off_by=None)
                | Q(turned_off_at__isnull=False, turned_off_by__isnull=False, turned_on_at=None),
                name="cadence_turned_off_by_a_person",
            ),
        ),
        # Nobody but the database deletes a step: with its cadence, which an enrolment of any time keeps.
        migrations.RunSQL(f"{_KEY} ON DELETE CASCADE", _KEY),
    ]
