"""Who of those that came in do we know already? By exact keys, a whole batch at once."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from leadfast.capture.rules import same
from leadfast.capture.rules.found import Found
from leadfast.foundation import staging
from leadfast.foundation.contacts import name_key


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person we know, as far as recognising them needs it."""

    id: uuid.UUID
    name: str
    created_at: dt.datetime


@dataclass(slots=True)
class Standing:
    """A lead that an enquiry may belong to, and how it stands."""

    id: uuid.UUID
    label: str
    owner_id: uuid.UUID
    person_id: uuid.UUID | None
    stage: str
    closed: str
    closed_by_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Known:
    """Persons by each of their keys, and all addresses of those persons."""

    by_mail: Mapping[str, Sequence[Somebody]]
    by_phone: Mapping[str, Sequence[Somebody]]
    mails_of: Mapping[uuid.UUID, Sequence[str]]

    def person(self, found: Found) -> Somebody | None:
        """The one person behind an arrival: by address first, then by number, the oldest of several."""
        by_mail = [person for key in found.mails for person in self.by_mail.get(key, ())]
        if by_mail:
            return min(by_mail, key=_age)
        by_phone = [
            person
            for key in found.phones
            for person in self.by_phone.get(key, ())
            if same.same_by_phone(
                name=found.name,
                mails=found.mails,
                known_name=person.name,
                known_mails=tuple(self.mails_of.get(person.id, ())),
            )
        ]
        return min(by_phone, key=_age) if by_phone else None


# Where everybody is new.
NOBODY: Final = Known({}, {}, {})


def known(founds: Collection[Found]) -> Known:
    """Everybody who shares an address or a number with these: three queries for any number of them."""
    by_mail = _by_key("mail", {key for found in founds for key in found.mails})
    by_phone = _by_key("phone", {key for found in founds for key in found.phones})
    sharing = {person.id for persons in by_phone.values() for person in persons}
    mails: dict[uuid.UUID, list[str]] = {}
    if sharing:
        for person_id, key in _asked(_MAILS_OF, {"people": list(sharing)}):
            mails.setdefault(person_id, []).append(key)
    return Known(by_mail, by_phone, mails)


