"""A token gets another text in place; the one before goes on for a time that is said."""

from django.db import migrations, models

from leadfast.foundation.schema import APP_ROLE, TenantKey, composite_key

# One function for every key that can be renewed, here and in the tables of the doors: a new key never takes
# the place of one silently, the one before is kept beside it with its end.
RENEWED_IN_PLACE = f"""
CREATE FUNCTION renewed_in_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the key before is kept beside the new one: %', TG_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER token_renewed_in_place BEFORE UPDATE ON workspaces_token FOR EACH ROW
    WHEN (NEW.token_hash <> OLD.token_hash AND (
        OLD.revoked_at IS NOT NULL OR NEW.old_hash IS NULL OR NEW.old_until IS NULL
        OR (NEW.old_hash <> OLD.token_hash AND NEW.old_hash IS DISTINCT FROM OLD.old_hash)))
    EXECUTE FUNCTION renewed_in_place();
ALTER TABLE workspaces_token ADD CONSTRAINT token_old_key_ends CHECK (
    (old_hash IS NULL OR (octet_length(old_hash) = 32 AND old_until IS NOT NULL))
    AND (old_until IS NULL OR (renewed_at IS NOT NULL AND renewed_by_id IS NOT NULL
        AND old_until <= renewed_at + interval '7 days')));
GRANT UPDATE (token_hash, ends_with, old_hash, old_until, renewed_at, renewed_by_id) ON workspaces_token TO {APP_ROLE};
"""
AS_BEFORE = f"""
REVOKE UPDATE (token_hash, ends_with) ON workspaces_token FROM {APP_ROLE};
ALTER TABLE workspaces_token DROP CONSTRAINT token_old_key_ends;
DROP TRIGGER token_renewed_in_place ON workspaces_token;
DROP FUNCTION renewed_in_place();
"""


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0005_token_use")]

    operations = [
        migrations.AddField("token", "old_hash", models.BinaryField(max_length=32, null=True)),
        migrations.AddField("token", "old_until", models.DateTimeField(null=True)),
        migrations.AddField("token", "renewed_at", models.DateTimeField(null=True)),
        migrations.AddField("token", "renewed_by", TenantKey("workspaces.Member", null=True)),
        composite_key("workspaces_token", "renewed_by_id", "workspaces_member"),
        migrations.RunSQL(RENEWED_IN_PLACE, AS_BEFORE),
    ]
