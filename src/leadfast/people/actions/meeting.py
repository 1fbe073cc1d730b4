"""Meeting people one by one or many at once, and learning how they can be reached."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import orjson
from django.db import connection

from leadfast.foundation import clock, staging
from leadfast.foundation.contacts import clean_line, mail_key, name_key, phone_key
from leadfast.people.actions import many, suppressing
from leadfast.people.actions.many import NewPerson
from leadfast.people.errors import NotAnAddress, NotANumber, PersonNotFound
from leadfast.people.models import Company, ContactPoint, Person
from leadfast.people.rules import names as naming
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor


def meet(
    *,
    name: str,
    by: Actor,
    mails: Sequence[str] = (),
    phones: Sequence[str] = (),
    company_name: str = "",
    job_title: str = "",
    country: str = "",
    zone: str = "",
    basis: str = "unknown",
    basis_source: str = "",
) -> Person:
    """A person we did not know, with how to reach them. Addresses that are none are refused."""
    new = NewPerson(
        name=name,
        mails=tuple(mails),
        phones=tuple(phones),
        company_name=company_name,
        job_title=job_title,
        country=country,
        zone=zone,
        basis=basis,
        basis_source=basis_source,
    )
    return meet_many(new=[new], by=by)[0]


def meet_many(*, new: Sequence[NewPerson], by: Actor) -> list[Person]:
    """Persons we did not know, with their companies and how to reach them. Same order as given."""
    now = clock.now()
    with guard.writing(by):
        known = many.company_ids([one.company_name for one in new], by=by, now=now)
        keyed = [replace(one, mails=_keys("mail", one, by), phones=_keys("phone", one, by)) for one in new]
        met = many.write_people(keyed, companies=known, by=by, now=now, shown=_shown(new, keyed))
        found = Person.objects.in_bulk(met)
    return [found[person_id] for person_id in met]


@dataclass(slots=True)
class Learnt:
    """What was blank about a person and is not any more: fields by name, and the new contact points."""

    filled: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


def learn_many(*, known: Mapping[uuid.UUID, NewPerson], by: Actor) -> dict[uuid.UUID, Learnt]:
    """Fill what is blank about persons we know, and add how else they can be reached.

    Addresses and numbers must be comparable already. Nothing that is known is changed. Returns what was
    filled, person by person.
    """
    if not known:
        return {}
    now = clock.now()
    with guard.writing(by):
        people = [_Stands(*row) for row in _asked(_LOCK, _listed(known), by)]
        companies = many.company_ids(
            [known[one.id].company_name for one in people if one.company_id is None], by=by, now=now
        )
        filled = {one.id: _blanks(one, known[one.id], companies) for one in people}
        points = _new_points(known, by)
        many.fill_people({person_id: columns for person_id, columns in filled.items() if columns}, by=by)
        if points:
            many.write_points(
                [(person_id, kind, key, 10 + rank) for person_id, kind, key, rank in points], by=by, now=now
            )
    return _learnt(filled, points)


class _Stands(NamedTuple):
    """What is known of a person, as far as it can be blank."""

    id: uuid.UUID
    name: str
    job_title: str
    country: str
    language: str
    address: str
    postal_code: str
    city: str
    company_id: uuid.UUID | None


_LOCK: Final = f"""
SELECT {", ".join(_Stands._fields)} FROM people_person
WHERE workspace_id = %(workspace)s AND id = ANY (%(given)s::uuid[])
ORDER BY id FOR NO KEY UPDATE
"""
# OFFSET 0: looked up one by one, as what a file says of people we know is mostly known.
_NEW_POINTS: Final = """
SELECT n.person_id, n.kind, n.key, n.rank
FROM json_to_recordset(%(given)s::json) AS n (person_id uuid, kind text, key text, rank int)
LEFT JOIN LATERAL (
    SELECT true AS known FROM people_contactpoint AS point
    WHERE point.workspace_id = %(workspace)s AND point.kind = n.kind AND point.key = n.key
      AND point.person_id = n.person_id OFFSET 0
) AS there ON true
WHERE there.known IS NULL
"""


def _asked(statement: str, given: str, by: Actor) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"workspace": by.workspace_id, "given": given})
        return list(cursor.fetchall())


def _listed(person_ids: Iterable[uuid.UUID]) -> str:
    return staging.array([one.hex for one in person_ids])


def _new_points(known: Mapping[uuid.UUID, NewPerson], by: Actor) -> list[tuple[uuid.UUID, str, str, int]]:
    given = [
        {"person_id": person_id, "kind": kind, "key": key, "rank": rank}
        for person_id, new in known.items()
        for kind, keys in (("mail", new.mails), ("phone", new.phones))
        for rank, key in enumerate(dict.fromkeys(keys))
    ]
    return _asked(_NEW_POINTS, orjson.dumps(given).decode(), by) if given else []


def _learnt(
    filled: Mapping[uuid.UUID, Mapping[str, object]], points: Sequence[tuple[uuid.UUID, str, str, int]]
) -> dict[uuid.UUID, Learnt]:
    found = {
        person_id: Learnt(tuple(_NAMES[column] for column in columns if column in _NAMES))
        for person_id, columns in filled.items()
    }
    for person_id, kind, key, _ in points:
        one = found[person_id]
        one.points = (*one.points, f"{kind} {key}")
        one.filled = one.filled if kind in one.filled else (*one.filled, kind)
    return found


# What is filled, by the column that is written.
_NAMES: Final = {
    **{name: name for name in ("name", "job_title", "country", "language", "address", "postal_code", "city")},
    "company_id": "company",
}


def move_points(*, from_id: uuid.UUID, to_id: uuid.UUID, by: Actor) -> list[str]:
    """The ways to reach one person become another's, but for those it has already; returns what moved."""
    with guard.writing(by):
        has = set(ContactPoint.objects.filter(person_id=to_id).values_list("kind", "key"))
        moving = [
            point.id
            for point in ContactPoint.objects.filter(person_id=from_id)
            if (point.kind, point.key) not in has
        ]
        ContactPoint.objects.filter(id__in=moving).update(person_id=to_id)
    return [str(point_id) for point_id in moving]


