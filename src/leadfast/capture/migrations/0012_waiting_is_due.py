"""What waits for a person waits for somebody, and until a time."""

from django.db import migrations, models

from leadfast.foundation.schema import APP_ROLE, SWEEP_ROLE, TenantKey, composite_key

# What waits already: for whoever brought it in and is still here, else for a manager, else for anybody.
UNDER_WAY = """
UPDATE capture_arrival AS arrival
SET due_at = arrival.read_at + interval '1 day', waits_for_id = (
    SELECT member.id FROM workspaces_member AS member WHERE member.workspace_id = arrival.workspace_id
    ORDER BY member.left_at IS NULL DESC, member.id = arrival.member_id DESC NULLS LAST, member.role = 'manager' DESC,
             member.role = 'admin' DESC, member.joined_at
    LIMIT 1)
WHERE arrival.settlement = 'waiting' AND arrival.read_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("capture", "0011_calls_stay_as_they_came")]

    operations = [
        migrations.AddField("arrival", "due_at", models.DateTimeField(null=True)),
        migrations.AddField("arrival", "escalated", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("arrival", "waits_for", TenantKey("workspaces.Member", null=True)),
        migrations.RunSQL(UNDER_WAY, migrations.RunSQL.noop),
        composite_key("capture_arrival", "waits_for_id", "workspaces_member"),
        migrations.RunSQL(
            f"GRANT UPDATE (due_at, escalated, waits_for_id) ON capture_arrival TO {APP_ROLE};"
            f"GRANT SELECT (due_at) ON capture_arrival TO {SWEEP_ROLE}",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            "arrival",
            models.Index(fields=["due_at"], name="arrival_due", condition=models.Q(settlement="waiting")),
        ),
        migrations.AddIndex(
            "arrival",
            models.Index(
                fields=["workspace", "waits_for", "due_at"],
                name="arrival_of_member",
                condition=models.Q(settlement="waiting"),
            ),
        ),
        migrations.AddConstraint(
            "arrival",
            models.CheckConstraint(
                condition=~models.Q(settlement="waiting")
                | models.Q(read_at=None)
                | models.Q(due_at__isnull=False, waits_for__isnull=False),
                name="waiting_arrival_is_due_and_somebodys",
            ),
        ),
    ]
