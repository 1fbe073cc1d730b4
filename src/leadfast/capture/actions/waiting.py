"""What waits for a person: whose it is and until when, and what happens when that time passes."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from leadfast.capture import facts
from leadfast.capture.errors import NobodyHere
from leadfast.capture.models import Arrival, CallRecord
from leadfast.capture.rules.taken import Taken
from leadfast.capture.rules.waiting import MACHINES
from leadfast.conversations.actions import calendars
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member
from leadfast.workspaces.rules import DECIDES

# Whom it waits for when nobody brought it in: those at the front desk, else those who decide.
_ORDER: Final = ("front_desk", "manager", "admin")


@dataclass(frozen=True, slots=True)
class Waits:
    """Until when each of a batch waits, in its order; None for what does not. And for whom, if for nobody else."""

    dues: Sequence[dt.datetime | None]
    desk_id: uuid.UUID | None = None


def asked_for(taken: Sequence[Taken], *, workspace_id: uuid.UUID, now: dt.datetime) -> Waits:
    """Whoever asked just now is looked at within the hours of a reply; a list or a newsletter within a day."""
    if all(one.settlement != "waiting" for one in taken):
        return Waits([None] * len(taken))
    desk = _desk(workspace_id, now)
    soon, later = calendars.answer_due(desk, now), calendars.in_business_days(desk, now, 1)
    dues = [
        None if one.settlement != "waiting" else soon if one.fresh and one.why not in MACHINES else later
        for one in taken
    ]
    return Waits(dues, desk.id)


def again_due(arrival: Arrival, *, now: dt.datetime) -> dt.datetime:
    """Until when something waits that was settled by mistake."""
    return calendars.in_business_days(_desk(arrival.workspace_id, now), now, 1)


def raise_late(*, arrival_ids: Sequence[uuid.UUID], by: Actor, as_of: dt.datetime) -> int:
    """Nobody has said in time what these are: a manager has to, and is asked again every business day."""
    with guard.writing(by):
        late = list(
            Arrival.objects.select_for_update(no_key=True)
            .defer("raw")
            .filter(id__in=arrival_ids, settlement="waiting", due_at__lte=as_of)
            .order_by("id")
        )
        told = [
            Happening(facts.ArrivalOverdue(one.id, one.door, asked, to_id, one.escalated), by, as_of)
            for one, asked, to_id in _passed_on(late, by=by, as_of=as_of)
        ]
        Arrival.objects.bulk_update(late, _PASSED, batch_size=500)
        history.record_many(told)
    return len(late)


def ask_about_calls(records: Sequence[CallRecord], *, workspace_id: uuid.UUID, now: dt.datetime) -> None:
    """Whose call each of these was is said within a business day: by whoever made it, else by the front desk."""
    waiting = [
        one
        for one in records
        if one.outcome == "unmatched" or (one.outcome == "waiting" and one.arrival_id is None)
    ]
    if not waiting:
        return
    here = {member.id for member in _here(workspace_id, now)}
    desk = _desk(workspace_id, now)
    due_at = calendars.in_business_days(desk, now, 1)
    for one in waiting:
        one.waits_for_id = one.member_id if one.member_id in here else desk.id
        one.due_at, one.escalated = due_at, 0


def raise_late_calls(*, record_ids: Sequence[uuid.UUID], by: Actor, as_of: dt.datetime) -> int:
    """The same of calls to nobody we know, of which nobody has said in time whose they are."""
    with guard.writing(by):
        rows = CallRecord.objects.select_for_update(no_key=True)
        late = list(rows.filter(id__in=record_ids, due_at__lte=as_of).order_by("id"))
        told = [
            Happening(facts.CallOverdue(one.id, asked, to_id, one.escalated), by, as_of)
            for one, asked, to_id in _passed_on(late, by=by, as_of=as_of)
        ]
        CallRecord.objects.bulk_update(late, _PASSED, batch_size=500)
        history.record_many(told)
    return len(late)


# What passing on changes.
_PASSED: Final = ("waits_for", "escalated", "due_at")
_Late = TypeVar("_Late", Arrival, CallRecord)


def _passed_on(
    late: Sequence[_Late], *, by: Actor, as_of: dt.datetime
) -> list[tuple[_Late, uuid.UUID | None, uuid.UUID]]:
    """Each of these waits for a decider from now on: with whom was asked before, and whom it waits for."""
    if not late:
        return []
    here = _here(by.workspace_id, as_of)
    deciders = [member for member in here if member.role in DECIDES]
    passed = []
    for one in late:
        asked, to = one.waits_for_id, _next(one.waits_for_id, deciders or here)
        one.waits_for_id, one.escalated = to.id, one.escalated + 1
        one.due_at = calendars.in_business_days(to, as_of, 1)
        passed.append((one, asked, to.id))
    return passed


def _next(asked: uuid.UUID | None, candidates: Sequence[Member]) -> Member:
    """A decider who was asked stays the one who is asked."""
    return next((member for member in candidates if member.id == asked), candidates[0])


def _desk(workspace_id: uuid.UUID, now: dt.datetime) -> Member:
    members = _here(workspace_id, now)
    return min(members, key=lambda one: _ORDER.index(one.role) if one.role in _ORDER else len(_ORDER))


def _here(workspace_id: uuid.UUID, now: dt.datetime) -> list[Member]:
    """Whoever works here: managers before admins, those who are here today before those who are away."""
    workspace = workspaces.workspace(workspace_id)
    away = workspaces.away(workspace_id, on=now.astimezone(workspaces.zone_of(workspace)).date())
    members = workspaces.active_members(workspace_id)
    if not members:
        raise NobodyHere
    for member in members:
        member.workspace = workspace
    return sorted(members, key=lambda one: (one.id in away, one.role != "manager", one.joined_at, one.id))
