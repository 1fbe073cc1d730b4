"""Planning, doing, moving and taking back steps. Each verb leaves the lead with a next step."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts, rules
from leadfast.leads.actions import sparing
from leadfast.leads.actions.locking import lock_many, lock_open, point_at_next
from leadfast.leads.errors import InThePast, LeadIsClosed, ReasonNeeded, StepNotFound, TooFarAhead
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep, StepKind
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True, slots=True)
class Done:
    """How a step ended: what came of it, and how well that is proven."""

    outcome: str
    proof: str = ""


def schedule(*, lead_id: uuid.UUID, step: NewStep, by: Actor) -> Step:
    """Plan one more step on an open lead; the earliest due one is its next step."""
    return schedule_many(steps={lead_id: [step]}, by=by)[0]


def schedule_many(*, steps: Mapping[uuid.UUID, Sequence[NewStep]], by: Actor) -> list[Step]:
    """Plan steps on many open leads in one transaction."""
    now = clock.now()
    with guard.writing(by):
        leads = {lead.id: lead for lead in lock_many(list(steps))}
        wanted = [(leads[lead_id], step) for lead_id, planned in steps.items() for step in planned]
        planned = _plan(wanted, by=by, now=now)
        Step.objects.bulk_create(planned, batch_size=2000)
        point_at_next(by.workspace_id, list(steps), now=now)
        history.record_many([scheduled(step, leads[step.lead_id], by, now) for step in planned])
    return planned


def complete(*, step_id: uuid.UUID, done: Done, by: Actor, then: Sequence[NewStep] = ()) -> Step:
    """A step was done; ``then`` is what follows. Refused when nothing would be left to do."""
    now = clock.now()
    with guard.writing(by):
        lead, step = _lock_pending(step_id)
        _end(step, "done", by=by, now=now, outcome=done.outcome, proof=done.proof)
        _replace(lead, then, by=by, now=now)
        history.record(
            facts.StepDone(step.id, step.kind, step.says, done.outcome, done.proof),
            by=by,
            at=now,
            lead_id=lead.id,
        )
    return step


def cancel_pending(
    *,
    lead_id: uuid.UUID,
    why: str,
    by: Actor,
    then: Sequence[NewStep] = (),
    kinds: Sequence[str] | None = None,
    touches_only: bool = False,
) -> list[Step]:
    """Take back pending steps of a lead (all, or some kinds, or only a cadence's) and plan others."""
    now = clock.now()
    with guard.writing(by):
        lead = lock_open(lead_id)
        pending = Step.objects.filter(lead_id=lead_id, state="pending")
        if kinds is not None:
            pending = pending.filter(kind__in=kinds)
        if touches_only:
            pending = pending.filter(touch_id__isnull=False)
        taken_back = list(pending)
        for step in taken_back:
            _end(step, "cancelled", by=by, now=now, outcome=why)
        _replace(lead, then, by=by, now=now)
        history.record_many(
            [
                Happening(facts.StepCancelled(step.id, step.kind, step.says, why), by, now, lead_id)
                for step in taken_back
            ]
        )
    return taken_back


def cancel(*, step_id: uuid.UUID, why: str, by: Actor, then: Sequence[NewStep] = ()) -> Step:
    """Take one step back. Refused when nothing would be left to do."""
    now = clock.now()
    with guard.writing(by):
        lead, step = _lock_pending(step_id)
        _end(step, "cancelled", by=by, now=now, outcome=why)
        _replace(lead, then, by=by, now=now)
        history.record(
            facts.StepCancelled(step.id, step.kind, step.says, why),
            by=by,
            at=now,
            lead_id=lead.id,
        )
    return step


def move(*, step_id: uuid.UUID, to: dt.datetime, by: Actor, why: str = "") -> Step:
    """Give a step another date. A person says why from the second time on."""
    now = clock.now()
    with guard.writing(by):
        lead, step = _lock_pending(step_id)
        if to <= now and by.kind == "person":
            raise InThePast
        if by.kind == "person" and step.redated and not why.strip():
            raise ReasonNeeded
        before, step.due_at, step.dated_at = step.due_at, _within_horizon(to, now), now
        step.fallback_at = to + rules.FALLBACK_AFTER
        step.nudges = 0
        if by.kind == "person":
            step.redated += 1
        step.save(update_fields=["due_at", "dated_at", "fallback_at", "nudges", "redated"])
        point_at_next(by.workspace_id, [lead.id], now=now)
        history.record(facts.StepMoved(step.id, step.says, before, to, why), by=by, at=now, lead_id=lead.id)
    return step


def spare(*, person_ids: Collection[uuid.UUID], by: Actor) -> list[Step]:
    """Calls that wait for somebody who asked for none since: to be written instead, on the day they had.

    Those of a cadence are left to whoever runs it.
    """
    now = clock.now()
    with guard.writing(by):
        calls = Step.objects.filter(state="pending", touch_id=None, kind__in=rules.CALLS, by_assistant=False)
        waiting = calls.filter(lead__person_id__in=person_ids)
        leads = {lead.id: lead for lead in lock_many(list(waiting.values_list("lead_id", flat=True)))}
        found = list(waiting.filter(lead_id__in=leads).order_by("due_at", "id"))
        told = [(leads[step.lead_id], _again(step)) for step in found]
        spared = zip(found, told, sparing.spared(told), strict=True)
        changed = [(step, lead, new) for step, (lead, before), new in spared if new != before]
        planned = []
        for step, lead, new in changed:
            _end(step, "cancelled", by=by, now=now, outcome=_NO_CALLS)
            planned.append(build(new, lead_id=lead.id, owner_id=lead.owner_id, by=by, now=now))
        Step.objects.bulk_create(planned)
        point_at_next(by.workspace_id, [step.lead_id for step in planned], now=now)
        history.record_many(
            [
                Happening(
                    facts.StepCancelled(step.id, step.kind, step.says, _NO_CALLS), by, now, step.lead_id
                )
                for step, _, _ in changed
            ]
            + [scheduled(step, leads[step.lead_id], by, now) for step in planned]
        )
    return planned


_NO_CALLS: Final = f"{rules.NO_CALLS[:1].upper()}{rules.NO_CALLS[1:]}."


def _again(step: Step) -> NewStep:
    return NewStep(
        kind=cast("StepKind", step.kind),
        due_at=step.due_at,
        says=step.says,
        note=step.note,
        fallback=step.fallback,
        fallback_at=step.fallback_at,
        owner_id=step.owner_id,
    )


def build(new: NewStep, *, lead_id: uuid.UUID, owner_id: uuid.UUID, by: Actor, now: dt.datetime) -> Step:
    """The row of a new step, not yet saved."""
    due_at = _within_horizon(new.due_at, now)
    return Step(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        lead_id=lead_id,
        kind=new.kind,
        block=rules.BLOCK_OF[new.kind],
        says=new.says[:300],
        note=new.note,
        owner_id=new.owner_id or owner_id,
        by_assistant=new.by_assistant,
        due_at=due_at,
        first_due_at=due_at,
        dated_at=now,
        fallback=new.fallback,
        fallback_at=new.fallback_at or due_at + rules.FALLBACK_AFTER,
        touch_id=new.touch_id,
        created_at=now,
    )


def insert_from(source: str, *, owner: str = "step_owner_id", fallback_at: str = "fallback_at") -> str:
    """The SQL that plans the steps of a staged relation, ``source``; a bulk verb says itself which facts that makes."""
    return f"""
INSERT INTO leads_step (
    workspace_id, id, lead_id, kind, block, says, note, owner_id, by_assistant, due_at, first_due_at, dated_at,
    redated, fallback, fallback_at, nudges, touch_id, created_at, state, ended_by_kind, outcome, proof)
SELECT %(workspace)s, step_id, lead_id, kind, block, says, step_note, {owner}, by_assistant, due_at, due_at,
    %(now)s, 0, fallback, {fallback_at}, 0, touch_id, %(now)s, 'pending', '', '', ''
FROM {source}
"""


def _within_horizon(due_at: dt.datetime, now: dt.datetime) -> dt.datetime:
    if due_at > now + rules.HORIZON:
        raise TooFarAhead
    return due_at


def _plan(wanted: Sequence[tuple[Lead, NewStep]], *, by: Actor, now: dt.datetime) -> list[Step]:
    if not all(lead.is_open for lead, _ in wanted):
        raise LeadIsClosed
    return [
        build(step, lead_id=lead.id, owner_id=lead.owner_id, by=by, now=now)
        for (lead, _), step in zip(wanted, sparing.spared(wanted), strict=True)
    ]


def _replace(lead: Lead, then: Sequence[NewStep], *, by: Actor, now: dt.datetime) -> None:
    planned = _plan([(lead, step) for step in then], by=by, now=now)
    Step.objects.bulk_create(planned)
    point_at_next(by.workspace_id, [lead.id], now=now)
    history.record_many([scheduled(step, lead, by, now) for step in planned])


def _end(step: Step, state: str, *, by: Actor, now: dt.datetime, outcome: str, proof: str = "") -> None:
    step.state, step.ended_at, step.ended_by_kind = state, now, by.kind
    step.ended_by_id, step.outcome, step.proof = by.member_id, outcome[:300], proof
    step.save(update_fields=["state", "ended_at", "ended_by_kind", "ended_by", "outcome", "proof"])


def _lock_pending(step_id: uuid.UUID) -> tuple[Lead, Step]:
    # The lead first, always: reading the step before it would invite a deadlock.
    lead_id = Step.objects.filter(id=step_id).values_list("lead_id", flat=True).first()
    if lead_id is None:
        raise StepNotFound
    lead = lock_open(lead_id)
    step = Step.objects.filter(id=step_id, state="pending").first()
    if step is None:
        raise StepNotFound
    return lead, step


def scheduled(step: Step, lead: Lead, by: Actor, now: dt.datetime) -> Happening:
    """The fact that this step was planned."""
    fact = facts.StepScheduled(step.id, step.kind, step.says, step.due_at, step.by_assistant)
    return Happening(fact, by, now, lead.id, lead.person_id)
