from django.db import migrations

from leadfast.foundation.schema import shared_table, tenant_table


class Migration(migrations.Migration):
    dependencies = [("worker", "0001_initial")]

    operations = [
        tenant_table("worker_setaside"),
        shared_table("worker_heartbeat"),
        shared_table("worker_sweeprun"),
        shared_table("worker_gauge"),
    ]
