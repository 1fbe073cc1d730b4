from django.db import migrations

# Rows that are claimed, moved and settled all day. Cleaned after a hundredth of them has changed, not
# after a fifth: dead rows in front of a partial index are what slows claiming.
HOT = (
    "history_reaction",
    "mail_fetchedmessage",
    "mail_mailbox",
    "mail_outgoing",
    "leads_lead",
    "leads_step",
    "followup_touch",
    "procrastinate_jobs",
    "worker_heartbeat",
    "worker_sweeprun",
)
EAGER = "autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500, autovacuum_analyze_scale_factor = 0.02"
AS_BEFORE = "autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_analyze_scale_factor"


class Migration(migrations.Migration):
    dependencies = [
        ("worker", "0003_gauges"),
        ("history", "0001_initial"),
        ("mail", "0001_initial"),
        ("leads", "0003_invariant"),
        ("followup", "0001_initial"),
        ("procrastinate", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [f"ALTER TABLE {table} SET ({EAGER})" for table in HOT],
            [f"ALTER TABLE {table} RESET ({AS_BEFORE})" for table in HOT],
        )
    ]
