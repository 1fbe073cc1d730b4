"""Row-level security of what comes in, what of it can never be changed, and the ledger."""

from django.db import migrations

from leadfast.foundation.schema import APP_ROLE, composite_key, tenant_table

# What came in stays as it came in: only what became of it may be written.
SETTLING = "settlement, settled_at, lead_id, person_id, junked_by_id, read_at, why, upload_id"

# in = created + joined + waiting + junk. A file counts its rows when it is read; those without an
# outcome after it is done are a difference too. Asked by the application it sees one workspace.
LEDGER = f"""
CREATE VIEW capture_ledger WITH (security_invoker = true) AS
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
       sum(upload.row_count - (SELECT count(*) FROM capture_uploadrow AS row
                               WHERE row.workspace_id = upload.workspace_id AND row.upload_id = upload.id
                                 AND row.outcome <> ''))
FROM capture_upload AS upload
WHERE upload.state = 'done'
GROUP BY upload.workspace_id;
GRANT SELECT ON capture_ledger TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0001_initial"),
        ("leads", "0005_quiet_since"),
        ("workspaces", "0002_guard"),
    ]

    operations = [
        tenant_table("capture_source"),
        tenant_table(
            "capture_upload",
            grants="SELECT, INSERT, UPDATE",
            sweep_columns=("workspace_id", "id", "due_at", "state"),
        ),
        tenant_table(
            "capture_arrival",
            grants=f"SELECT, INSERT, UPDATE ({SETTLING})",
            rooted=False,
            sweep_columns=("workspace_id", "id", "arrived_at", "settlement", "read_at"),
        ),
        tenant_table("capture_uploadrow", grants="SELECT, INSERT, UPDATE", rooted=False),
        composite_key("capture_upload", "member_id", "workspaces_member"),
        composite_key("capture_upload", "owner_id", "workspaces_member"),
        composite_key("capture_arrival", "member_id", "workspaces_member"),
        composite_key("capture_arrival", "junked_by_id", "workspaces_member"),
        composite_key("capture_arrival", "lead_id", "leads_lead"),
        composite_key("capture_arrival", "person_id", "people_person"),
        composite_key("capture_arrival", "upload_id", "capture_upload"),
        composite_key("capture_uploadrow", "upload_id", "capture_upload"),
        composite_key("capture_uploadrow", "arrival_id", "capture_arrival"),
        composite_key("capture_uploadrow", "lead_id", "leads_lead"),
        migrations.RunSQL(LEDGER, "DROP VIEW capture_ledger"),
    ]
