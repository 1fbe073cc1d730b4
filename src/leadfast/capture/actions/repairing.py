"""A person settles what waits: mends it, says whose it is, or that it is junk."""

import json
import uuid
from collections.abc import Mapping

from leadfast.capture import facts
from leadfast.capture.actions import outcomes, reading, settling
from leadfast.capture.actions.receiving import Received
from leadfast.capture.doors.hand import read as hand
from leadfast.capture.errors import ArrivalNotFound, ArrivalSettled, NothingToKeep
from leadfast.capture.models import Arrival, UploadRow
from leadfast.capture.rules import found as finding
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor


def repair(*, arrival_id: uuid.UUID, typed: Mapping[str, str], by: Actor) -> Received:
    """What came in as a person reads it: the fields are those of *Add a lead*. The raw form stays."""
    now = clock.now()
    with guard.writing(by):
        arrival = _waiting(arrival_id)
        country = workspaces.workspace(by.workspace_id).country
        found = finding.tidy(hand.read(json.dumps(dict(typed)).encode(), country), country=country)
        if not found.says_who:
            raise NothingToKeep
        one = reading.taken(arrival, found)
        settling.settle([one], by=by, now=now, owner_id=None)
        outcomes.write([one], by=by, now=now)
        arrival.refresh_from_db()
        _tell_row(arrival)
    return Received(arrival, is_new=True)


def attach(*, arrival_id: uuid.UUID, lead_id: uuid.UUID, by: Actor) -> Arrival:
    """It belongs to this lead."""
    now = clock.now()
    with guard.writing(by):
        arrival = _waiting(arrival_id)
        lead = leads.lock(lead_id)
        arrival.settlement, arrival.lead_id, arrival.person_id = "joined", lead_id, lead.person_id
        arrival.settled_at, arrival.why = now, "A member said whose it is."
        arrival.save(update_fields=["settlement", "lead", "person", "settled_at", "why"])
        _tell_row(arrival)
        fact = facts.ArrivalJoined(arrival.id, arrival.door, (), arrival.fresh)
        history.record(fact, by=by, at=now, lead_id=lead_id)
    return arrival


def junk(*, arrival_id: uuid.UUID, by: Actor, why: str = "") -> Arrival:
    """Not a lead at all. Counted in the ledger, with who said so; the raw form stays."""
    now = clock.now()
    member_id = by.as_member()
    with guard.writing(by):
        arrival = _waiting(arrival_id)
        arrival.settlement, arrival.junked_by_id, arrival.settled_at = "junk", member_id, now
        arrival.why = clean_line(why, limit=300) or arrival.why
        arrival.save(update_fields=["settlement", "junked_by", "settled_at", "why"])
        history.record(facts.ArrivalJunked(arrival.id, arrival.door), by=by, at=now)
    return arrival


def _waiting(arrival_id: uuid.UUID) -> Arrival:
    found = Arrival.objects.select_for_update(no_key=True).filter(id=arrival_id).first()
    if found is None:
        raise ArrivalNotFound
    if found.settlement != "waiting":
        raise ArrivalSettled
    return found


def _tell_row(arrival: Arrival) -> None:
    UploadRow.objects.filter(arrival_id=arrival.id, outcome="waiting").update(
        outcome=arrival.settlement, lead_id=arrival.lead_id, why=arrival.why
    )
