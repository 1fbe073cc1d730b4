"""How people can be reached, and never reaching them again."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.people import facts, reads
from leadfast.people.models import ContactPoint, Suppression
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def set_health(
    *, kind: str, key: str, health: str, why: str, by: Actor, at: dt.datetime | None = None
) -> list[ContactPoint]:
    """An address or number turned out to work, or not to, wherever it is known."""
    return set_health_many(kind=kind, keys=[key], health=health, why=why, by=by, at=at)


def set_health_many(
    *, kind: str, keys: Iterable[str], health: str, why: str, by: Actor, at: dt.datetime | None = None
) -> list[ContactPoint]:
    """The same of many addresses or numbers."""
    now = at or clock.now()
    with guard.writing(by):
        wanted = ContactPoint.objects.select_for_update(no_key=True).filter(kind=kind, key__in=list(keys))
        points = list(wanted.order_by("id"))
        for point in points:
            point.health, point.health_at, point.health_why = health, now, why[:300]
        ContactPoint.objects.filter(id__in=[point.id for point in points]).update(
            health=health, health_at=now, health_why=why[:300]
        )
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
        # Numbers before addresses: whoever stops writing to them asks whether they may still be called.
        for kind in sorted(kinds, reverse=True):
            keys = [point.key for point in points if point.kind == kind]
            suppress(kind=kind, keys=keys, reason=reason, by=by, words=words, person_id=person_id)
