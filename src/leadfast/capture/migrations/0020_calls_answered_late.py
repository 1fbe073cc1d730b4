"""The record of a call whose end is told late may turn out to be of an answered one, once, and never the reverse."""

from django.db import migrations

from leadfast.foundation.schema import APP_ROLE

ANSWERED = f"""
GRANT UPDATE (said, seconds, talked, odd) ON capture_callrecord TO {APP_ROLE};
CREATE TRIGGER call_record_only_turns_out_answered BEFORE UPDATE ON capture_callrecord FOR EACH ROW
    WHEN (ROW (NEW.said, NEW.seconds, NEW.talked, NEW.odd) IS DISTINCT FROM ROW (OLD.said, OLD.seconds, OLD.talked, OLD.odd)
        AND NOT (NEW.said = 'answered'
            AND (OLD.said IN ('missed', 'busy', 'failed') OR OLD.odd = 'How it ended was never told.')))
    EXECUTE FUNCTION ended_for_good();
"""
AS_BEFORE = f"""
DROP TRIGGER call_record_only_turns_out_answered ON capture_callrecord;
REVOKE UPDATE (said, seconds, talked, odd) ON capture_callrecord FROM {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0019_keys_renewed_in_place"),
        ("workspaces", "0004_tokens_end_for_good"),
    ]

    operations = [migrations.RunSQL(ANSWERED, AS_BEFORE)]
