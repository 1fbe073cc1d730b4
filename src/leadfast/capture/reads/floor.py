"""Who is on the floor, the kiosks, and how many of those who came are in here."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from leadfast.capture.errors import FloorUpNotFound
from leadfast.capture.models import CallRecord, FloorUp, Kiosk, TillCount
from leadfast.capture.rules import till as rules


@dataclass(frozen=True, slots=True)
class Rate:
    """One channel over some days: how many came, and the share of them that is in here."""

    channel: str
    counted: int
    logged: int
    explained: int
    days: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None while nobody has counted."""
        return rules.capture_rate(counted=self.counted, logged=self.logged, explained=self.explained)


def here(state: str, *, size: int = 100) -> list[FloorUp]:
    """Who waits, or is with somebody, whoever came first first."""
    rows = FloorUp.objects.filter(state=state).select_related("member", "lead")
    return list(rows.order_by("came_at", "id")[:size])


def gone(first: dt.datetime, last: dt.datetime) -> list[FloorUp]:
    """Who came in this time and has left, the latest first."""
    rows = FloorUp.objects.filter(state="left", came_at__gte=first, came_at__lt=last)
    return list(rows.select_related("member", "lead").order_by("-left_at", "-id")[:50])


def floor_up(floor_up_id: uuid.UUID) -> FloorUp:
    """One visitor."""
    found = FloorUp.objects.select_related("member", "lead").filter(id=floor_up_id).first()
    if found is None:
        raise FloorUpNotFound
    return found


def kiosks() -> list[Kiosk]:
    """Kiosks whose link still opens."""
    return list(Kiosk.objects.filter(revoked_at=None).select_related("made_by").order_by("made_at"))


#: What *From* says of a lead that is added because it is missing in a count, by channel.
ADDED_FROM: Final = {"walk_in": "Walk-in", "phone": "Phone", "web": "Website"}
# What a phone says of a jotting, as it is kept: nobody can type it into a field of theirs, where quotes are escaped.
_HOW: Final = {"walked": b'"how": "walk_in"', "rang": b'"how": "call"'}

# Each lead once: walk-ins are visitors, visits that were logged, and what came by the door, from a phone or by hand
# as a walk-in; phone is who called, by the records or as somebody noted it; web is what came through forms. Each on the
# day on which they came, also if they were added later.
_LOGGED: Final = """
WITH arrived AS (
    SELECT lead_id, CASE
        WHEN door = 'walk_in' THEN 'walk_in'
        WHEN door IN ('web_form', 'web') THEN 'web'
        WHEN door = 'phone' AND position(%(walked)s IN raw) > 0 THEN 'walk_in'
        WHEN door = 'phone' AND position(%(rang)s IN raw) > 0 THEN 'phone'
        WHEN door = 'card' THEN (
            SELECT CASE reading.typed ->> 'how' WHEN 'walk_in' THEN 'walk_in' WHEN 'call' THEN 'phone' END
            FROM capture_cardreading AS reading
            WHERE reading.workspace_id = arrival.workspace_id AND reading.arrival_id = arrival.id)
        WHEN door = 'hand' THEN %(added)s::jsonb ->> lower(source)
        END AS channel
    FROM capture_arrival AS arrival
    WHERE workspace_id = current_setting('leadfast.workspace')::uuid
      AND door IN ('walk_in', 'web_form', 'web', 'phone', 'card', 'hand') AND lead_id IS NOT NULL
      AND (original_at IS NULL AND arrived_at >= %(first)s AND arrived_at < %(last)s
           OR original_at >= %(first)s AND original_at < %(last)s)
      AND NOT is_synthetic
)
SELECT channel, count(DISTINCT lead_id) FROM (
    SELECT channel, lead_id FROM arrived WHERE channel IS NOT NULL
    UNION ALL
    SELECT 'walk_in', lead_id FROM capture_floorup
    WHERE workspace_id = current_setting('leadfast.workspace')::uuid AND lead_id IS NOT NULL
      AND came_at >= %(first)s AND came_at < %(last)s
    UNION ALL
    SELECT 'walk_in', lead_id FROM conversations_visit
    WHERE workspace_id = current_setting('leadfast.workspace')::uuid AND kind = 'visit'
      AND at >= %(first)s AND at < %(last)s
    UNION ALL
    SELECT 'phone', lead_id FROM conversations_call
    WHERE workspace_id = current_setting('leadfast.workspace')::uuid AND incoming
      AND at >= %(first)s AND at < %(last)s
) AS came GROUP BY channel
"""


def logged(day: dt.date, zone: dt.tzinfo) -> dict[str, int]:
    """How many of a day are in here, by channel."""
    first, last = of_day(day, zone)
    added = json.dumps({source.lower(): channel for channel, source in ADDED_FROM.items()})
    with connection.cursor() as cursor:
        cursor.execute(_LOGGED, {"first": first, "last": last, "added": added, **_HOW})
        return dict.fromkeys(ADDED_FROM, 0) | dict(cursor.fetchall())


def rang(day: dt.date, zone: dt.tzinfo) -> int:
    """How many different numbers called on a day, as the call records have it."""
    first, last = of_day(day, zone)
    rows = CallRecord.objects.filter(at__gte=first, at__lt=last, direction="in")
    known = rows.filter(theirs__startswith="+").values("theirs").distinct().count()
    return known + rows.exclude(theirs__startswith="+").count()


def calls_without_lead(day: dt.date, zone: dt.tzinfo) -> list[CallRecord]:
    """Incoming calls of a day that are on no lead."""
    first, last = of_day(day, zone)
    rows = CallRecord.objects.filter(at__gte=first, at__lt=last, direction="in", lead=None)
    return list(rows.order_by("at")[:50])


def without_lead(day: dt.date, zone: dt.tzinfo) -> list[FloorUp]:
    """Visitors of a day of whom no lead is known."""
    first, last = of_day(day, zone)
    rows = FloorUp.objects.filter(came_at__gte=first, came_at__lt=last, lead=None).select_related("member")
    return list(rows.order_by("came_at")[:50])


def till_counts(day: dt.date) -> dict[str, TillCount]:
    """The counts of a day, by channel."""
    return {row.channel: row for row in TillCount.objects.filter(day=day).select_related("counted_by")}


def till_history(before: dt.date, days: int = 60) -> list[TillCount]:
    """Counts of the last days, the latest first."""
    rows = TillCount.objects.filter(day__lte=before, day__gt=before - dt.timedelta(days=days))
    return list(rows.select_related("counted_by").order_by("-day", "channel"))


def rates(counts: Sequence[TillCount]) -> list[Rate]:
    """What share of those who came is in here, by channel."""
    found: dict[str, list[TillCount]] = {}
    for one in counts:
        found.setdefault(one.channel, []).append(one)
    return [
        Rate(
            channel,
            sum(one.counted for one in rows),
            sum(min(one.logged, one.counted) for one in rows),
            sum(one.explained for one in rows),
            len(rows),
        )
        for channel, rows in sorted(found.items())
    ]


def of_day(day: dt.date, zone: dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
    """The beginning of a day there, and of the next."""
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=zone)
    return midnight, dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=zone)
