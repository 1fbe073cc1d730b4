"""A token that was revoked stays revoked, and what a program was answered is not rewritten."""

from django.db import migrations

from leadfast.foundation.schema import APP_ROLE

# One function for every key that can be revoked, here and in the tables of the doors.
ENDED_FOR_GOOD = """
CREATE FUNCTION ended_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was ended stays ended: %', TG_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER token_revoked_for_good BEFORE UPDATE ON workspaces_token FOR EACH ROW
    WHEN (OLD.revoked_at IS NOT NULL AND ROW (NEW.revoked_at, NEW.revoked_by_id)
        IS DISTINCT FROM ROW (OLD.revoked_at, OLD.revoked_by_id))
    EXECUTE FUNCTION ended_for_good();
CREATE TRIGGER answered_for_good BEFORE UPDATE ON workspaces_keptanswer FOR EACH ROW
    WHEN (OLD.status <> 0) EXECUTE FUNCTION ended_for_good();
"""
UNDONE = """
DROP TRIGGER answered_for_good ON workspaces_keptanswer;
DROP TRIGGER token_revoked_for_good ON workspaces_token;
DROP FUNCTION ended_for_good();
"""
# Whose it is, what it may do and until when are said once, when it is made.
ONLY_USED_AND_REVOKED = f"""
REVOKE UPDATE ON workspaces_token FROM {APP_ROLE};
GRANT UPDATE (last_used_at, revoked_at, revoked_by_id) ON workspaces_token TO {APP_ROLE};
REVOKE UPDATE ON workspaces_keptanswer FROM {APP_ROLE};
GRANT UPDATE (status, body) ON workspaces_keptanswer TO {APP_ROLE};
ALTER TABLE workspaces_token ADD CONSTRAINT token_is_a_hash CHECK (octet_length(token_hash) = 32);
ALTER TABLE workspaces_keptanswer
    ADD CONSTRAINT kept_answer_knows_its_request CHECK (octet_length(request_hash) = 32 AND key <> '');
"""
AS_BEFORE = f"""
ALTER TABLE workspaces_keptanswer DROP CONSTRAINT kept_answer_knows_its_request;
ALTER TABLE workspaces_token DROP CONSTRAINT token_is_a_hash;
GRANT UPDATE ON workspaces_token, workspaces_keptanswer TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0003_tokens")]

    operations = [
        migrations.RunSQL(ENDED_FOR_GOOD, UNDONE),
        migrations.RunSQL(ONLY_USED_AND_REVOKED, AS_BEFORE),
    ]
