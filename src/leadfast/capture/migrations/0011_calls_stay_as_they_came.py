"""Call records stay as they came, a recording only ever ends, and a revoked address stays revoked."""

from django.db import migrations

from leadfast.foundation.schema import APP_ROLE

REVOCABLE = ("capture_callfeed", "capture_inlet", "capture_kiosk")
REVOKED = """
CREATE TRIGGER {name}_revoked_for_good BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN (OLD.revoked_at IS NOT NULL AND ROW (NEW.revoked_at, NEW.revoked_by_id)
        IS DISTINCT FROM ROW (OLD.revoked_at, OLD.revoked_by_id))
    EXECUTE FUNCTION ended_for_good();
ALTER TABLE {table} ADD CONSTRAINT {name}_token_is_a_hash CHECK (octet_length(token_hash) = 32);
"""
NOT_REVOKED = """
ALTER TABLE {table} DROP CONSTRAINT {name}_token_is_a_hash;
DROP TRIGGER {name}_revoked_for_good ON {table};
"""
# The owner's role still empties what an erased person asks to be emptied.
WRITES = f"""
REVOKE UPDATE ON capture_callfile, capture_callrecord, capture_recording FROM {APP_ROLE};
GRANT UPDATE (due_at, read_at, records_taken, seen_before, refused) ON capture_callfile TO {APP_ROLE};
GRANT UPDATE (outcome, why, lead_id, call_id, arrival_id, settled_by_id) ON capture_callrecord TO {APP_ROLE};
GRANT UPDATE (link, expires_at, removed_at) ON capture_recording TO {APP_ROLE};
CREATE TRIGGER recording_only_ends BEFORE UPDATE ON capture_recording FOR EACH ROW
    WHEN (NEW.link <> '' AND ROW (NEW.link, NEW.expires_at) IS DISTINCT FROM ROW (OLD.link, OLD.expires_at))
    EXECUTE FUNCTION ended_for_good();
ALTER TABLE capture_recording ADD CONSTRAINT recording_within_its_time
    CHECK (expires_at IS NULL OR expires_at <= kept_at + interval '400 days');
"""
AS_BEFORE = f"""
ALTER TABLE capture_recording DROP CONSTRAINT recording_within_its_time;
DROP TRIGGER recording_only_ends ON capture_recording;
GRANT UPDATE ON capture_callfile, capture_callrecord, capture_recording TO {APP_ROLE};
"""


def _each(statement: str) -> str:
    return "".join(
        statement.format(table=table, name=table.removeprefix("capture_").replace("callf", "call_f"))
        for table in REVOCABLE
    )


class Migration(migrations.Migration):
    dependencies = [("capture", "0010_ways_in"), ("workspaces", "0004_tokens_end_for_good")]

    operations = [
        migrations.RunSQL(_each(REVOKED), _each(NOT_REVOKED)),
        migrations.RunSQL(WRITES, AS_BEFORE),
    ]
