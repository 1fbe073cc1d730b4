"""How an event went: what a person answered before the next business day was over, and what nobody has."""

import datetime as dt
import json
import uuid

import pytest

from leadfast.capture import actions as capture
from leadfast.capture.models import Event
from leadfast.capture.reads import watching
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.workspaces import actor, guard
from tests.fixtures import Someone

#: A Thursday at six in the evening: the stand is packed up.
PACKED_UP = dt.datetime(2026, 11, 19, 18, 0, tzinfo=dt.UTC)
FRIDAY, SATURDAY, MONDAY = (PACKED_UP.date() + dt.timedelta(days=days) for days in (1, 2, 4))


def at(day: dt.date, wall: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(wall), dt.UTC)


def met(alice: Someone, name: str, *, when: dt.datetime = PACKED_UP) -> tuple[Event, uuid.UUID]:
    """Somebody came to the stand of the show in Leeds."""
    with clock.frozen(when):
        event = capture.hold_event(name="Leeds show", first_day=PACKED_UP.date(), by=alice.actor)
        raw = json.dumps({"name": name, "mail": f"{name.lower()}@x.example"}).encode()
        incoming = capture.Incoming(door="hand", external_key=name, raw=raw, event_id=event.id)
        lead_id = capture.receive(incoming=[incoming], by=alice.actor)[0].lead_id
    assert lead_id is not None
    return event, lead_id


def coverage(alice: Someone, event: Event, now: dt.datetime) -> tuple[int, int, int]:
    """Answered at all, in time, and late."""
    with guard.scope(alice.actor.workspace_id):
        found = watching.coverage(event, now=now)
    return found.touched, found.in_time, found.late


@pytest.mark.parametrize(
    ("answered", "in_time"),
    [
        (at(FRIDAY, "09:30"), 1),
        (at(FRIDAY, "16:59"), 1),
        # Whoever calls after hours has still called that day.
        (at(FRIDAY, "19:10"), 1),
        (at(SATURDAY, "00:05"), 0),
        (at(MONDAY, "09:00"), 0),
    ],
)
def test_in_time_is_before_the_next_business_day_is_over(
    alice: Someone, answered: dt.datetime, in_time: int
) -> None:
    event, lead_id = met(alice, "Maria")
    with clock.frozen(answered):
        leads.note_touch(lead_id=lead_id, at=answered, by=alice.actor)
    assert coverage(alice, event, at(MONDAY, "12:00")) == (1, in_time, 0)


def test_a_greeting_by_the_machine_answers_nobody(alice: Someone) -> None:
    event, lead_id = met(alice, "Maria")
    machine = actor.assistant(alice.actor.workspace_id)
    leads.note_touch(lead_id=lead_id, at=PACKED_UP, by=machine)
    assert coverage(alice, event, at(FRIDAY, "23:59")) == (0, 0, 0)
    assert coverage(alice, event, at(SATURDAY, "00:00")) == (0, 0, 1)


def test_each_lead_is_counted_from_the_day_on_which_it_came(alice: Someone) -> None:
    # On Friday evening after eleven in Leeds; the business day after that is Monday.
    event, _ = met(alice, "Maria", when=at(FRIDAY, "23:30"))
    met(alice, "Tom")
    assert coverage(alice, event, at(SATURDAY, "12:00")) == (0, 0, 1)
    assert coverage(alice, event, at(MONDAY, "23:59")) == (0, 0, 1)
    assert coverage(alice, event, at(MONDAY, "23:59") + dt.timedelta(minutes=1)) == (0, 0, 2)
