"""What became of a row is said once: by its arrival, or, where there is none, by the row."""

from django.db import migrations, models
from django.db.models import Q

from leadfast.foundation.schema import APP_ROLE

# Of rows kept before: what their own arrival says too. Of a file that was undone, the row says more.
ONCE = """
DELETE FROM capture_uploadrow AS line USING capture_arrival AS arrival
WHERE arrival.workspace_id = line.workspace_id AND arrival.id = line.arrival_id
  AND arrival.upload_id = line.upload_id AND arrival.row_number = line.number
  AND line.outcome IN ('created', 'joined', 'waiting') AND line.why NOT LIKE 'Kept: %'
"""
# Rows of a finished file without an outcome, told by an arrival or by themselves, are a difference.
LEDGER = f"""
CREATE OR REPLACE VIEW capture_ledger WITH (security_invoker = true) AS
SELECT workspace_id, door,
       count(*) AS arrived,
       count(*) FILTER (WHERE settlement = 'created' AND lead_id IS NOT NULL) AS created,
       count(*) FILTER (WHERE settlement = 'joined' AND lead_id IS NOT NULL) AS joined,
       count(*) FILTER (WHERE settlement = 'waiting') AS waiting,
       count(*) FILTER (WHERE settlement = 'junk' AND junked_by_id IS NOT NULL) AS junk,
       count(*) - count(*) FILTER (
           WHERE (settlement IN ('created', 'joined') AND lead_id IS NOT NULL)
              OR settlement = 'waiting' OR (settlement = 'junk' AND junked_by_id IS NOT NULL)) AS difference
FROM capture_arrival
GROUP BY workspace_id, door
UNION ALL
SELECT upload.workspace_id, 'file rows', sum(upload.row_count), 0, 0, 0, 0,
       sum(upload.row_count - told.count - came.count)
FROM capture_upload AS upload
CROSS JOIN LATERAL (
    SELECT count(*) FROM capture_uploadrow AS line
    WHERE line.workspace_id = upload.workspace_id AND line.upload_id = upload.id
) AS told
CROSS JOIN LATERAL (
    SELECT count(*) FROM capture_arrival AS arrival
    WHERE arrival.workspace_id = upload.workspace_id AND arrival.upload_id = upload.id
      AND arrival.row_number IS NOT NULL
      AND NOT EXISTS (
          SELECT FROM capture_uploadrow AS line
          WHERE line.workspace_id = upload.workspace_id AND line.upload_id = upload.id
            AND line.number = arrival.row_number)
) AS came
WHERE upload.state = 'done'
GROUP BY upload.workspace_id;
GRANT SELECT ON capture_ledger TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("capture", "0012_waiting_is_due")]

    operations = [
        migrations.RunSQL(ONCE, migrations.RunSQL.noop),
        migrations.RemoveIndex("uploadrow", "upload_row_open"),
        migrations.RemoveConstraint("uploadrow", "upload_row_has_its_arrival"),
        migrations.AlterField("uploadrow", "outcome", models.CharField(max_length=12)),
        migrations.AddConstraint(
            "uploadrow",
            models.CheckConstraint(
                condition=Q(outcome="no_lead", arrival__isnull=True)
                | Q(outcome__in=("created", "seen_before", "taken_back"), arrival__isnull=False),
                name="upload_row_has_its_arrival",
            ),
        ),
        migrations.RunSQL(LEDGER, migrations.RunSQL.noop),
        migrations.RemoveIndex("arrival", "arrival_of_upload"),
        migrations.AddIndex(
            "arrival",
            models.Index(
                fields=["workspace", "upload", "row_number"], include=["settlement"], name="arrival_of_upload"
            ),
        ),
    ]
