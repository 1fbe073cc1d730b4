"""The text by which a lead is found: its label, its people, their addresses, its tags."""

import uuid
from collections.abc import Sequence
from typing import Final

from django.db import connection

from leadfast.foundation import staging

LONGEST: Final = 4000


def text(label: str, source: str, campaign: str, tags: str, people: str, note: str) -> str:
    """The text, as SQL over what these name."""
    words = f"{label}, {source}, {campaign}, array_to_string({tags}, ' '), {people}, {note}"
    return f"left(lower(concat_ws(' ', {words})), {LONGEST})"


# Its company and its people with their addresses.
_PEOPLE: Final = """
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
"""
_WORDS: Final = "c.name, p.words"
_PEOPLE_OF: Final = f"""
SELECT this.id, concat_ws(' ', {_WORDS})
FROM unnest(%(leads)s::uuid[]) AS wanted (id)
JOIN leads_lead AS this ON this.workspace_id = %(workspace)s AND this.id = wanted.id
{_PEOPLE}
"""
_REFRESH: Final = f"""
UPDATE leads_lead AS l SET search_text = n.words
FROM (
    SELECT this.id, {text("this.label", "this.source", "this.campaign", "this.tags", _WORDS, "this.note")} AS words
    FROM unnest(%(leads)s::uuid[]) AS wanted (id)
    JOIN leads_lead AS this ON this.workspace_id = %(workspace)s AND this.id = wanted.id
    {_PEOPLE}
) AS n
WHERE l.workspace_id = %(workspace)s AND l.id = n.id AND l.search_text <> n.words
"""


def refresh(workspace_id: uuid.UUID, lead_ids: Sequence[uuid.UUID]) -> None:
    """Write the search text of these leads anew; called by every verb that changes a part of it.

    One that stays as it was is not written: a new version of a lead costs a dozen entries of indexes.
    """
    if lead_ids:
        with connection.cursor() as cursor:
            cursor.execute(_REFRESH, {"leads": list(lead_ids), "workspace": workspace_id})


def people_of(workspace_id: uuid.UUID, lead_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The words by which the people of these leads, and their companies, are found: a part of their text."""
    if not lead_ids:
        return {}
    with connection.cursor() as cursor:
        wanted = staging.array([one.hex for one in lead_ids])
        cursor.execute(_PEOPLE_OF, {"leads": wanted, "workspace": workspace_id})
        return dict(cursor.fetchall())
