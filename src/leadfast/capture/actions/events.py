"""Trade shows: a day, a place, what it cost, and the leads that came of it."""

import datetime as dt
import uuid
from decimal import Decimal

from leadfast.capture import facts
from leadfast.capture.errors import EventNotFound, NothingEntered
from leadfast.capture.models import Event
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line, name_key
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def hold_event(
    *,
    name: str,
    first_day: dt.date,
    by: Actor,
    last_day: dt.date | None = None,
    place: str = "",
    cost: Decimal | None = None,
    expected_leads: int | None = None,
) -> Event:
    """Note an event; arrivals and files are then said to come from it. The same twice is one."""
    now = clock.now()
    shown = clean_line(name, limit=120)
    if not shown:
        raise NothingEntered
    with guard.writing(by):
        event, new = Event.objects.get_or_create(
            workspace_id=by.workspace_id,
            name_key=name_key(shown)[:120],
            first_day=first_day,
            defaults={
                "id": uuid7(now),
                "name": shown,
                "last_day": max(last_day or first_day, first_day),
                "place": clean_line(place, limit=120),
                "cost": cost,
                "expected_leads": expected_leads,
                "created_at": now,
                "created_by_id": by.member_id,
            },
        )
        if new:
            history.record(facts.EventHeld(event.id, event.name), by=by, at=now)
    return event


def edit_event(
    *, event_id: uuid.UUID, by: Actor, cost: Decimal | None, expected_leads: int | None, place: str
) -> Event:
    """What it cost after all, and how many leads were expected."""
    with guard.writing(by):
        event = Event.objects.select_for_update(no_key=True).filter(id=event_id).first()
        if event is None:
            raise EventNotFound
        event.cost, event.expected_leads, event.place = cost, expected_leads, clean_line(place, limit=120)
        event.save(update_fields=["cost", "expected_leads", "place"])
    return event
