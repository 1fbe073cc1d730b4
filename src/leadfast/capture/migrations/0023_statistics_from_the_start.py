"""The first rows of a table are looked at too.

Without statistics no index seems better than another: in a table that nobody had looked at yet, each row of a file
was looked up among all that had come in before it.
"""

from importlib import import_module

from django.db import migrations

from leadfast.foundation.schema import APP_ROLE

before = import_module("leadfast.capture.migrations.0014_statistics_keep_up")
MADE = f"""
CREATE OR REPLACE FUNCTION leadfast_statistics_keep_up() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    grown regclass;
BEGIN
    -- More than twice as large as when it was looked at last, however small it was.
    FOR grown IN
        SELECT oid FROM pg_class
        WHERE oid = ANY (ARRAY[{", ".join(f"'{table}'::regclass" for table in before.TABLES)}]::oid[])
          AND pg_relation_size(oid) / current_setting('block_size')::int > 2 * greatest(relpages, 0)
    LOOP
        EXECUTE format('ANALYZE %s', grown);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION leadfast_statistics_keep_up() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION leadfast_statistics_keep_up() TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("capture", "0022_bulk_turns")]

    operations = [
        migrations.RunSQL(MADE, before.MADE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1))
    ]
