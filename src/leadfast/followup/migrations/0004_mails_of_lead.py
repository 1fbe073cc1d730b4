"""The automated mails of a lead, those on their way included, by when they were decided."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_touch_on_its_way")]

    operations = [
        migrations.RemoveIndex(model_name="touch", name="touch_mails_of_lead"),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                fields=["workspace", "lead", "-decided_at"],
                name="touch_mails_of_lead",
                condition=models.Q(("by_machine", True)),
            ),
        ),
    ]
