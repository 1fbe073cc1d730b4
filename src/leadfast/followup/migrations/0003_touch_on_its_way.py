"""The touches on their way are looked at by the slot of their mail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followup", "0002_promises")]

    operations = [
        migrations.RemoveIndex(model_name="touch", name="touch_sending"),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                fields=["due_at"], name="touch_on_its_way", condition=models.Q(("state", "sending"))
            ),
        ),
    ]
