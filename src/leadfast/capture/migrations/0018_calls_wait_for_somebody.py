"""A call to nobody we know waits for somebody, and until a time, as everything does that waits for a person."""

from django.db import migrations, models
from django.db.models import Q

from leadfast.foundation.schema import APP_ROLE, SWEEP_ROLE, TenantKey, composite_key

# What waits already: for whoever made the call and is still here, else for a manager, else for anybody.
UNDER_WAY = """
UPDATE capture_callrecord AS record
SET due_at = file.received_at + interval '1 day', waits_for_id = (
    SELECT member.id FROM workspaces_member AS member WHERE member.workspace_id = record.workspace_id
    ORDER BY member.left_at IS NULL DESC, member.id = record.member_id DESC NULLS LAST, member.role = 'manager' DESC,
             member.role = 'admin' DESC, member.joined_at
    LIMIT 1)
FROM capture_callfile AS file
WHERE file.workspace_id = record.workspace_id AND file.id = record.file_id
  AND (record.outcome = 'unmatched' OR (record.outcome = 'waiting' AND record.arrival_id IS NULL))
"""


class Migration(migrations.Migration):
    dependencies = [("capture", "0017_states_of_calls")]

    operations = [
        migrations.AddField("callrecord", "due_at", models.DateTimeField(null=True)),
        migrations.AddField("callrecord", "escalated", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("callrecord", "waits_for", TenantKey("workspaces.Member", null=True)),
        migrations.RunSQL(UNDER_WAY, migrations.RunSQL.noop),
        composite_key("capture_callrecord", "waits_for_id", "workspaces_member"),
        migrations.RunSQL(
            f"GRANT UPDATE (due_at, escalated, waits_for_id) ON capture_callrecord TO {APP_ROLE};"
            f"CREATE POLICY sweep ON capture_callrecord FOR SELECT TO {SWEEP_ROLE} USING (true);"
            f"GRANT SELECT (workspace_id, id, due_at) ON capture_callrecord TO {SWEEP_ROLE}",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex("callrecord", "call_record_unmatched"),
        migrations.AddIndex(
            "callrecord",
            models.Index(fields=["due_at"], name="call_record_due", condition=Q(due_at__isnull=False)),
        ),
        migrations.AddIndex(
            "callrecord",
            models.Index(
                fields=["workspace", "due_at", "id"],
                name="call_record_waiting",
                condition=Q(due_at__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "callrecord",
            models.CheckConstraint(
                condition=~Q(outcome__in=("unmatched", "waiting"))
                | Q(outcome="waiting", arrival__isnull=False)
                | Q(due_at__isnull=False, waits_for__isnull=False),
                name="waiting_call_is_due_and_somebodys",
            ),
        ),
    ]
