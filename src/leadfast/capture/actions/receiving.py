"""The one way in which arrivals become leads, for every door; a single one is a batch of one.

An arrival is kept first. What then cannot be read, or fails, waits for a person with the reason.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from leadfast.capture import facts
from leadfast.capture.actions import arriving, keys, outcomes, reading, settling
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.models import Arrival
from leadfast.capture.rules.found import Found
from leadfast.capture.rules.taken import Taken
from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)


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


def keep_waiting(*, incoming: Incoming, why: str, by: Actor) -> Received:
    """Keep what a person has to look at before anything reads it; what was here before stays as it was settled."""
    now = clock.now()
    with guard.writing(by):
        kept = arriving.keep(incoming=[incoming], by=by)[0]
        if kept.is_new:
            _let_wait([(reading.taken(kept.arrival, Found()), why)], by=by, now=now)
            kept.arrival.refresh_from_db()
    return Received(kept.arrival, kept.is_new)


def settle(
    *, arrival_ids: Sequence[uuid.UUID], by: Actor, owner_id: uuid.UUID | None = None
) -> list[Arrival]:
    """Turn waiting arrivals into leads. One that fails waits with its reason; the others go on."""
    if not arrival_ids:
        return []
    now = clock.now()
    with guard.writing(by):
        waiting = Arrival.objects.select_for_update(no_key=True).filter(
            id__in=arrival_ids, settlement="waiting"
        )
        # Locked in one order, settled in the order in which they came: the first about somebody makes the lead.
        place = {arrival_id: n for n, arrival_id in enumerate(arrival_ids)}
        arrivals = sorted(waiting.order_by("id"), key=lambda arrival: place[arrival.id])
        readable, unread = reading.read(arrivals, by=by, now=now)
        failed = take(readable, by=by, now=now, owner_id=owner_id)
        outcomes.write(readable, by=by, now=now)
        _let_wait([*unread, *failed], by=by, now=now)
        return list(Arrival.objects.filter(id__in=arrival_ids))


def take(
    taken: Sequence[Taken], *, by: Actor, now: dt.datetime, owner_id: uuid.UUID | None, held: bool = False
) -> list[tuple[Taken, str]]:
    """Settle what was read, in the caller's transaction; whatever fails is given back with its reason.

    A batch that fails is settled half by half, so that one that cannot be kept takes no other with it.
    ``held``: the caller holds what these are about.
    """
    if not taken:
        return []
    try:
        with transaction.atomic():
            if not held:
                keys.hold([one.found for one in taken], workspace_id=by.workspace_id)
            settling.settle(taken, by=by, now=now, owner_id=owner_id)
            _ask_constraints()
    except Exception as error:
        for one in taken:
            one.settlement, one.lead_id, one.person_id = "waiting", None, None
        if len(taken) == 1:
            log.exception("An arrival could not be settled", extra={"arrival": str(taken[0].arrival_id)})
            why = error.sentence if isinstance(error, Refusal) else f"It could not be kept as a lead: {error}"
            taken[0].why = why[:500]
            return [(taken[0], why)]
        log.warning("A batch of %s arrivals failed and is settled half by half: %s", len(taken), error)
        middle = len(taken) // 2
        halves = (taken[:middle], taken[middle:])
        return [
            found for half in halves for found in take(half, by=by, now=now, owner_id=owner_id, held=held)
        ]
    return []


def _let_wait(unread: Sequence[tuple[Taken, str]], *, by: Actor, now: dt.datetime) -> None:
    for one, why in unread:
        one.settlement, one.why = "waiting", why[:500]
    outcomes.write([one for one, _ in unread], by=by, now=now)
    tell_waiting(unread, by=by, now=now)


def tell_waiting(unread: Sequence[tuple[Taken, str]], *, by: Actor, now: dt.datetime) -> None:
    """That these wait for a person, as facts."""
    history.record_many(
        [
            Happening(facts.ArrivalWaits(uuid.UUID(str(one.arrival_id)), one.door, why[:500]), by, now)
            for one, why in unread
        ]
    )


def raise_alarm(*, arrival_ids: Sequence[uuid.UUID], by: Actor, now: dt.datetime) -> None:
    """These lay unread for minutes: somebody is told, once for each."""
    with guard.writing(by):
        rows = Arrival.objects.filter(id__in=arrival_ids, settlement="waiting", read_at=None)
        history.record_many(
            [
                Happening(facts.ArrivalLeftUnread(arrival_id, door), by, now)
                for arrival_id, door in rows.values_list("id", "door")
            ]
        )


def _ask_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
