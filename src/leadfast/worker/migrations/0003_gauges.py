from django.db import migrations

# SECURITY DEFINER: it runs as the owner, who sees every workspace, and gives out three sums.
# The ledger's view belongs to capture/, which may not be migrated yet when this runs; hence the
# look into the catalogue.
COUNT = """
CREATE FUNCTION worker_count_gauges(
    OUT open_leads bigint, OUT open_without_next_step bigint, OUT ledger_difference bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT count(*), count(*) FILTER (WHERE next_step_id IS NULL)
      INTO open_leads, open_without_next_step
      FROM leads_lead WHERE closure_id IS NULL;
    ledger_difference := 0;
    IF to_regclass('capture_ledger') IS NOT NULL THEN
        EXECUTE 'SELECT coalesce(sum(abs(difference)), 0) FROM capture_ledger' INTO ledger_difference;
    END IF;
END $$;
REVOKE ALL ON FUNCTION worker_count_gauges() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION worker_count_gauges() TO leadfast_app;
"""


class Migration(migrations.Migration):
    dependencies = [("worker", "0002_grants"), ("leads", "0003_invariant")]

    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION worker_count_gauges()")]
