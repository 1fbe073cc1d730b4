"""Calls found in the records of a telephone system: proven, whoever had logged them or had not."""

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from leadfast.conversations import facts
from leadfast.conversations.actions import recorded_calls
from leadfast.conversations.actions.recorded_calls import Recorded
from leadfast.conversations.models import Call
from leadfast.conversations.rules import recorded as rules
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard, inserting
from leadfast.workspaces.actor import Actor

__all__ = ["Recorded", "take_records"]

_LOOKED_AT: Final = ("id", "workspace_id", "label", "owner_id", "closure_id", "last_touch_at", "stage")


def take_records(*, recorded: Sequence[Recorded], by: Actor) -> list[uuid.UUID]:
    """Each as a proven call on its lead; the ids of the calls, in the order given.

    One that somebody logged within minutes is that call, and proven from now on. The same key is the same call.
    """
    if not recorded:
        return []
    now = clock.now()
    with guard.writing(by):
        ids = {one.lead_id for one in recorded}
        leads.hold(ids)
        # A lead has forty fields, and a file is about thousands of leads.
        found = Lead.objects.only(*_LOOKED_AT).in_bulk(ids)
        known = _known(recorded)
        claims = _claims([one for one in recorded if _key(one) not in known])
        call_ids: list[uuid.UUID] = []
        new: dict[uuid.UUID, Recorded] = {}
        rows: list[Call] = []
        for one in recorded:
            call_id = known.get(_key(one)) or claims.get(one.key)
            if call_id is None:
                row = _row(one, by)
                rows.append(row)
                new[row.id] = one
                known[_key(one)] = call_id = row.id
            call_ids.append(call_id)
        inserting.insert(rows)
        _prove(claims.values(), by=by, now=now)
        recorded_calls.follow(found, rows, new, by=by, now=now)
    return call_ids


def _key(one: Recorded) -> str:
    return f"record:{hashlib.sha256(one.key.encode()).hexdigest()[:60]}"


def _known(recorded: Sequence[Recorded]) -> dict[str, uuid.UUID]:
    keys = [_key(one) for one in recorded]
    return dict(Call.objects.filter(key__in=keys).values_list("key", "id"))


def _claims(recorded: Sequence[Recorded]) -> dict[str, uuid.UUID]:
    """Calls that were logged by hand, by the record that shows them. Each proves one, the nearest."""
    if not recorded:
        return {}
    logged = Call.objects.filter(
        lead_id__in={one.lead_id for one in recorded},
        proof__in=("witnessed", "claimed"),
        at__gte=min(one.at for one in recorded) - rules.BEFORE,
        at__lte=max(one.ended_at for one in recorded) + rules.AFTER,
    )
    of_lead: dict[uuid.UUID, list[Call]] = defaultdict(list)
    for call in logged:
        of_lead[call.lead_id].append(call)
    taken: set[uuid.UUID] = set()
    found: dict[str, uuid.UUID] = {}
    for one in sorted(recorded, key=lambda record: record.at):
        fits = [
            call
            for call in of_lead.get(one.lead_id, ())
            if call.id not in taken
            and rules.same_call(
                logged=rules.Logged(call.at, call.incoming, call.outcome, call.number, call.member_id),
                at=one.at,
                ended_at=one.ended_at,
                incoming=one.incoming,
                talked=one.outcome == "reached",
                number=one.number,
                member_id=one.member_id,
            )
        ]
        if fits:
            nearest = min(fits, key=lambda call: abs(call.at - one.ended_at))
            taken.add(nearest.id)
            found[one.key] = nearest.id
    return found


def _row(one: Recorded, by: Actor) -> Call:
    return Call(
        id=uuid7(one.at),
        workspace_id=by.workspace_id,
        lead_id=one.lead_id,
        member_id=one.member_id,
        person_id=one.person_id,
        at=one.at,
        incoming=one.incoming,
        outcome=one.outcome,
        proof="proven",
        number=one.number[:40],
        words="",
        dialled_at=None,
        key=_key(one),
    )


def _prove(call_ids: Iterable[uuid.UUID], *, by: Actor, now: dt.datetime) -> None:
    claimed = list(Call.objects.filter(id__in=list(call_ids)))
    Call.objects.filter(id__in=[call.id for call in claimed]).update(proof="proven")
    history.record_many(
        [Happening(facts.CallProven(call.id, call.proof), by, now, call.lead_id) for call in claimed]
    )
