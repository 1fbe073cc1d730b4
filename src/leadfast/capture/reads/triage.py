"""What waits for a person, in the order of its times: whoever may be behind it, and what machines wrote."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from leadfast.capture.doors import plain
from leadfast.capture.models import Arrival, CardReading
from leadfast.capture.rules.found import Found
from leadfast.capture.rules.waiting import MACHINES
from leadfast.conversations.understanding.letter import Letter

Kind = Literal["people", "machines"]
COUNTED_UP_TO: Final = 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, each counted no further than anybody counts."""

    people: int
    machines: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """One that waits, with what could be told of it."""

    arrival: Arrival
    found: Found
    # The subject of a mail.
    about: str = ""

    @property
    def called(self) -> str:
        """Who it seems to be, or where it came from."""
        found = self.found
        words = (found.name, found.company, *found.mails, *found.phones)
        return next((word for word in words if word), "") or self.arrival.source or ""


_COUNTS: Final = """
SELECT (SELECT count(*) FROM (SELECT FROM capture_arrival
            WHERE workspace_id = %(here)s AND settlement = 'waiting' AND due_at IS NOT NULL
              AND NOT why = ANY (%(machines)s) LIMIT %(most)s) AS people),
       (SELECT count(*) FROM (SELECT FROM capture_arrival
            WHERE workspace_id = %(here)s AND settlement = 'waiting' AND due_at IS NOT NULL
              AND why = ANY (%(machines)s) LIMIT %(most)s) AS machines)
"""
_OF_MEMBER: Final = """
SELECT (SELECT count(*) FROM (SELECT FROM capture_arrival
            WHERE workspace_id = %(here)s AND settlement = 'waiting' AND waits_for_id = %(member)s
            LIMIT %(most)s) AS mine),
       (SELECT count(*) FROM (SELECT FROM capture_arrival
            WHERE workspace_id = %(here)s AND settlement = 'waiting' AND waits_for_id = %(member)s
              AND (due_at < %(now)s OR escalated > 0) LIMIT %(most)s) AS late)
"""


def counts(workspace_id: uuid.UUID) -> Counts:
    """How much waits in all."""
    values: dict[str, Any] = {"here": workspace_id, "machines": sorted(MACHINES), "most": COUNTED_UP_TO}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        return Counts(*cursor.fetchone())


def of_member(*, workspace_id: uuid.UUID, member_id: uuid.UUID, now: dt.datetime) -> tuple[int, int]:
    """How much waits for one member, and how much of it for too long."""
    values: dict[str, Any] = {"here": workspace_id, "member": member_id, "now": now, "most": COUNTED_UP_TO}
    with connection.cursor() as cursor:
        cursor.execute(_OF_MEMBER, values)
        mine, late = cursor.fetchone()
    return mine, late


def unread_for(limit: dt.timedelta, *, now: dt.datetime) -> int:
    """What nothing has read for so long: an alarm, whatever it is. Photos in the queue of their reader are none."""
    rows = Arrival.objects.filter(settlement="waiting", read_at=None, arrived_at__lte=now - limit)
    queued = CardReading.objects.filter(arrival_id=OuterRef("id"), due_at__isnull=False)
    return rows.exclude(Exists(queued))[:COUNTED_UP_TO].count()


def of_members() -> dict[uuid.UUID, int]:
    """How much waits for each member, of the thousand that wait longest."""
    waiting = Arrival.objects.filter(settlement="waiting", due_at__isnull=False).order_by("due_at")
    found: dict[uuid.UUID, int] = {}
    for member_id in waiting.values_list("waits_for_id", flat=True)[:COUNTED_UP_TO]:
        if member_id is not None:
            found[member_id] = found.get(member_id, 0) + 1
    return found


def page(kind: Kind, *, country: str, after: uuid.UUID | None = None, size: int) -> list[Waiting]:
    """What waits, the most urgent first, behind the one named ``after``; each with what could be told of it."""
    rows = _of_kind(kind)
    if after is not None:
        before = Arrival.objects.filter(id=after).values_list("due_at", flat=True).first()
        if before is not None:
            rows = rows.filter(Q(due_at__gt=before) | Q(due_at=before, id__gt=after))
    listed = rows.order_by("due_at", "id")[:size]
    return [Waiting(one, told(one, country=country), _subject(one)) for one in listed]


def told(arrival: Arrival, *, country: str) -> Found:
    """What could be told of it, for a person to correct."""
    whole = arrival.part_of if arrival.part_of_id and arrival.part_of else arrival
    return plain.guess(arrival.door, bytes(whole.raw), country=country)


def _subject(arrival: Arrival) -> str:
    return Letter(bytes(arrival.raw)).header("subject")[:200] if arrival.door == "mail" else ""


def _of_kind(kind: Kind) -> QuerySet[Arrival]:
    rows = Arrival.objects.filter(settlement="waiting", due_at__isnull=False)
    rows = rows.select_related("member", "upload", "waits_for", "part_of").defer("upload__content")
    return rows.filter(why__in=MACHINES) if kind == "machines" else rows.exclude(why__in=MACHINES)
