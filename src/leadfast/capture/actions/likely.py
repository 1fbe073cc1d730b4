"""New persons beside those we know: who may be one? Proposed to a person, never joined by likeness alone."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from leadfast.foundation import ids
from leadfast.people.rules import likeness
from leadfast.people.rules.likeness import Traits
from leadfast.workspaces.actor import Actor

# In a large batch only colleagues are compared: a name alone is shared by thousands there.
_BY_NAME_UPTO: Final = 100
# A company with more people than this is compared by its newest.
_MOST: Final = 50


def propose(person_ids: Sequence[uuid.UUID], *, by: Actor, now: dt.datetime) -> int:
    """Compare these new persons with their colleagues and namesakes; returns how many pairs are proposed."""
    if not person_ids:
        return 0
    fixed: dict[str, Any] = {"workspace": by.workspace_id, "people": list(person_ids), "most": _MOST}
    pairs = _asked(_COLLEAGUES, fixed)
    if len(person_ids) <= _BY_NAME_UPTO:
        pairs += _asked(_NAMESAKES, fixed)
    pairs = [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]
    if not pairs:
        return 0
    traits = _traits({one for pair in pairs for one in pair}, by=by)
    found = []
    for new, known in pairs:
        alike = likeness.compare(traits[new], traits[known])
        if alike.score >= likeness.LIKELY:
            # The one that was there first stays the one.
            found.append((min(known, new), max(known, new), min(alike.score, 100), alike.reason))
    _keep(found, by=by, now=now)
    return len(found)


# OFFSET 0: by its key and nothing else, whatever the statistics say of a table that grows while a file comes in.
_COLLEAGUES: Final = """
SELECT new.id, known.id
FROM unnest(%(people)s::uuid[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT * FROM people_person
    WHERE workspace_id = %(workspace)s AND id = wanted.id OFFSET 0
) AS new
CROSS JOIN LATERAL (
    SELECT * FROM (
        SELECT id, name_key, given_name, family_name FROM people_person
        WHERE workspace_id = %(workspace)s AND company_id = new.company_id AND id <> new.id OFFSET 0
    ) AS person
    ORDER BY person.id DESC LIMIT %(most)s
) AS known
WHERE known.name_key = new.name_key
   OR (new.family_name <> '' AND lower(left(known.family_name, 3)) = lower(left(new.family_name, 3))
       AND (new.given_name = '' OR known.given_name = ''
            OR lower(left(known.given_name, 1)) = lower(left(new.given_name, 1))))
"""
_NAMESAKES: Final = """
SELECT new.id, known.id
FROM unnest(%(people)s::uuid[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT * FROM people_person WHERE workspace_id = %(workspace)s AND id = wanted.id OFFSET 0
) AS new
CROSS JOIN LATERAL (
    SELECT person.id FROM people_person AS person
    WHERE person.workspace_id = %(workspace)s AND person.name_key = new.name_key AND person.id <> new.id
    ORDER BY person.id DESC LIMIT %(most)s
) AS known
WHERE new.family_name <> ''
"""
_TRAITS: Final = """
SELECT person.id, person.given_name, coalesce(nullif(person.family_name, ''), person.name), coalesce(company.name, ''),
       person.address, person.city, person.postal_code,
       array_remove(array_agg(point.key) FILTER (WHERE point.kind = 'mail'), NULL),
       array_remove(array_agg(point.key) FILTER (WHERE point.kind = 'phone'), NULL)
FROM people_person AS person
LEFT JOIN people_company AS company
    ON company.workspace_id = person.workspace_id AND company.id = person.company_id
LEFT JOIN people_contactpoint AS point
    ON point.workspace_id = person.workspace_id AND point.person_id = person.id
WHERE person.workspace_id = %(workspace)s AND person.id = ANY (%(people)s::uuid[])
GROUP BY person.workspace_id, person.id, company.name
"""
_KEEP: Final = """
INSERT INTO people_likeness (workspace_id, id, one_id, other_id, score, reason, found_at, verdict, moved)
SELECT %(workspace)s, id, one_id, other_id, score, left(reason, 300), %(now)s, '', '{}'
FROM unnest(%(ids)s::uuid[], %(ones)s::uuid[], %(others)s::uuid[], %(scores)s::int[], %(reasons)s::text[])
     AS n (id, one_id, other_id, score, reason)
ON CONFLICT DO NOTHING
"""


def _asked(statement: str, wanted: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, wanted)
        return list(cursor.fetchall())


def _traits(people: set[uuid.UUID], *, by: Actor) -> dict[uuid.UUID, Traits]:
    rows = _asked(_TRAITS, {"workspace": by.workspace_id, "people": list(people)})
    return {
        row[0]: Traits(
            given=row[1],
            family=row[2],
            company=row[3],
            street=row[4],
            city=row[5],
            postal_code=row[6],
            mails=tuple(row[7] or ()),
            phones=tuple(row[8] or ()),
        )
        for row in rows
    }


def _keep(found: Sequence[tuple[uuid.UUID, uuid.UUID, int, str]], *, by: Actor, now: dt.datetime) -> None:
    if found:
        made = ids.many(len(found), now)
        with connection.cursor() as cursor:
            cursor.execute(
                _KEEP,
                {
                    "workspace": by.workspace_id,
                    "now": now,
                    "ids": made,
                    "ones": [one for one, _, _, _ in found],
                    "others": [other for _, other, _, _ in found],
                    "scores": [score for _, _, score, _ in found],
                    "reasons": [reason for _, _, _, reason in found],
                },
            )
