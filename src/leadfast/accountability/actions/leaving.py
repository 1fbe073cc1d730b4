"""Somebody is away, or leaves: what they would have done is done by somebody else, in the same act."""

import datetime as dt
import uuid
from collections import defaultdict

from django.db.models import Exists, OuterRef

from leadfast.accountability import facts
from leadfast.accountability.actions.noticing import Telling, tell
from leadfast.accountability.errors import LeavesToThemselves, NobodyTakesOver
from leadfast.capture import actions as capture
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.workspaces import actions as workspaces_actions
from leadfast.workspaces import actor, guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member


def leave_team(*, member_id: uuid.UUID, by: Actor, to_member_id: uuid.UUID | None = None) -> Member:
    """A member leaves: all their open leads and steps are handed over and they are gone, or neither.

    Without ``to_member_id`` the leads go round the team.
    """
    now = clock.now()
    if to_member_id == member_id:
        raise LeavesToThemselves
    with guard.writing(by):
        # First they are gone, so that nobody is offered their own leads.
        member = workspaces_actions.mark_left(member_id=member_id, by=by)
        count = _hand_on(member, by=by, to_member_id=to_member_id, now=now)
        history.record(facts.MemberLeft(member_id, count), by=by, at=now)
    return member


def hand_on_of_gone(*, workspace_id: uuid.UUID) -> int:
    """What came to somebody in the very moment in which they left goes round the team. Safe to run again and again.

    Whoever gives a lead to a member does not see that another transaction is about to let them go.
    """
    now = clock.now()
    by = actor.system(workspace_id)
    handed = 0
    with guard.writing(by):
        leads_of_theirs = Lead.objects.filter(owner_id=OuterRef("id"), closure=None)
        steps_of_theirs = Step.objects.filter(owner_id=OuterRef("id"), state="pending", by_assistant=False)
        gone = Member.objects.filter(Exists(leads_of_theirs) | Exists(steps_of_theirs), left_at__isnull=False)
        for member in gone.order_by("id") if workspaces.active_members(workspace_id) else ():
            handed += _hand_on(member, by=by, to_member_id=None, now=now)
    return handed


def cover_leave(*, workspace_id: uuid.UUID) -> int:
    """What is due today from whoever is away today goes to the stand-in, else round the team.

    The leads stay theirs; only the steps that cannot wait move. Safe to run again and again.
    """
    now = clock.now()
    by = actor.system(workspace_id)
    moved = 0
    with guard.writing(by):
        zone = workspaces.zone_of(workspaces.workspace(workspace_id))
        today = now.astimezone(zone).date()
        ends = dt.datetime.combine(today + dt.timedelta(days=1), dt.time(), tzinfo=zone)
        away = workspaces.away(workspace_id, on=today)
        for member_id, stand_in_id in away.items():
            due = list(
                Step.objects.filter(owner_id=member_id, state="pending", by_assistant=False, due_at__lt=ends)
                .order_by("due_at", "id")
                .values_list("id", flat=True)[:500]
            )
            if not due:
                continue
            taker = _stand_in(member_id, stand_in_id, away, workspace_id=workspace_id, now=now)
            if taker is None:
                continue
            member = workspaces.member(member_id)
            _pass_on(due, [taker] * len(due), from_member=member, by=by, now=now)
            count = f"{len(due)} step{'' if len(due) == 1 else 's'}"
            sentence = f"{member.name} is away: {count} due today {'is' if len(due) == 1 else 'are'} yours."
            tell(
                tellings=[Telling(taker, "hand_over", sentence, f"away:{member_id}:{now.isoformat()}")], by=by
            )
            moved += len(due)
    return moved


def _hand_on(member: Member, *, by: Actor, to_member_id: uuid.UUID | None, now: dt.datetime) -> int:
    """All open leads and pending steps of somebody who has left get new owners. Returns the number of leads."""
    lead_ids = list(
        Lead.objects.filter(owner_id=member.id, closure=None)
        .order_by("next_due_at", "id")
        .values_list("id", flat=True)
    )
    step_ids = list(
        Step.objects.filter(owner_id=member.id, state="pending")
        .exclude(lead_id__in=lead_ids)
        .values_list("id", flat=True)
    )
    takers = _takers(len(lead_ids) + len(step_ids), by=by, to_member_id=to_member_id, now=now)
    by_taker: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for lead_id, taker in zip(lead_ids, takers, strict=False):
        by_taker[taker].append(lead_id)
    for taker, theirs in by_taker.items():
        leads.hand_over(lead_ids=theirs, to_member_id=taker, why=f"{member.name} left the team.", by=by)
    _pass_on(step_ids, takers[len(lead_ids) :], from_member=member, by=by, now=now)
    return len(lead_ids)


def _takers(count: int, *, by: Actor, to_member_id: uuid.UUID | None, now: dt.datetime) -> list[uuid.UUID]:
    if to_member_id is not None:
        return [to_member_id] * count
    if not count:
        return []
    if not workspaces.active_members(by.workspace_id):
        raise NobodyTakesOver
    return [member.id for member in capture.choose(count, workspace_id=by.workspace_id, now=now)]


def _stand_in(
    member_id: uuid.UUID,
    stand_in_id: uuid.UUID | None,
    away: dict[uuid.UUID, uuid.UUID | None],
    *,
    workspace_id: uuid.UUID,
    now: dt.datetime,
) -> uuid.UUID | None:
    active = {member.id for member in workspaces.active_members(workspace_id)}
    if stand_in_id in active and stand_in_id not in away:
        return stand_in_id
    taker = capture.next_after(member_id, workspace_id=workspace_id, now=now)
    return taker.id if taker else None


def _pass_on(
    step_ids: list[uuid.UUID], takers: list[uuid.UUID], *, from_member: Member, by: Actor, now: dt.datetime
) -> None:
    happened: list[Happening] = []
    by_id = dict(zip(step_ids, takers, strict=True))
    for step in Step.objects.filter(id__in=step_ids, state="pending").order_by("id"):
        taker = by_id[step.id]
        theirs = Step.objects.filter(id=step.id, state="pending", owner_id=from_member.id)
        if not theirs.update(owner_id=taker):
            # Done, or given to somebody else, in this very moment: nothing was covered.
            continue
        fact = facts.StepCovered(step.id, step.says, from_member.id, taker)
        happened.append(Happening(fact, by, now, step.lead_id))
    history.record_many(happened)
