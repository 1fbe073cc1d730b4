"""Links and secrets of the doors get a new key in place; the one before goes on for a time that is said."""

from django.db import migrations, models

from leadfast.foundation.schema import TenantKey, composite_key

KEYED = ("callfeed", "inlet", "kiosk")
WITH_SECRET = ("callfeed", "inlet")
RENEWED = """
CREATE TRIGGER {name}_renewed_in_place BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN (NEW.token_hash <> OLD.token_hash AND (
        OLD.revoked_at IS NOT NULL OR NEW.old_hash IS NULL OR NEW.old_until IS NULL
        OR (NEW.old_hash <> OLD.token_hash AND NEW.old_hash IS DISTINCT FROM OLD.old_hash)))
    EXECUTE FUNCTION renewed_in_place();
ALTER TABLE {table} ADD CONSTRAINT {name}_old_key_ends CHECK (
    (old_hash IS NULL OR (octet_length(old_hash) = 32 AND old_until IS NOT NULL))
    AND (old_until IS NULL OR (renewed_at IS NOT NULL AND renewed_by_id IS NOT NULL
        AND old_until <= renewed_at + interval '7 days')));
"""
AS_BEFORE = """
ALTER TABLE {table} DROP CONSTRAINT {name}_old_key_ends;
DROP TRIGGER {name}_renewed_in_place ON {table};
"""
BEFORE_ENDS = """
ALTER TABLE {table} ADD CONSTRAINT {name}_old_secret_ends
    CHECK (old_secret_sealed = '' OR old_until IS NOT NULL);
"""
ENDS_AS_BEFORE = "ALTER TABLE {table} DROP CONSTRAINT {name}_old_secret_ends;"


def _each(statement: str, tables: tuple[str, ...]) -> str:
    return "".join(
        statement.format(table=f"capture_{table}", name=table.replace("callf", "call_f")) for table in tables
    )


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0018_calls_wait_for_somebody"),
        ("workspaces", "0006_keys_renewed_in_place"),
    ]

    operations = [
        *(
            operation
            for table in KEYED
            for operation in (
                migrations.AddField(table, "old_hash", models.BinaryField(max_length=32, null=True)),
                migrations.AddField(table, "old_until", models.DateTimeField(null=True)),
                migrations.AddField(table, "renewed_at", models.DateTimeField(null=True)),
                migrations.AddField(table, "renewed_by", TenantKey("workspaces.Member", null=True)),
                composite_key(f"capture_{table}", "renewed_by_id", "workspaces_member"),
            )
        ),
        *(
            migrations.AddField(table, "old_secret_sealed", models.TextField(blank=True, default=""))
            for table in WITH_SECRET
        ),
        migrations.RunSQL(_each(RENEWED, KEYED), _each(AS_BEFORE, KEYED)),
        migrations.RunSQL(_each(BEFORE_ENDS, WITH_SECRET), _each(ENDS_AS_BEFORE, WITH_SECRET)),
    ]
