"""The one way in which arrivals become leads, for every door; a single one is a batch of one.

An arrival is kept first. What then cannot be read, or fails, waits for a person with the reason.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from leadfast.capture import doors, facts
from leadfast.capture.actions import arriving, outcomes, settling
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.errors import NothingToKeep
from leadfast.capture.models import Arrival
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)

# From so many on, the plans of key checks are made anew: those of a nearly empty table would read it through.
_MANY = 100


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one arrival: *created*, *joined* or *waiting*; ``is_new`` is False for one known before."""

    arrival: Arrival
    is_new: bool

    @property
    def lead_id(self) -> uuid.UUID | None:
        """The lead it made or joined."""
        return self.arrival.lead_id


def receive(*, incoming: Sequence[Incoming], by: Actor, owner_id: uuid.UUID | None = None) -> list[Received]:
    """Keep, read and settle. Same order as given; what was here before stays as it was settled then."""
    kept = arriving.keep(incoming=incoming, by=by)
    new = [one.arrival.id for one in kept if one.is_new]
    settled = {arrival.id: arrival for arrival in settle(arrival_ids=new, by=by, owner_id=owner_id)}
    return [Received(settled.get(one.arrival.id, one.arrival), one.is_new) for one in kept]


def settle(
    *, arrival_ids: Sequence[uuid.UUID], by: Actor, owner_id: uuid.UUID | None = None
) -> list[Arrival]:
    """Turn waiting arrivals into leads. One that fails waits with its reason; the others go on."""
    if not arrival_ids:
        return []
    now = clock.now()
    with guard.writing(by):
        if len(arrival_ids) >= _MANY:
            with connection.cursor() as cursor:
                cursor.execute("DISCARD PLANS")
        waiting = Arrival.objects.select_for_update(no_key=True).filter(
            id__in=arrival_ids, settlement="waiting"
        )
        # Locked in one order, settled in the order in which they came: the first about somebody makes the lead.
        place = {arrival_id: n for n, arrival_id in enumerate(arrival_ids)}
        arrivals = sorted(waiting.order_by("id"), key=lambda arrival: place[arrival.id])
        readable, unread = _read(arrivals, by=by)
        try:
            with transaction.atomic():
                settling.settle(readable, by=by, now=now, owner_id=owner_id)
                _ask_constraints()
        except Exception:
            # One of them is poison: each alone, so that it does not take the others with it.
            log.exception("A batch of arrivals failed and is settled one by one")
            unread += _one_by_one(readable, by=by, now=now, owner_id=owner_id)
        _let_wait(unread, by=by, now=now)
        return list(Arrival.objects.filter(id__in=arrival_ids))


def _read(
    arrivals: Sequence[Arrival], *, by: Actor
) -> tuple[list[tuple[Arrival, Found]], list[tuple[Arrival, str]]]:
    country = workspaces.workspace(by.workspace_id).country
    readable: list[tuple[Arrival, Found]] = []
    unread: list[tuple[Arrival, str]] = []
    for arrival in arrivals:
        try:
            parsed = doors.parse(arrival.door, bytes(arrival.raw), country=country)
            if not parsed:
                raise NothingToKeep
            found = finding.tidy(parsed[0], country=country)
            if not found.says_who:
                raise NothingToKeep
        except Refusal as refusal:
            unread.append((arrival, refusal.sentence))
        except Exception as error:
            log.exception("An arrival could not be read", extra={"arrival": str(arrival.id)})
            unread.append((arrival, f"It could not be read ({type(error).__name__}). It is kept as it came."))
        else:
            readable.append((arrival, found))
    return readable, unread


def _one_by_one(
    readable: Sequence[tuple[Arrival, Found]], *, by: Actor, now: dt.datetime, owner_id: uuid.UUID | None
) -> list[tuple[Arrival, str]]:
    failed: list[tuple[Arrival, str]] = []
    for arrival, found in readable:
        try:
            with transaction.atomic():
                settling.settle([(arrival, found)], by=by, now=now, owner_id=owner_id)
                _ask_constraints()
        except Exception as error:
            log.exception("An arrival could not be settled", extra={"arrival": str(arrival.id)})
            why = error.sentence if isinstance(error, Refusal) else f"It could not be kept as a lead: {error}"
            failed.append((arrival, why))
    return failed


def _let_wait(unread: Sequence[tuple[Arrival, str]], *, by: Actor, now: dt.datetime) -> None:
    for arrival, why in unread:
        arrival.settlement, arrival.lead_id, arrival.person_id = "waiting", None, None
        arrival.settled_at, arrival.read_at, arrival.why = None, now, why[:500]
    outcomes.write([arrival for arrival, _ in unread])
    history.record_many(
        [
            Happening(facts.ArrivalWaits(arrival.id, arrival.door, why[:500]), by, now)
            for arrival, why in unread
        ]
    )


def _ask_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
