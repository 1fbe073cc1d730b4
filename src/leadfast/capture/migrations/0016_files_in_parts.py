"""The bytes of a file are kept as they came, not compressed: then a part is read without reading all of them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("capture", "0015_what_a_rule_did")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE capture_upload ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE capture_upload ALTER COLUMN content SET STORAGE EXTENDED",
        )
    ]
