"""While a file comes in, its tables grow faster than anybody looks at them: the importer asks for new statistics.

Only their owner may gather them, so the application asks through a function that can do nothing else.
"""

from django.db import migrations

from leadfast.foundation.schema import APP_ROLE

TABLES = (
    "people_company", "people_person", "people_contactpoint", "leads_lead", "leads_step", "leads_participant",
    "capture_arrival",
)  # fmt: skip
MADE = f"""
CREATE FUNCTION leadfast_statistics_keep_up() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    grown regclass;
BEGIN
    -- Twice as large as when it was looked at last; a few pages are read through quicker than an index.
    FOR grown IN
        SELECT oid FROM pg_class
        WHERE oid = ANY (ARRAY[{", ".join(f"'{table}'::regclass" for table in TABLES)}]::oid[])
          AND pg_relation_size(oid) / current_setting('block_size')::int > 2 * greatest(relpages, 0) + 8
    LOOP
        EXECUTE format('ANALYZE %s', grown);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION leadfast_statistics_keep_up() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION leadfast_statistics_keep_up() TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0013_rows_their_arrivals_tell"),
        ("people", "0004_partial_keys"),
        ("leads", "0007_partial_keys"),
    ]

    operations = [migrations.RunSQL(MADE, "DROP FUNCTION leadfast_statistics_keep_up()")]
