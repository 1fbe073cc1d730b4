"""They reached out: what that means for many leads at once. The single form passes one."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts
from leadfast.leads.actions import giving_up, sparing, steps
from leadfast.leads.actions.locking import lock_many, point_at_next
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard, inserting
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody of a lead wrote or called; ``step`` answers them, unless an answer is due already."""

    lead_id: uuid.UUID
    at: dt.datetime
    why: str
    step: NewStep


def they_reached_out(*, heard: Sequence[Heard], by: Actor) -> list[Lead]:
    """Note it on each open lead, make it our turn, and plan the answer; a resting lead comes back.

    Closed leads are left as they are. Returns the open ones.
    """
    now = clock.now()
    with guard.writing(by):
        found = {lead.id: lead for lead in lock_many([one.lead_id for one in heard]) if lead.is_open}
        told = [one for one in heard if one.lead_id in found]
        answers = sparing.spared([(found[one.lead_id], one.step) for one in told])
        answering = set(
            Step.objects.filter(lead_id__in=list(found), state="pending", kind="answer").values_list(
                "lead_id", flat=True
            )
        )
        happened: list[Happening] = []
        planned: list[Step] = []
        resting: dict[uuid.UUID, Heard] = {}
        for one, answer in zip(told, answers, strict=True):
            lead = found[one.lead_id]
            lead.last_reply_at = max(one.at, lead.last_reply_at or one.at)
            if lead.stage == "resting":
                resting.setdefault(lead.id, one)
                continue
            if lead.stage == "new":
                lead.stage = "reached"
                happened.append(Happening(facts.StageReached("new", "reached"), by, now, lead.id))
            if lead.turn != "ours":
                lead.turn, lead.theirs_until = "ours", None
                happened.append(Happening(facts.TurnTaken(one.why), by, one.at, lead.id))
            if lead.id not in answering:
                answering.add(lead.id)
                step = steps.build(answer, lead_id=lead.id, owner_id=lead.owner_id, by=by, now=now)
                planned.append(step)
                happened.append(steps.scheduled(step, lead, by, now))
            lead.updated_at = now
        _save(by.workspace_id, list(found.values()), now)
        inserting.insert(planned)
        point_at_next(by.workspace_id, [step.lead_id for step in planned], now=now)
        history.record_many(happened)
        for lead_id, one in resting.items():
            giving_up.come_back(lead_id=lead_id, why=one.why, by=by, then=one.step)
    return list(found.values())


# One statement for all: a bulk_update of as many rows costs more in Python than in the database.
_SAVE = """
UPDATE leads_lead AS l
SET last_reply_at = n.last_reply_at, stage = n.stage, turn = n.turn, theirs_until = n.theirs_until,
    updated_at = %(now)s
FROM unnest(%(ids)s::uuid[], %(replied)s::timestamptz[], %(stages)s::text[], %(turns)s::text[],
            %(until)s::timestamptz[]) AS n (id, last_reply_at, stage, turn, theirs_until)
WHERE l.workspace_id = %(workspace)s AND l.id = n.id
"""


def _save(workspace_id: uuid.UUID, changed: Sequence[Lead], now: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _SAVE,
            {
                "now": now,
                "workspace": workspace_id,
                "ids": [lead.id for lead in changed],
                "replied": [lead.last_reply_at for lead in changed],
                "stages": [lead.stage for lead in changed],
                "turns": [lead.turn for lead in changed],
                "until": [lead.theirs_until for lead in changed],
            },
        )