def take_back_points(*, point_ids: Sequence[str], from_id: uuid.UUID, to_id: uuid.UUID, by: Actor) -> None:
    """These ways to reach somebody are the other person's again."""
    with guard.writing(by):
        ContactPoint.objects.filter(id__in=list(point_ids), person_id=from_id).update(person_id=to_id)


def forget(*, person_id: uuid.UUID, added: Mapping[str, Sequence[str]], by: Actor) -> None:
    """Blank again what something filled that was about somebody else. ``added`` as it was kept then."""
    with guard.writing(by):
        person = Person.objects.select_for_update(no_key=True).get(id=person_id)
        fields = [name for name in added.get("person", ()) if name in _BLANKABLE]
        for name in fields:
            setattr(person, "company_id" if name == "company" else name, None if name == "company" else "")
        if fields:
            person.save(update_fields=fields)
        for point in added.get("points", ()):
            kind, _, key = point.partition(" ")
            ContactPoint.objects.filter(person_id=person_id, kind=kind, key=key, health="unknown").delete()


_BLANKABLE = ("job_title", "country", "language", "address", "postal_code", "city", "company")


def keep_away(wishes: Mapping[uuid.UUID, tuple[bool, bool]], *, by: Actor) -> None:
    """Who must not be mailed, and who must not be called, as what came in says: from now on and for good."""
    for person_id, (no_mail, no_calls) in wishes.items():
        kinds = [kind for kind, wanted in (("mail", no_mail), ("phone", no_calls)) if wanted]
        if kinds:
            suppressing.suppress_person(person_id=person_id, reason="imported", by=by, kinds=kinds)


