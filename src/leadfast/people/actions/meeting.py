"""Meeting people one by one or many at once, and learning how they can be reached."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nameparser import HumanName

from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line, mail_key, name_key, phone_key
from leadfast.people.errors import NotAnAddress, NotANumber, PersonNotFound
from leadfast.people.models import Company, ContactPoint, Person
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

_BLANKS: Final = ("name", "name_key", "given_name", "family_name", "job_title", "country", "company")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of a person: a name at best, one way to reach them, or nothing but a company."""

    name: str = ""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    company_name: str = ""
    job_title: str = ""
    country: str = ""
    zone: str = ""
    basis: str = "unknown"
    basis_source: str = ""


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
        companies = meet_companies(names=[one.company_name for one in new], by=by)
        people = [_person(one, companies.get(name_key(one.company_name)), by=by, now=now) for one in new]
        Person.objects.bulk_create(people, batch_size=2000)
        _add_points(list(zip(people, new, strict=True)), by=by, now=now)
    return people


def learn_many(*, known: Mapping[uuid.UUID, NewPerson], by: Actor) -> dict[uuid.UUID, tuple[str, ...]]:
    """Fill what is blank about persons we know, and add how else they can be reached.

    Nothing that is known is changed. Returns what was filled, person by person.
    """
    now = clock.now()
    filled: dict[uuid.UUID, tuple[str, ...]] = {}
    with guard.writing(by):
        people = list(Person.objects.select_for_update(no_key=True).filter(id__in=known).order_by("id"))
        companies = meet_companies(
            names=[known[p.id].company_name for p in people if p.company_id is None], by=by
        )
        before = set(ContactPoint.objects.filter(person_id__in=known).values_list("person_id", "kind", "key"))
        for person in people:
            new = known[person.id]
            more = [
                kind
                for kind, keys in (("mail", new.mails), ("phone", new.phones))
                if any((person.id, kind, key) not in before for key in keys)
            ]
            filled[person.id] = (*_fill(person, new, companies), *more)
        Person.objects.bulk_update([p for p in people if filled[p.id]], _BLANKS, batch_size=500)
        _add_points([(person, known[person.id]) for person in people], by=by, now=now)
    return filled


def meet_companies(*, names: Iterable[str], by: Actor) -> dict[str, Company]:
    """The companies of these names, known or new, by the comparable form of the name."""
    wanted = {name_key(shown): shown for name in names if (shown := clean_line(name))}
    if not wanted:
        return {}
    with guard.writing(by):
        rows = Company.objects.filter(workspace_id=by.workspace_id, name_key__in=wanted).order_by("-id")
        found = {company.name_key: company for company in rows}
        missing = [
            Company(workspace_id=by.workspace_id, name=shown, name_key=key, domain="", created_at=clock.now())
            for key, shown in wanted.items()
            if key not in found
        ]
        Company.objects.bulk_create(missing, batch_size=2000)
        return found | {company.name_key: company for company in missing}


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
            person.name_key = name_key(person.name)
            parts = HumanName(person.name)
            person.given_name, person.family_name = parts.first[:100], parts.last[:100]
        if "basis" in fields:
            person.basis_at = clock.now()
        person.save()
    return person


def _person(new: NewPerson, company: Company | None, *, by: Actor, now: dt.datetime) -> Person:
    shown = (
        clean_line(new.name) or (new.mails[0] if new.mails else "") or (new.phones[0] if new.phones else "")
    )
    person = Person(
        workspace_id=by.workspace_id,
        name=shown or "Somebody",
        job_title=clean_line(new.job_title),
        company=company,
        country=new.country.upper()[:2],
        zone=new.zone,
        basis=new.basis,
        basis_source=clean_line(new.basis_source),
        basis_at=now if new.basis != "unknown" else None,
        created_at=now,
    )
    _name(person, shown)
    return person


def _name(person: Person, shown: str) -> None:
    person.name_key = name_key(shown)
    if "@" not in shown:
        parts = HumanName(shown)
        person.given_name, person.family_name = parts.first[:100], parts.last[:100]


def _fill(person: Person, new: NewPerson, companies: Mapping[str, Company]) -> list[str]:
    filled: list[str] = []
    # Somebody known by an address or a number alone has no name yet.
    if new.name and ("@" in person.name or person.name.startswith("+") or person.name == "Somebody"):
        person.name = clean_line(new.name)
        _name(person, person.name)
        filled.append("name")
    if new.job_title and not person.job_title:
        person.job_title = clean_line(new.job_title)
        filled.append("job_title")
    if new.country and not person.country:
        person.country = new.country.upper()[:2]
        filled.append("country")
    if person.company_id is None and (company := companies.get(name_key(new.company_name))):
        person.company = company
        filled.append("company")
    return filled


def _add_points(people: Sequence[tuple[Person, NewPerson]], *, by: Actor, now: dt.datetime) -> None:
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(
                workspace_id=by.workspace_id,
                person_id=person.id,
                kind=kind,
                key=_key(kind, value, person.country, by),
                value=clean_line(value, limit=320),
                rank=rank,
                created_at=now,
            )
            for person, new in people
            for kind, values in (("mail", new.mails), ("phone", new.phones))
            for rank, value in enumerate(values)
        ],
        ignore_conflicts=True,
        batch_size=2000,
    )


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
