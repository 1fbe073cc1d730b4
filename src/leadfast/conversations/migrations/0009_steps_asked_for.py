"""A call in vain says which step it asked for, once; of calls before, the step is known by what it says."""

from django.db import migrations

from leadfast.foundation.schema import APP_ROLE, TenantKey, composite_key

WRITTEN = f"""
GRANT UPDATE (asked_for_id) ON conversations_call TO {APP_ROLE};
CREATE TRIGGER call_asks_for_one_step BEFORE UPDATE ON conversations_call FOR EACH ROW
    WHEN (OLD.asked_for_id IS NOT NULL AND NEW.asked_for_id IS DISTINCT FROM OLD.asked_for_id)
    EXECUTE FUNCTION ended_for_good();
"""
AS_BEFORE = f"""
DROP TRIGGER call_asks_for_one_step ON conversations_call;
REVOKE UPDATE (asked_for_id) ON conversations_call FROM {APP_ROLE};
"""
# Each step is of the last call in vain before it.
KNOWN_BY_ITS_WORDS = """
UPDATE conversations_call AS call
SET asked_for_id = known.step_id
FROM (
    SELECT DISTINCT ON (step.workspace_id, step.id) step.workspace_id, step.id AS step_id, call.id AS call_id
    FROM leads_step AS step
    JOIN conversations_call AS call ON call.workspace_id = step.workspace_id AND call.lead_id = step.lead_id
    WHERE step.state = 'pending' AND step.touch_id IS NULL AND NOT step.by_assistant
      AND call.outcome = 'no_answer' AND call.at <= step.created_at
      AND CASE WHEN call.incoming THEN step.says ILIKE '%nobody answered%' ELSE step.says LIKE '%: no answer' END
    ORDER BY step.workspace_id, step.id, call.at DESC, call.id DESC
) AS known
WHERE call.workspace_id = known.workspace_id AND call.id = known.call_id
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0008_calls_answered_late"), ("leads", "0007_partial_keys")]

    operations = [
        migrations.AddField("call", "asked_for", TenantKey("leads.Step", null=True)),
        composite_key("conversations_call", "asked_for_id", "leads_step"),
        migrations.RunSQL(KNOWN_BY_ITS_WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(WRITTEN, AS_BEFORE),
    ]
