"""A person settles what waits: mends it, says whose it is, or that it is junk."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from leadfast.capture import facts
from leadfast.capture.actions import card_readings, outcomes, reading, settling
from leadfast.capture.actions import waiting as waits
from leadfast.capture.actions.receiving import Received
from leadfast.capture.doors import plain
from leadfast.capture.doors.hand import read as hand
from leadfast.capture.errors import ArrivalNotFound, ArrivalNotJunk, ArrivalSettled, NothingToKeep
from leadfast.capture.models import Arrival
from leadfast.capture.rules import clocks
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line
from leadfast.history import actions as history
from leadfast.history.facts import Happening
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
        found = finding.tidy(_said(arrival, typed, country), country=country)
        if not found.says_who:
            raise NothingToKeep
        one = reading.taken(arrival, found)
        if arrival.door == "card":
            # Whoever stood here, or rang, an hour before the photo is typed in waits no more.
            one.fresh = one.fresh and clocks.still_fresh(arrival.original_at or arrival.arrived_at, now)
        settling.settle([one], by=by, now=now, owner_id=None)
        outcomes.write([one], by=by, now=now)
        arrival.refresh_from_db()
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
        fact = facts.ArrivalJoined(arrival.id, arrival.door, (), arrival.fresh)
        history.record(fact, by=by, at=now, lead_id=lead_id)
    return arrival


def junk(*, arrival_ids: Sequence[uuid.UUID], by: Actor, why: str = "") -> int:
    """No leads at all. Counted in the ledger, with who said so; the raw form stays. Gives back how many.

    What somebody else has settled in the meantime stays as they settled it.
    """
    now = clock.now()
    member_id = by.as_member()
    reason = clean_line(why, limit=300)
    with guard.writing(by):
        waiting = [arrival for arrival in _locked(arrival_ids) if arrival.settlement == "waiting"]
        if not waiting:
            raise ArrivalSettled
        for arrival in waiting:
            arrival.settlement, arrival.junked_by_id, arrival.settled_at = "junk", member_id, now
            arrival.why = reason or arrival.why
        Arrival.objects.bulk_update(waiting, ["settlement", "junked_by", "settled_at", "why"], batch_size=500)
        told = [Happening(facts.ArrivalJunked(one.id, one.door), by, now) for one in waiting]
        history.record_many(told)
    return len(waiting)


def unjunk(*, arrival_ids: Sequence[uuid.UUID], by: Actor) -> int:
    """It was no junk after all: it waits again, for whoever said so. Gives back how many."""
    now = clock.now()
    member_id = by.as_member()
    with guard.writing(by):
        found = [arrival for arrival in _locked(arrival_ids) if arrival.settlement == "junk"]
        if not found:
            raise ArrivalNotJunk
        due_at = waits.again_due(found[0], now=now)
        for arrival in found:
            arrival.settlement, arrival.junked_by_id, arrival.settled_at = "waiting", None, None
            arrival.waits_for_id, arrival.due_at, arrival.escalated = member_id, due_at, 0
        fields = ["settlement", "junked_by", "settled_at", "waits_for", "due_at", "escalated"]
        Arrival.objects.bulk_update(found, fields, batch_size=500)
        history.record_many([Happening(facts.ArrivalUnjunked(one.id, one.door), by, now) for one in found])
    return len(found)


def _said(arrival: Arrival, typed: Mapping[str, str], country: str) -> Found:
    """What a person says it says; what they were not asked stays as its door reads it: consent above all."""
    said = hand.told(typed, country)
    if arrival.door == "card":
        # A person has looked at the picture; how they came to us was said beside it.
        read = card_readings.told(arrival.id, country=country)
    else:
        read = plain.by_its_door(arrival.door, bytes(arrival.raw), country=country)
    if read is None:
        return said
    return replace(
        read,
        name=said.name,
        company=said.company,
        mails=said.mails,
        phones=said.phones,
        job_title=said.job_title or read.job_title,
        note=said.note,
        unread=(),
    )


def _waiting(arrival_id: uuid.UUID) -> Arrival:
    found = Arrival.objects.select_for_update(no_key=True).filter(id=arrival_id).first()
    if found is None:
        raise ArrivalNotFound
    if found.settlement != "waiting":
        raise ArrivalSettled
    return found


def _locked(arrival_ids: Sequence[uuid.UUID]) -> list[Arrival]:
    """Those of them that are there, in the order of their ids; at least one is."""
    rows = Arrival.objects.select_for_update(no_key=True).defer("raw").filter(id__in=arrival_ids)
    found = list(rows.order_by("id"))
    if not found:
        raise ArrivalNotFound
    return found