def meet_companies(*, names: Iterable[str], by: Actor) -> dict[str, Company]:
    """The companies of these names, known or new, by the comparable form of the name."""
    with guard.writing(by):
        known = many.company_ids(names, by=by, now=clock.now())
        found = Company.objects.in_bulk(known.values())
    return {key: found[company_id] for key, company_id in known.items()}


def meet_company(*, name: str, by: Actor, domain: str = "") -> Company:
    """The company of this name, known or new."""
    with guard.writing(by):
        company = meet_companies(names=[name], by=by)[name_key(clean_line(name))]
        if domain and not company.domain:
            company.domain = domain.lower()
            company.save(update_fields=["domain"])
    return company


def add_contact_point(
    *, person_id: uuid.UUID, kind: str, value: str, by: Actor, rank: int = 0
) -> ContactPoint:
    """One more way to reach a person; the same twice is one."""
    with guard.writing(by):
        person = Person.objects.filter(id=person_id).first()
        if person is None:
            raise PersonNotFound
        point, _ = ContactPoint.objects.get_or_create(
            workspace_id=by.workspace_id,
            person_id=person_id,
            kind=kind,
            key=_key(kind, value, person.country, by),
            defaults={"value": clean_line(value, limit=320), "rank": rank},
        )
    return point


def edit_person(*, person_id: uuid.UUID, by: Actor, **fields: str | bool | None) -> Person:
    """Change name, job_title, country, zone, language, is_consumer or basis of a person."""
    with guard.writing(by):
        person = Person.objects.select_for_update(no_key=True).filter(id=person_id).first()
        if person is None:
            raise PersonNotFound
        for field, value in fields.items():
            setattr(person, field, value)
        if "name" in fields:
            _name(person, person.name)
        if "basis" in fields:
            person.basis_at = clock.now()
        person.save()
    return person


def _name(person: Person, shown: str) -> None:
    person.name_key = name_key(shown)
    given, family = naming.given_and_family(shown)
    person.given_name, person.family_name = given[:100], family[:100]


def _blanks(person: _Stands, new: NewPerson, companies: Mapping[str, uuid.UUID]) -> dict[str, object]:
    """The columns that are filled."""
    filled: dict[str, object] = {}
    # Somebody known by an address or a number alone has no name yet.
    if new.name and ("@" in person.name or person.name.startswith("+") or person.name == "Somebody"):
        shown = clean_line(new.name)
        given, family = naming.given_and_family(shown)
        filled = {
            "name": shown,
            "name_key": name_key(shown),
            "given_name": given[:100],
            "family_name": family[:100],
        }
    for name in ("job_title", "country", "language", "address", "postal_code", "city"):
        if (said := getattr(new, name)) and not getattr(person, name):
            filled[name] = clean_line(said)
    if (
        person.company_id is None
        and new.company_name
        and (company_id := companies.get(name_key(new.company_name)))
    ):
        filled["company_id"] = company_id
    return filled


def _shown(new: Sequence[NewPerson], keyed: Sequence[NewPerson]) -> dict[str, str]:
    """How each key was written."""
    return {
        key: clean_line(written, limit=320)
        for one, same in zip(new, keyed, strict=True)
        for key, written in zip((*same.mails, *same.phones), (*one.mails, *one.phones), strict=True)
    }


def _keys(kind: str, new: NewPerson, by: Actor) -> tuple[str, ...]:
    values = new.mails if kind == "mail" else new.phones
    return tuple(_key(kind, value, new.country, by) for value in values)


def _key(kind: str, value: str, country: str, by: Actor) -> str:
    if kind == "mail":
        key = mail_key(value)
        if key is None:
            raise NotAnAddress(f"“{clean_line(value, limit=80)}” is not a mail address.")
        return key
    if kind == "phone":
        # A number in its international form needs no country, and a batch has many.
        home = country or ("" if value.startswith("+") else workspaces.workspace(by.workspace_id).country)
        number = phone_key(value, country=home)
        if number is None:
            raise NotANumber(f"“{clean_line(value, limit=40)}” is not a phone number we can dial.")
        return number
    return clean_line(value, limit=320).lower()
