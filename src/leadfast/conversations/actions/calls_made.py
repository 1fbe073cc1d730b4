"""What calls that were made mean for the steps of their leads, in a few statements for all of them.

The same as if somebody had logged each, the moment it ended (:func:`efforts.follow`); that is what is done
where a cadence, a message or a promise waits for the call.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from leadfast.conversations import facts
from leadfast.conversations.actions import efforts, outbound_seen
from leadfast.conversations.models import Call, Message, Pledge
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.actions import Finished, Planned
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces.actor import Actor, person, system
from leadfast.workspaces.models import Member

_CALLS: Final = ("call", "call_back", "first_response")
_LOOKED_AT: Final = ("id", "lead_id", "kind", "says", "touch_id", "by_assistant", "created_at")
_ANSWERS: Final = ("answer", "first_response")


def follow(
    calls: Sequence[Call],
    found: Mapping[uuid.UUID, Lead],
    *,
    by: Actor,
    now: dt.datetime,
    opened: Collection[uuid.UUID] = (),
) -> None:
    """Each call is the last of its open lead (one of ``found``), and they were called or spoken to, not missed.

    ``opened``: leads that their very call made or brought back; what it asked for was answered by it.
    """
    pending = _pending(calls)
    alone = _to_be_followed_alone(calls, pending)
    for call in calls:
        if call.lead_id in alone:
            _one(call, by=by, now=now)
    many = [call for call in calls if call.lead_id not in alone]
    _many(many, found, pending, opened=opened, by=by, now=now)


def _pending(calls: Sequence[Call]) -> dict[uuid.UUID, list[Step]]:
    found: dict[uuid.UUID, list[Step]] = defaultdict(list)
    rows = Step.objects.filter(lead_id__in=[call.lead_id for call in calls], state="pending")
    for step in rows.only(*_LOOKED_AT).order_by("due_at", "id"):
        found[step.lead_id].append(step)
    return found


def _to_be_followed_alone(
    calls: Sequence[Call], pending: Mapping[uuid.UUID, Sequence[Step]]
) -> set[uuid.UUID]:
    """Leads on which the call ends a cadence's step, answers a message or keeps a promise."""
    at = {call.lead_id: call.at for call in calls}
    alone = {
        lead_id
        for lead_id, steps in pending.items()
        if any(
            step.touch_id and step.kind in (*_CALLS, "answer") and step.created_at <= at[lead_id]
            for step in steps
        )
    }
    waiting = Message.objects.filter(lead_id__in=at, direction="in", inbound="person", answered_at=None)
    alone.update(lead_id for lead_id in waiting.values_list("lead_id", flat=True) if lead_id)
    promised = Pledge.objects.filter(lead_id__in=at, by_us=True, state="open")
    alone.update(promised.values_list("lead_id", flat=True))
    return alone


def _one(call: Call, *, by: Actor, now: dt.datetime) -> None:
    lead = Lead.objects.select_related("owner", "owner__workspace", "person").get(id=call.lead_id)
    pending = Step.objects.filter(lead_id=lead.id, state="pending", created_at__lte=call.at)
    mine = pending.filter(kind__in=_CALLS, by_assistant=False).order_by("due_at", "id").first()
    efforts.follow(lead, call, step=mine, chosen=None, by=_who(call, by), now=now)


def _many(
    calls: Sequence[Call],
    found: Mapping[uuid.UUID, Lead],
    pending: Mapping[uuid.UUID, Sequence[Step]],
    *,
    opened: Collection[uuid.UUID],
    by: Actor,
    now: dt.datetime,
) -> None:
    if not calls:
        return
    leads.note_touches(
        touched=[
            leads.Touched(
                call.lead_id, call.at, call.member_id is not None, call.outcome == "reached", _who(call, by)
            )
            for call in calls
        ],
        by=by,
    )
    owners = Member.objects.select_related("workspace").in_bulk(
        {found[call.lead_id].owner_id for call in calls}
    )
    finished: list[Finished] = []
    then: dict[uuid.UUID, list[Planned]] = {}
    happened: list[Happening] = []
    for call in calls:
        who, steps = _who(call, by), pending.get(call.lead_id, ())
        mine = _made_for(call, steps)
        fact = facts.CallLogged(
            call.id, call.outcome, call.proof, call.incoming, "", mine.id if mine else None
        )
        happened.append(Happening(fact, who, call.at, call.lead_id, call.person_id))
        lead = found[call.lead_id]
        lead.owner = owners[lead.owner_id]
        answered = _answered(call, steps, opened_by_it=call.lead_id in opened)
        ended, planned = _ended(call, steps, mine, answered, lead, now)
        finished += [Finished(step, outcome, call.proof, who) for step, outcome in ended]
        if planned:
            then[call.lead_id] = [Planned(step, who) for step in planned]
    # A cadence hears of it first, as with a single call.
    history.record_many(happened)
    leads.finish_many(finished=finished, then=then, by=by)


def _made_for(call: Call, steps: Sequence[Step]) -> Step | None:
    fits = (one for one in steps if one.kind in _CALLS and not one.by_assistant and one.created_at <= call.at)
    return next(fits, None)


def _answered(call: Call, steps: Sequence[Step], *, opened_by_it: bool) -> list[Step]:
    """The steps that asked for an answer, and have it by this call; also those it asked for itself."""
    if call.outcome != "reached":
        return []
    return [step for step in steps if step.kind in _ANSWERS and (opened_by_it or step.created_at <= call.at)]


def _ended(
    call: Call,
    steps: Sequence[Step],
    mine: Step | None,
    answered: Sequence[Step],
    lead: Lead,
    now: dt.datetime,
) -> tuple[list[tuple[Step, str]], list[NewStep]]:
    """The steps that this call ends, each with its outcome, and what comes next so that something does."""
    ended = [(step, "Answered by phone.") for step in answered]
    over = {step.id for step in answered}
    left = [step for step in steps if step.id not in over]
    asked_itself = any(step.created_at > call.at for step in answered)
    planned: list[NewStep] = []
    if not left:
        planned = [efforts.by_default(lead, call, now) if asked_itself else outbound_seen.watch(lead, now)]
    if mine is not None and mine.id not in over:
        ended.append((mine, efforts.SAYS[call.outcome]))
        left = [step for step in left if step.id != mine.id]
        if not left and not planned:
            planned = [efforts.by_default(lead, call, now)]
    return ended, planned


def _who(call: Call, by: Actor) -> Actor:
    return person(by.workspace_id, call.member_id) if call.member_id else system(by.workspace_id)
