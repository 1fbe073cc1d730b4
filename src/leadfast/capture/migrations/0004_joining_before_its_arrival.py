"""A row of a file is written as an arrival after the lead that it joined: what it changed may point at it first."""

from django.db import migrations

LATER = """
ALTER TABLE capture_joining
    ALTER CONSTRAINT capture_joining_arrival_id_fk DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("capture", "0003_campaigns_events_expected")]

    operations = [migrations.RunSQL(LATER, migrations.RunSQL.noop)]