def leads_of(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """For each person the lead that an enquiry belongs to: an open one first, else the latest."""
    if not person_ids:
        return {}
    return {row[0]: Standing(*row[1:]) for row in _asked(_LEADS_OF, {"people": list(person_ids)})}


def leads_of_companies(names: Collection[str]) -> dict[str, Standing]:
    """Open leads about a company of which no person is known, by the comparable name."""
    keys = {name_key(name) for name in names if name}
    if not keys:
        return {}
    return {row[0]: Standing(*row[1:]) for row in _asked(_OF_COMPANIES, {"keys": list(keys)})}


def about_open_leads(founds: Mapping[int, Found], *, but_of: uuid.UUID) -> set[int]:
    """Which of these, by their numbers, are about somebody, or a company alone, with an open lead that is worked.

    ``but_of``: of leads that came with this file, another row of it says how they stand.
    """
    met = known(founds.values())
    people = {number: person.id for number, found in founds.items() if (person := met.person(found))}
    alone = {number: found.company for number, found in founds.items() if found.company_only}
    of_people, of_companies = leads_of(set(people.values())), leads_of_companies(set(alone.values()))
    leads = {number: of_people[one] for number, one in people.items() if one in of_people}
    leads |= {n: of_companies[key] for n, one in alone.items() if (key := name_key(one)) in of_companies}
    worked = {one.id for one in leads.values() if not one.closed and one.stage != "resting"}
    if worked:
        worked -= {row[0] for row in _asked(_OF_FILE, {"leads": list(worked), "upload": but_of})}
    return {number for number, one in leads.items() if one.id in worked}


def companies(keys: Collection[str]) -> set[str]:
    """Which of these companies, by their comparable names, we know."""
    if not keys:
        return set()
    return {row[0] for row in _asked(_COMPANIES, {"keys": list(keys)})}


_HERE: Final = "current_setting('leadfast.workspace')::uuid"
# OFFSET 0: looked up one by one, whatever the statistics say of a table that grows while a file comes in.
_BY_KEY: Final = f"""
SELECT point.key, person.id, person.name, person.created_at
FROM jsonb_array_elements_text(%(keys)s::jsonb) AS wanted (key)
CROSS JOIN LATERAL (
    SELECT key, person_id FROM people_contactpoint
    WHERE workspace_id = {_HERE} AND kind = %(kind)s AND key = wanted.key OFFSET 0
) AS point
CROSS JOIN LATERAL (
    SELECT id, name, created_at FROM people_person
    WHERE workspace_id = {_HERE} AND id = point.person_id AND erased_at IS NULL OFFSET 0
) AS person
"""
_MAILS_OF: Final = f"""
SELECT person_id, key FROM people_contactpoint
WHERE workspace_id = {_HERE} AND person_id = ANY (%(people)s::uuid[]) AND kind = 'mail'
"""
_STANDING: Final = """
lead.id, lead.label, lead.owner_id, lead.person_id, lead.stage, coalesce(closure.kind, ''),
coalesce(closure.approved_by_id, closure.asked_by_id, rest.decided_by_id)
"""
_RECORDS: Final = f"""
LEFT JOIN leads_closure AS closure ON closure.workspace_id = {_HERE} AND closure.id = lead.closure_id
LEFT JOIN leads_verdict AS rest ON rest.workspace_id = {_HERE} AND rest.id = lead.rest_id
"""
_LEADS_OF: Final = f"""
SELECT DISTINCT ON (participant.person_id) participant.person_id, {_STANDING}
FROM unnest(%(people)s::uuid[]) AS wanted (person_id)
JOIN leads_participant AS participant
    ON participant.workspace_id = {_HERE} AND participant.person_id = wanted.person_id
JOIN leads_lead AS lead ON lead.workspace_id = {_HERE} AND lead.id = participant.lead_id
{_RECORDS}
-- A lead that went when its file was taken back is no lead to join: the row makes a new one.
LEFT JOIN capture_upload AS source
    ON source.workspace_id = {_HERE} AND source.id = lead.upload_id AND source.state IN ('undoing', 'undone')
WHERE source.id IS NULL OR closure.kind IS DISTINCT FROM 'invalid'
ORDER BY participant.person_id, lead.closure_id IS NULL DESC, lead.stage <> 'resting' DESC, lead.arrived_at DESC
"""
_OF_COMPANIES: Final = f"""
SELECT DISTINCT ON (company.name_key) company.name_key, {_STANDING}
FROM unnest(%(keys)s::text[]) AS wanted (name_key)
JOIN people_company AS company ON company.workspace_id = {_HERE} AND company.name_key = wanted.name_key
JOIN leads_lead AS lead
    ON lead.workspace_id = {_HERE} AND lead.company_id = company.id
    AND lead.person_id IS NULL AND lead.closure_id IS NULL
{_RECORDS}
ORDER BY company.name_key, lead.id
"""

_OF_FILE: Final = f"""
SELECT id FROM leads_lead
WHERE workspace_id = {_HERE} AND id = ANY (%(leads)s::uuid[]) AND upload_id = %(upload)s
"""
_COMPANIES: Final = f"""
SELECT DISTINCT name_key FROM people_company WHERE workspace_id = {_HERE} AND name_key = ANY (%(keys)s::text[])
"""


def _by_key(kind: str, keys: Collection[str]) -> dict[str, list[Somebody]]:
    found: dict[str, list[Somebody]] = {}
    if keys:
        for key, *person in _asked(_BY_KEY, {"kind": kind, "keys": staging.listed(keys)}):
            found.setdefault(key, []).append(Somebody(*person))
    return found


def _asked(statement: str, wanted: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, wanted)
        return list(cursor.fetchall())


def _age(person: Somebody) -> tuple[dt.datetime, uuid.UUID]:
    return person.created_at, person.id
