"""Nobody is away twice on the same day: who stands in would be whichever was found first."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

# Of leaves that overlap, the one that begins first keeps its days and its stand-in; the next begins when that ends, and
# one that lies within others is no more. The same days are left.
APART = """
WITH covered AS (
    SELECT workspace_id, id, first_day, last_day, max(last_day) OVER (
        PARTITION BY workspace_id, member_id ORDER BY first_day, last_day DESC, id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS upto
    FROM workspaces_leave
), gone AS (
    DELETE FROM workspaces_leave AS leave USING covered
    WHERE leave.workspace_id = covered.workspace_id AND leave.id = covered.id AND covered.last_day <= covered.upto
)
UPDATE workspaces_leave AS leave SET first_day = covered.upto + 1 FROM covered
WHERE leave.workspace_id = covered.workspace_id AND leave.id = covered.id
  AND covered.first_day <= covered.upto AND covered.last_day > covered.upto
"""
ONCE = """
ALTER TABLE workspaces_leave ADD CONSTRAINT leave_once_a_day
EXCLUDE USING gist (workspace_id WITH =, member_id WITH =, daterange(first_day, last_day, '[]') WITH &&)
"""


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0006_keys_renewed_in_place")]

    operations = [
        # Of PostgreSQL's own contrib, as the one for trigrams: it knows ids in an index of ranges.
        BtreeGistExtension(),
        migrations.RunSQL(APART, migrations.RunSQL.noop),
        migrations.RunSQL(ONCE, "ALTER TABLE workspaces_leave DROP CONSTRAINT leave_once_a_day"),
    ]
