"""The text by which a lead is found: its label, its people, their addresses, its tags."""

import uuid
from collections.abc import Sequence

from django.db import connection

_REFRESH = """
UPDATE leads_lead AS l SET search_text = left(lower(concat_ws(' ',
    l.label, l.source, l.campaign, array_to_string(l.tags, ' '), c.name, p.words, l.note)), 4000)
FROM unnest(%(leads)s::uuid[]) AS wanted (id)
JOIN leads_lead AS this ON this.workspace_id = %(workspace)s AND this.id = wanted.id
LEFT JOIN people_company AS c
    ON c.workspace_id = this.workspace_id AND c.id = this.company_id
LEFT JOIN LATERAL (
    SELECT string_agg(DISTINCT concat_ws(' ', person.name, point.value, point.key), ' ') AS words
    FROM leads_participant AS participant
    JOIN people_person AS person
        ON person.workspace_id = participant.workspace_id AND person.id = participant.person_id
    LEFT JOIN people_contactpoint AS point
        ON point.workspace_id = person.workspace_id AND point.person_id = person.id
    WHERE participant.workspace_id = this.workspace_id AND participant.lead_id = this.id
) AS p ON true
WHERE l.workspace_id = %(workspace)s AND l.id = this.id
"""


def refresh(workspace_id: uuid.UUID, lead_ids: Sequence[uuid.UUID]) -> None:
    """Write the search text of these leads anew; called by every verb that changes a part of it."""
    if lead_ids:
        with connection.cursor() as cursor:
            cursor.execute(_REFRESH, {"leads": list(lead_ids), "workspace": workspace_id})
