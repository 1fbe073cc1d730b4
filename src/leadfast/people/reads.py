"""Questions about people: who is behind an address, and may we write to them?"""

import uuid
from collections.abc import Collection, Sequence

from leadfast.foundation.contacts import domain_of, mail_key
from leadfast.foundation.secrets import keyed_hash
from leadfast.people.models import ContactPoint, Person, Suppression

# Healths of an address or number by which nobody is reached.
_USELESS = ("bounced", "wrong", "refused")


def by_mail(addresses: Collection[str]) -> dict[str, list[Person]]:
    """Persons by mail key, for the addresses that are known."""
    keys = {key for address in addresses if (key := mail_key(address))}
    found: dict[str, list[Person]] = {}
    rows = ContactPoint.objects.filter(kind="mail", key__in=keys, person__isnull=False).select_related(
        "person"
    )
    for point in rows:
        assert point.person is not None
        found.setdefault(point.key, []).append(point.person)
    return found


def by_phone(keys: Collection[str]) -> dict[str, list[Person]]:
    """Persons by E.164 number."""
    found: dict[str, list[Person]] = {}
    rows = ContactPoint.objects.filter(kind="phone", key__in=keys, person__isnull=False).select_related(
        "person"
    )
    for point in rows:
        assert point.person is not None
        found.setdefault(point.key, []).append(point.person)
    return found


def contact_points(person_id: uuid.UUID) -> list[ContactPoint]:
    """Every way to reach a person, best first."""
    return list(ContactPoint.objects.filter(person_id=person_id).order_by("kind", "rank", "id"))


def best(person_id: uuid.UUID, kind: str) -> ContactPoint | None:
    """The contact point of a kind to be used now: one that works before one that is unknown.

    Nobody rings a number whose owner asked for no calls. An address that asked for no mail is still answered by
    people: whoever sends by themselves asks :func:`suppressed`.
    """
    usable = [point for point in contact_points(person_id) if point.kind == kind]
    if kind == "phone" and usable:
        silent = suppressed(kind, [point.key for point in usable])
        usable = [point for point in usable if point.key not in silent]
    return _best_of(usable)


def best_mails(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ContactPoint]:
    """The address each of these is written to now, as :func:`best` finds it; who has none is left out."""
    points: dict[uuid.UUID, list[ContactPoint]] = {}
    for point in ContactPoint.objects.filter(person_id__in=person_ids, kind="mail"):
        assert point.person_id is not None
        points.setdefault(point.person_id, []).append(point)
    chosen = {person_id: _best_of(theirs) for person_id, theirs in points.items()}
    return {person_id: point for person_id, point in chosen.items() if point is not None}


def _best_of(points: Collection[ContactPoint]) -> ContactPoint | None:
    usable = [point for point in points if point.health not in _USELESS]
    return min(usable, key=lambda p: (p.health != "works", p.rank, p.id), default=None)


def silent_number(person_id: uuid.UUID) -> ContactPoint | None:
    """A number of theirs at which they asked for no calls, where they have no other to be rung at."""
    if best(person_id, "phone") is not None:
        return None
    numbers = [point for point in contact_points(person_id) if point.kind == "phone"]
    silent = suppressed("phone", [point.key for point in numbers]) if numbers else set()
    return next((point for point in numbers if point.key in silent), None)


def silent_by_phone(person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these asked for no calls and have no other number to be rung at: :func:`silent_number` of many."""
    rows = ContactPoint.objects.filter(kind="phone", person_id__in=person_ids)
    numbers = list(rows.values_list("person_id", "key", "health"))
    silent = suppressed("phone", [key for _, key, _ in numbers]) if numbers else set()
    asked = {person_id for person_id, key, _ in numbers if key in silent and person_id is not None}
    return asked - {one for one, key, health in numbers if key not in silent and health not in _USELESS}


def anybody_silent() -> bool:
    """Did anybody of this workspace ever ask for no calls?"""
    return Suppression.objects.filter(kind="phone").exists()


def suppressed(kind: str, keys: Sequence[str]) -> set[str]:
    """Which of these mail keys (or E.164 numbers) must never be used."""
    wanted = {suppression_hash(kind, key): key for key in keys}
    if kind == "mail":
        domains = {suppression_hash("domain", domain_of(key)): key for key in keys}
    else:
        domains = {}
    rows = Suppression.objects.filter(key_hash__in=[*wanted, *domains]).values_list("kind", "key_hash")
    hit: set[str] = set()
    for found_kind, key_hash in rows:
        if found_kind == kind and bytes(key_hash) in wanted:
            hit.add(wanted[bytes(key_hash)])
        if found_kind == "domain" and bytes(key_hash) in domains:
            domain = domain_of(domains[bytes(key_hash)])
            hit.update(key for key in keys if domain_of(key) == domain)
    return hit


def suppression_hash(kind: str, key: str) -> bytes:
    """The keyed hash under which a suppressed address is kept."""
    return keyed_hash(f"{kind}:{key}", purpose="suppression")
