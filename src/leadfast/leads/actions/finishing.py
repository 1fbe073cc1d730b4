"""Steps of many leads were done, and what comes after them is planned, in a few statements for all."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts
from leadfast.leads.actions import sparing, steps
from leadfast.leads.actions.locking import hold, point_at_next
from leadfast.leads.errors import LeadIsClosed
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard, inserting
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True, slots=True)
class Finished:
    """One pending step that somebody did, and how it ended."""

    step: Step
    outcome: str
    proof: str
    by: Actor


@dataclass(frozen=True, slots=True)
class Planned:
    """What comes next on a lead, and who planned it."""

    step: NewStep
    by: Actor


_END: Final = """
UPDATE leads_step AS s
SET state = 'done', ended_at = %(now)s, ended_by_kind = n.by_kind, ended_by_id = n.by_id,
    outcome = left(n.outcome, 300), proof = n.proof
FROM unnest(%(ids)s::uuid[], %(outcomes)s::text[], %(proofs)s::text[], %(kinds)s::text[], %(members)s::uuid[])
    AS n (id, outcome, proof, by_kind, by_id)
WHERE s.workspace_id = %(workspace)s AND s.id = n.id AND s.state = 'pending'
RETURNING s.id
"""


def finish_many(
    *, finished: Sequence[Finished], then: Mapping[uuid.UUID, Sequence[Planned]], by: Actor
) -> list[uuid.UUID]:
    """End these steps and plan what follows on each lead; ids of the steps that were still pending.

    As ``complete`` and ``schedule`` one after the other; refused when a lead is left with nothing to do.
    """
    lead_ids = sorted({one.step.lead_id for one in finished} | then.keys())
    if not lead_ids:
        return []
    now = clock.now()
    with guard.writing(by):
        hold(lead_ids)
        known = Lead.objects.only("id", "workspace_id", "owner_id", "person_id", "closure_id")
        leads = known.in_bulk(lead_ids)
        if not all(lead.is_open for lead in leads.values()):
            raise LeadIsClosed
        ended = _end(finished, by=by, now=now)
        done = [one for one in finished if one.step.id in ended]
        wanted = [(leads[lead_id], one) for lead_id, several in then.items() for one in several]
        spared = sparing.spared([(lead, one.step) for lead, one in wanted])
        planned = [
            (steps.build(step, lead_id=lead.id, owner_id=lead.owner_id, by=one.by, now=now), one.by)
            for (lead, one), step in zip(wanted, spared, strict=True)
        ]
        inserting.insert([step for step, _ in planned])
        point_at_next(by.workspace_id, lead_ids, now=now)
        history.record_many(
            [steps.scheduled(step, leads[step.lead_id], who, now) for step, who in planned]
            + [_done(one, now) for one in done]
        )
    return list(ended)


def _end(finished: Sequence[Finished], *, by: Actor, now: dt.datetime) -> set[uuid.UUID]:
    if not finished:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            _END,
            {
                "now": now,
                "workspace": by.workspace_id,
                "ids": [one.step.id for one in finished],
                "outcomes": [one.outcome for one in finished],
                "proofs": [one.proof for one in finished],
                "kinds": [one.by.kind for one in finished],
                "members": [one.by.member_id for one in finished],
            },
        )
        return {row[0] for row in cursor.fetchall()}


def _done(one: Finished, now: dt.datetime) -> Happening:
    step = one.step
    fact = facts.StepDone(step.id, step.kind, step.says, one.outcome, one.proof)
    return Happening(fact, one.by, now, step.lead_id)
