"""Persons and companies many at once, set by set. The verbs of :mod:`meeting` are made of these."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.db import connection

from leadfast.foundation import ids
from leadfast.foundation.contacts import clean_line, name_key
from leadfast.foundation.staging import Relation
from leadfast.people.rules import names
from leadfast.workspaces.actor import Actor

_TEXTS: Final = ("name", "name_key", "given_name", "family_name", "job_title")
_PLACE: Final = ("country", "zone", "language", "address", "postal_code", "city", "basis", "basis_source")


@dataclass(slots=True)
class NewPerson:
    """What is known of a person: a name at best, one way to reach them, or nothing but a company.

    Addresses and numbers are in their comparable form where a door handed them over.
    """

    name: str = ""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    company_name: str = ""
    job_title: str = ""
    country: str = ""
    zone: str = ""
    basis: str = "unknown"
    basis_source: str = ""
    language: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""


def write_people(
    new: Sequence[NewPerson],
    *,
    companies: Mapping[str, uuid.UUID],
    by: Actor,
    now: dt.datetime,
    shown: Mapping[str, str] = MappingProxyType({}),
) -> list[uuid.UUID]:
    """Persons with their contact points, whose keys must be comparable already. Ids in the order given.

    ``shown``: how a key was written, where that is to be kept.
    """
    made = ids.many(len(new), now)
    _PEOPLE.fill(
        _person(person_id, one, companies.get(name_key(one.company_name)) if one.company_name else None)
        for person_id, one in zip(made, new, strict=True)
    )
    write_points(
        [
            (person_id, kind, key, rank)
            for person_id, one in zip(made, new, strict=True)
            for kind, keys in (("mail", one.mails), ("phone", one.phones))
            for rank, key in enumerate(dict.fromkeys(keys))
        ],
        by=by,
        now=now,
        shown=shown,
        people_first=True,
    )
    return ids.read(made)


def write_points(
    points: Sequence[tuple[object, str, str, int]],
    *,
    by: Actor,
    now: dt.datetime,
    shown: Mapping[str, str] = MappingProxyType({}),
    people_first: bool = False,
) -> None:
    """Contact points as (person, kind, key, rank); one that is known stays as it is."""
    fixed: dict[str, Any] = {"workspace": by.workspace_id, "now": now}
    made = ids.many(len(points), now)
    _POINTS.fill(
        (point_id, person_id, kind, shown.get(key, key), key, rank)
        for point_id, (person_id, kind, key, rank) in zip(made, points, strict=True)
    )
    with connection.cursor() as cursor:
        if people_first:
            # Nobody knows them yet, so that no point of theirs can be known: asking for each costs a fifth.
            cursor.execute(_WRITE_PEOPLE, fixed)
            cursor.execute(_WRITE_POINTS, fixed)
        else:
            cursor.execute(f"{_WRITE_POINTS} ON CONFLICT DO NOTHING", fixed)


def company_ids(named: Iterable[str], *, by: Actor, now: dt.datetime) -> dict[str, uuid.UUID]:
    """The companies of these names, known or new, by the comparable form of the name."""
    wanted = {
        key: shown
        for name in dict.fromkeys(named)
        if name and (shown := clean_line(name)) and (key := name_key(shown))
    }
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_COMPANIES, {"workspace": by.workspace_id, "keys": list(wanted)})
        found: dict[str, uuid.UUID] = dict(cursor.fetchall())
    missing = [key for key in wanted if key not in found]
    if missing:
        made = ids.many(len(missing), now)
        _COMPANIES.fill((made[n], wanted[key], key) for n, key in enumerate(missing))
        with connection.cursor() as cursor:
            cursor.execute(_WRITE_COMPANIES, {"workspace": by.workspace_id, "now": now})
        found |= {key: uuid.UUID(made[n]) for n, key in enumerate(missing)}
    return found


def fill_people(filled: Mapping[uuid.UUID, Mapping[str, object]], *, by: Actor) -> None:
    """Write down what was filled about persons that are locked, column by column."""
    if filled:
        _FILLING.fill(
            (person_id, *(columns.get(name) for name in _FILLED)) for person_id, columns in filled.items()
        )
        with connection.cursor() as cursor:
            cursor.execute(_FILL_PEOPLE, {"workspace": by.workspace_id})


_FILLED: Final = (*_TEXTS, "country", "language", "address", "postal_code", "city", "company_id")
_FILLING: Final = Relation(
    "people_filling",
    {"id": "uuid", **dict.fromkeys(_FILLED, "text"), "company_id": "uuid"},
)
_FILL_PEOPLE: Final = f"""
UPDATE people_person AS person
SET {", ".join(f"{name} = coalesce(n.{name}, person.{name})" for name in _FILLED)}
FROM people_filling AS n WHERE person.workspace_id = %(workspace)s AND person.id = n.id
"""
_PEOPLE: Final = Relation(
    "people_meeting",
    {"id": "uuid", **dict.fromkeys(_TEXTS, "text"), "company_id": "uuid", **dict.fromkeys(_PLACE, "text")},
)
_POINTS: Final = Relation(
    "people_pointing",
    {"id": "uuid", "person_id": "uuid", "kind": "text", "value": "text", "key": "text", "rank": "smallint"},
)
_COMPANIES: Final = Relation("people_naming", {"id": "uuid", "name": "text", "name_key": "text"})

_WRITE_PEOPLE: Final = f"""
INSERT INTO people_person (
    workspace_id, id, {", ".join(_TEXTS)}, company_id, {", ".join(_PLACE)}, is_consumer, basis_at, created_at)
SELECT %(workspace)s, id, {", ".join(_TEXTS)}, company_id, {", ".join(_PLACE)}, false,
    CASE WHEN basis <> 'unknown' THEN %(now)s::timestamptz END, %(now)s
FROM people_meeting
"""
_WRITE_POINTS: Final = """
INSERT INTO people_contactpoint (
    workspace_id, id, person_id, kind, value, key, health, health_why, rank, created_at)
SELECT %(workspace)s, id, person_id, kind, value, key, 'unknown', '', rank, %(now)s
FROM people_pointing
"""
_KNOWN_COMPANIES: Final = """
SELECT DISTINCT ON (company.name_key) company.name_key, company.id
FROM unnest(%(keys)s::text[]) AS wanted (name_key)
CROSS JOIN LATERAL (
    SELECT id, name_key FROM people_company
    WHERE workspace_id = %(workspace)s AND name_key = wanted.name_key OFFSET 0
) AS company
ORDER BY company.name_key, company.id
"""
_WRITE_COMPANIES: Final = """
INSERT INTO people_company (workspace_id, id, name, name_key, domain, country, created_at)
SELECT %(workspace)s, id, name, name_key, '', '', %(now)s FROM people_naming
"""


def _person(person_id: str, one: NewPerson, company_id: uuid.UUID | None) -> tuple[object, ...]:
    shown = clean_line(one.name) or (one.mails or one.phones or ("Somebody",))[0]
    given, family = names.given_and_family(shown)
    return (
        person_id,
        shown,
        name_key(shown),
        given[:100],
        family[:100],
        clean_line(one.job_title),
        company_id,
        one.country.upper()[:2],
        one.zone,
        one.language[:8],
        clean_line(one.address, limit=300),
        clean_line(one.postal_code, limit=20),
        clean_line(one.city, limit=120),
        one.basis,
        clean_line(one.basis_source),
    )
