"""A call that was taken for missed may turn out to have been answered; nothing else of it is ever written again."""

from django.db import migrations

from leadfast.foundation.schema import APP_ROLE

ANSWERED = f"""
GRANT UPDATE (outcome) ON conversations_call TO {APP_ROLE};
CREATE TRIGGER call_only_turns_out_answered BEFORE UPDATE ON conversations_call FOR EACH ROW
    WHEN (NEW.outcome <> OLD.outcome
        AND NOT (OLD.outcome = 'no_answer' AND NEW.outcome = 'reached' AND NEW.proof = 'proven'))
    EXECUTE FUNCTION ended_for_good();
"""
AS_BEFORE = f"""
DROP TRIGGER call_only_turns_out_answered ON conversations_call;
REVOKE UPDATE (outcome) ON conversations_call FROM {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0007_waiting_ordering"), ("workspaces", "0004_tokens_end_for_good")]

    operations = [migrations.RunSQL(ANSWERED, AS_BEFORE)]
