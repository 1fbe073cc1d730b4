"""Persons and companies, and how they can be reached."""

import uuid
from typing import Any

from ninja import Path, Router, Schema

from leadfast.api.asking import Needs, TokenRequest
from leadfast.api.shapes import Cursor, Limit, MomentOut, Word, moment, page_by_id
from leadfast.foundation.contacts import mail_key, phone_key
from leadfast.people import reads
from leadfast.people.errors import PersonNotFound
from leadfast.people.models import Company, ContactPoint, Person

persons = Router(tags=["persons"])
companies = Router(tags=["companies"])


class CompanyNotFound(PersonNotFound):
    """There is no such company in this workspace."""


class ContactPointOut(Schema):
    """One way to reach somebody, and whether it works."""

    kind: str
    value: str
    health: str


class PersonOut(Schema):
    """Somebody, without what was erased at their request."""

    id: uuid.UUID
    name: str
    job_title: str
    company_id: uuid.UUID | None
    country: str
    language: str
    basis: str
    created_at: MomentOut
    contact_points: list[ContactPointOut]


class PersonPage(Schema):
    """A page of persons; ``next`` is the cursor of the page that follows."""

    items: list[PersonOut]
    next: str | None


class CompanyOut(Schema):
    """An organisation."""

    id: uuid.UUID
    name: str
    domain: str
    country: str
    created_at: MomentOut


class CompanyPage(Schema):
    """A page of companies; ``next`` is the cursor of the page that follows."""

    items: list[CompanyOut]
    next: str | None


@persons.get("", response=PersonPage, auth=Needs("read"), summary="List persons")
def list_persons(
    request: TokenRequest, mail: Word = "", phone: Word = "", after: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """In the order in which they became known; by a mail address or a number, only whose it is."""
    rows = Person.objects.filter(workspace_id=request.workspace.id, erased_at=None)
    if mail:
        key = mail_key(mail)
        rows = rows.filter(contact_points__kind="mail", contact_points__key=key or "")
    if phone:
        number = phone_key(phone, country=request.workspace.country)
        points = ContactPoint.objects.filter(kind="phone", key=number or "", person__isnull=False)
        rows = rows.filter(id__in=points.values("person_id"))
    return page_by_id(rows, after, limit, _said_person)


@persons.get("/{uuid:person_id}", response=PersonOut, auth=Needs("read"), summary="One person")
def get_person(request: TokenRequest, person_id: Path[uuid.UUID]) -> dict[str, Any]:
    """With every way to reach them, best first."""
    found = Person.objects.filter(id=person_id, erased_at=None).first()
    if found is None:
        raise PersonNotFound
    return _said_person(found)


@companies.get("", response=CompanyPage, auth=Needs("read"), summary="List companies")
def list_companies(
    request: TokenRequest, domain: Word = "", after: Cursor = "", limit: Limit = 50
) -> dict[str, Any]:
    """In the order in which they became known."""
    rows = Company.objects.filter(workspace_id=request.workspace.id)
    if domain:
        rows = rows.filter(domain=domain.lower())
    return page_by_id(rows, after, limit, _said_company)


@companies.get("/{uuid:company_id}", response=CompanyOut, auth=Needs("read"), summary="One company")
def get_company(request: TokenRequest, company_id: Path[uuid.UUID]) -> dict[str, Any]:
    """Its name and its domain."""
    found = Company.objects.filter(id=company_id).first()
    if found is None:
        raise CompanyNotFound
    return _said_company(found)


def _said_person(person: Person) -> dict[str, Any]:
    plain = ("id", "name", "job_title", "company_id", "country", "language", "basis")
    return {
        **{name: getattr(person, name) for name in plain},
        "created_at": moment(person.created_at),
        "contact_points": [
            {"kind": point.kind, "value": point.value, "health": point.health}
            for point in reads.contact_points(person.id)
        ],
    }


def _said_company(company: Company) -> dict[str, Any]:
    plain = ("id", "name", "domain", "country")
    return {
        **{name: getattr(company, name) for name in plain},
        "created_at": moment(company.created_at),
    }
