"""What is expected, which sources are silent, how events went, and who may be the same person twice."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import F, Q

from leadfast.capture.errors import EventNotFound, ExpectedNotFound, SourceNotFound
from leadfast.capture.models import Event, Expected, Joining, Probe, Source
from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar, NeverOpen
from leadfast.people.models import ContactPoint, Likeness
from leadfast.workspaces import reads as workspaces


@dataclass(frozen=True, slots=True)
class Coverage:
    """How an event went: leads of it, those a person answered, and those within one business day."""

    event: Event
    arrivals: int
    leads: int
    touched: int
    in_time: int
    late: int

    @property
    def percent(self) -> int:
        """Of its leads, how many were answered within one business day: whole percents, rounded down."""
        return 100 * self.in_time // self.leads if self.leads else 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons who may be one, with how each can be reached."""

    likeness: Likeness
    ways_of_one: Sequence[str]
    ways_of_other: Sequence[str]


def expected(*, after: Expected | None = None, size: int = 200) -> list[Expected]:
    """Leads that were promised and are not here, the next to be chased first, from behind ``after``."""
    rows = Expected.objects.filter(chase_at__isnull=False).select_related("owner")
    if after is not None:
        rows = rows.filter(Q(chase_at__gt=after.chase_at) | Q(chase_at=after.chase_at, id__gt=after.id))
    return list(rows.order_by("chase_at", "id")[:size])


def one_expected(expected_id: uuid.UUID) -> Expected:
    """One that is still expected."""
    found = Expected.objects.filter(id=expected_id, chase_at__isnull=False).first()
    if found is None:
        raise ExpectedNotFound
    return found


def source(source_id: uuid.UUID) -> Source:
    """One source."""
    found = Source.objects.filter(id=source_id).first()
    if found is None:
        raise SourceNotFound
    return found


def expected_lately() -> list[Expected]:
    """Those that came, or were let be, newest first."""
    rows = Expected.objects.filter(chase_at=None).select_related("owner", "lead", "dropped_by")
    return list(rows.order_by("-created_at", "-id")[:30])


def sources(*, skip: int = 0, size: int = 500) -> list[Source]:
    """Sources: silent ones first, then by when they were heard of last."""
    silent_first = F("silent_since").asc(nulls_last=True)
    rows = Source.objects.order_by(silent_first, F("last_arrival_at").desc(nulls_last=True), "name", "id")
    return list(rows[skip : skip + size])


def probes() -> dict[str, Probe]:
    """The last synthetic lead through each door."""
    rows = Probe.objects.order_by("door", "-sent_at", "-id").distinct("door")
    found = {one.door: one for one in rows}
    # What fails is read first.
    return dict(sorted(found.items(), key=lambda pair: (pair[1].failed_at is None, pair[0])))


def joined_lately(*, size: int = 30) -> list[Joining]:
    """What joined leads we had, newest first: each can be undone."""
    rows = Joining.objects.select_related("lead", "arrival", "undone_by").defer("arrival__raw")
    return list(rows.order_by("-joined_at", "-id")[:size])


def joinings_of(lead_id: uuid.UUID) -> list[Joining]:
    """What joined one lead."""
    rows = Joining.objects.filter(lead_id=lead_id).select_related("arrival").defer("arrival__raw")
    return list(rows.order_by("-joined_at", "-id")[:50])


def pairs(*, size: int = 20) -> list[Pair]:
    """Two persons who may be one, the likeliest first."""
    rows = Likeness.objects.filter(verdict="").select_related("one__company", "other__company")
    found = list(rows.order_by("-score", "id")[:size])
    people = {person for pair in found for person in (pair.one_id, pair.other_id)}
    ways: dict[uuid.UUID, list[str]] = {}
    for person_id, value in ContactPoint.objects.filter(person_id__in=people).values_list(
        "person_id", "value"
    ):
        ways.setdefault(person_id, []).append(value)
    return [Pair(one, ways.get(one.one_id, ()), ways.get(one.other_id, ())) for one in found]


def decided_pairs(*, size: int = 20) -> list[Likeness]:
    """What was decided last, newest first."""
    rows = Likeness.objects.exclude(verdict="").select_related("one", "other", "decided_by")
    return list(rows.order_by("-decided_at", "-id")[:size])


def events() -> list[Event]:
    """Events, the latest first."""
    return list(Event.objects.order_by("-first_day", "-id")[:100])


def event(event_id: uuid.UUID) -> Event:
    """One event."""
    found = Event.objects.filter(id=event_id).first()
    if found is None:
        raise EventNotFound
    return found


_OF_EVENT: Final = """
SELECT lead.id, lead.arrived_at, min(arrival.arrived_at), lead.first_responded_at, lead.owner_id, count(*)
FROM capture_arrival AS arrival
JOIN leads_lead AS lead ON lead.workspace_id = arrival.workspace_id AND lead.id = arrival.lead_id
WHERE arrival.workspace_id = current_setting('leadfast.workspace')::uuid AND arrival.event_id = %(event)s
  AND NOT lead.is_synthetic
GROUP BY lead.workspace_id, lead.id
"""


def coverage(one: Event, *, now: dt.datetime) -> Coverage:
    """First touches by a person, up to the end of the business day after the day on which each of its leads came in."""
    workspace = workspaces.workspace(one.workspace_id)
    calendar = Calendar(zone=workspace.zone, country=workspace.country)
    arrivals = leads = touched = in_time = late = 0
    until: dict[dt.date, dt.datetime] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OF_EVENT, {"event": one.id})
        rows = cursor.fetchall()
    for _, _, came_at, answered_at, _, count in rows:
        arrivals, leads = arrivals + count, leads + 1
        on = business_time_zones.local(came_at, workspace.zone).date()
        deadline = until.setdefault(on, _in_a_day(calendar, on))
        touched += answered_at is not None
        in_time += answered_at is not None and answered_at < deadline
        late += answered_at is None and deadline <= now
    return Coverage(one, arrivals, leads, touched, in_time, late)


def _in_a_day(calendar: Calendar, on: dt.date) -> dt.datetime:
    """When the business day after ``on`` is over: at its midnight, since whoever calls at six has still called."""
    try:
        after = business_time.shift_business_days(calendar, on, 1)
    except NeverOpen:
        after = on + dt.timedelta(days=1)
    return business_time_zones.start_of_day(after + dt.timedelta(days=1), calendar.zone)
