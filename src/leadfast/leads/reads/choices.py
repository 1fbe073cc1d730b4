"""What can be chosen in the filters, and the views a member keeps."""

import uuid

from django.db import connection

from leadfast.leads.models import SavedView

# Jumps from value to value along the index instead of reading every lead ("loose index scan").
_EACH = """
WITH RECURSIVE each AS (
    (SELECT {column} FROM leads_lead
     WHERE workspace_id = %(workspace)s AND closure_id IS NULL AND {column} > ''
     ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT lead.{column} FROM leads_lead AS lead
            WHERE lead.workspace_id = %(workspace)s AND lead.closure_id IS NULL
              AND lead.{column} > each.{column}
            ORDER BY lead.{column} LIMIT 1)
    FROM each WHERE each.{column} IS NOT NULL
)
"""

_SOURCES = f"{_EACH.format(column='source')} SELECT source FROM each WHERE source IS NOT NULL LIMIT 200"

# Each is counted no further than anybody reads.
_CAMPAIGNS = f"""
{_EACH.format(column="campaign")}
SELECT campaign,
       (SELECT count(*) FROM (
          SELECT FROM leads_lead AS lead
          WHERE lead.workspace_id = %(workspace)s AND lead.closure_id IS NULL AND lead.campaign > ''
            AND lead.campaign = each.campaign
          LIMIT %(up_to)s) AS few)
FROM each WHERE campaign IS NOT NULL LIMIT 200
"""


def sources(workspace_id: uuid.UUID) -> list[str]:
    """The sources that open leads came from."""
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES, {"workspace": workspace_id})
        return [row[0] for row in cursor.fetchall()]


def campaigns(workspace_id: uuid.UUID, *, up_to: int = 1000) -> dict[str, int]:
    """The campaigns of open leads, each with how many it has, counted up to ``up_to``."""
    with connection.cursor() as cursor:
        cursor.execute(_CAMPAIGNS, {"workspace": workspace_id, "up_to": up_to})
        return dict(cursor.fetchall())


def saved_views(member_id: uuid.UUID) -> list[SavedView]:
    """The views a member keeps, by name."""
    return list(SavedView.objects.filter(member_id=member_id).order_by("name"))
