"""Meeting people, learning how they can be reached, and never reaching them again."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from nameparser import HumanName

from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line, mail_key, name_key, phone_key
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.people import facts, reads
from leadfast.people.errors import NotAnAddress, NotANumber, PersonNotFound
from leadfast.people.models import Company, ContactPoint, Person, Suppression
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
    now = clock.now()
    shown = clean_line(name) or (mails[0] if mails else "") or (phones[0] if phones else "")
    parts = HumanName(shown)
    with guard.writing(by):
        company = meet_company(name=company_name, by=by) if company_name.strip() else None
        person = Person.objects.create(
            workspace_id=by.workspace_id,
            name=shown or "Somebody",
            name_key=name_key(shown),
            given_name=(parts.first if "@" not in shown else "")[:100],
            family_name=(parts.last if "@" not in shown else "")[:100],
            job_title=clean_line(job_title),
            company=company,
            country=country.upper()[:2],
            zone=zone,
            basis=basis,
            basis_source=clean_line(basis_source),
            basis_at=now if basis != "unknown" else None,
            created_at=now,
        )
        for rank, mail in enumerate(mails):
            add_contact_point(person_id=person.id, kind="mail", value=mail, rank=rank, by=by)
        for rank, phone in enumerate(phones):
            add_contact_point(person_id=person.id, kind="phone", value=phone, rank=rank, by=by)
    return person


def meet_company(*, name: str, by: Actor, domain: str = "") -> Company:
    """The company of this name, known or new."""
    shown = clean_line(name)
    with guard.writing(by):
        known = (
            Company.objects.filter(workspace_id=by.workspace_id, name_key=name_key(shown))
            .order_by("id")
            .first()
        )
        return known or Company.objects.create(
            workspace_id=by.workspace_id,
            name=shown,
            name_key=name_key(shown),
            domain=domain.lower(),
            created_at=clock.now(),
        )


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


def set_health(
    *, kind: str, key: str, health: str, why: str, by: Actor, at: dt.datetime | None = None
) -> list[ContactPoint]:
    """An address or number turned out to work, or not to, wherever it is known."""
    now = at or clock.now()
    with guard.writing(by):
        points = list(ContactPoint.objects.select_for_update(no_key=True).filter(kind=kind, key=key))
        for point in points:
            point.health, point.health_at, point.health_why = health, now, why[:300]
            point.save(update_fields=["health", "health_at", "health_why"])
        history.record_many(
            [
                Happening(
                    facts.ContactPointChanged(kind, point.value, health, why[:300]),
                    by,
                    now,
                    person_id=point.person_id,
                )
                for point in points
            ]
        )
    return points


def suppress(
    *, kind: str, keys: Iterable[str], reason: str, by: Actor, words: str = "",
    person_id: uuid.UUID | None = None,
) -> int:  # fmt: skip
    """Never use these addresses again, from this moment and for good. Returns how many are new."""
    now = clock.now()
    with guard.writing(by):
        rows = [
            Suppression(
                workspace_id=by.workspace_id,
                kind=kind,
                key_hash=reads.suppression_hash(kind, key),
                reason=reason,
                words=words[:500],
                person_id=person_id,
                created_at=now,
            )
            for key in dict.fromkeys(keys)
        ]
        before = Suppression.objects.filter(key_hash__in=[row.key_hash for row in rows]).count()
        Suppression.objects.bulk_create(rows, ignore_conflicts=True)
        if len(rows) > before:
            history.record(facts.Suppressed(kind, reason, words[:500]), by=by, at=now, person_id=person_id)
    return len(rows) - before


def suppress_person(
    *, person_id: uuid.UUID, reason: str, by: Actor, words: str = "", kinds: Sequence[str] = ("mail", "phone")
) -> None:
    """“Never contact me”: every address and number of this person, at once."""
    with guard.writing(by):
        points = reads.contact_points(person_id)
        for kind in kinds:
            keys = [point.key for point in points if point.kind == kind]
            suppress(kind=kind, keys=keys, reason=reason, by=by, words=words, person_id=person_id)


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


def _key(kind: str, value: str, country: str, by: Actor) -> str:
    if kind == "mail":
        key = mail_key(value)
        if key is None:
            raise NotAnAddress(f"“{clean_line(value, limit=80)}” is not a mail address.")
        return key
    if kind == "phone":
        home = country or workspaces.workspace(by.workspace_id).country
        number = phone_key(value, country=home)
        if number is None:
            raise NotANumber(f"“{clean_line(value, limit=40)}” is not a phone number we can dial.")
        return number
    return clean_line(value, limit=320).lower()


__all__ = [
    "add_contact_point",
    "edit_person",
    "meet",
    "meet_company",
    "set_health",
    "suppress",
    "suppress_person",
]
