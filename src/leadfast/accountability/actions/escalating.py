"""A step that nobody does is raised: its owner, then a manager, then the lead moves on; again and again.

Both verbs guard what they change by what they found, so that two workers, or a sweep run twice, do
each thing once.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping

from django.db.models import F

from leadfast.accountability import facts
from leadfast.accountability.actions.noticing import Telling, tell
from leadfast.accountability.models import Escalation
from leadfast.accountability.rules import ladders
from leadfast.capture import actions as capture
from leadfast.conversations.actions import calendars
from leadfast.foundation import business_time, clock, lengths
from leadfast.foundation.business_time import NeverOpen
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.workspaces import actor, guard, rules
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.models import Member

_NOTICES = {"first_response": "first_response_at_risk", "reply": "reply_waits", "overdue": "step_overdue"}


def watch(*, step_id: uuid.UUID, workspace_id: uuid.UUID) -> Escalation | None:
    """A step came due: from now on its clock is watched. None when it is done, moved or watched already."""
    now = clock.now()
    by = actor.system(workspace_id)
    with guard.writing(by):
        taken = Step.objects.filter(
            id=step_id, state="pending", by_assistant=False, nudges=0, due_at__lte=now
        )
        if not taken.update(nudges=1):
            return None
        step = Step.objects.select_related("lead").get(id=step_id)
        policies = workspaces.policies(workspace_id)
        kind = ladders.kind_of(step.kind, responded=step.lead.first_responded_at is not None)
        since = ladders.began(kind, due_at=step.due_at, created_at=step.created_at, policies=policies)
        known = Escalation.objects.select_for_update().filter(step_id=step_id).first()
        if known is not None and since <= known.since:
            # Watched before and not re-dated: somebody gave it to a colleague, whose clock begins now.
            since = now
        row = known or Escalation(workspace_id=workspace_id, step_id=step_id, lead_id=step.lead_id)
        row.kind, row.since, row.level, row.ended_at = kind, since, 0, None
        row.next_at = _next_at(row, _owner(step.owner_id), policies)
        row.save(force_insert=known is None)
    return row


def climb(*, escalation_id: uuid.UUID, workspace_id: uuid.UUID) -> str:
    """The next rung of a step that is still not done. Returns what was done; empty when nothing was due."""
    now = clock.now()
    by = actor.system(workspace_id)
    with guard.writing(by):
        due = Escalation.objects.filter(id=escalation_id, ended_at=None, next_at__lte=now)
        lead_id = due.values_list("lead_id", flat=True).first()
        if lead_id is None:
            return ""
        # The lead first, as every verb does; then look again at what may have changed meanwhile.
        lead = leads.lock(lead_id)
        row = due.select_for_update().first()
        if row is None:
            return ""
        step = Step.objects.filter(id=row.step_id, state="pending", due_at__lte=now).first()
        if step is None or not lead.is_open:
            row.ended_at = now
            row.save(update_fields=["ended_at"])
            return ""
        policies = workspaces.policies(workspace_id)
        kind = ladders.kind_of(step.kind, responded=lead.first_responded_at is not None)
        if kind != row.kind:
            # Answered after all: what is left of the step is judged by days, from its date.
            row.kind, row.level, row.since = kind, 0, step.due_at
            row.next_at = max(_next_at(row, _owner(step.owner_id), policies), now + dt.timedelta(minutes=5))
            row.save(update_fields=["kind", "level", "since", "next_at"])
            return ""
        ladder = ladders.ladder(kind, policies)
        act = ladder.act(row.level)
        if act == "move" and not _move(row, lead, step, now=now):
            act = "manager"
        if act != "move":
            _tell(row, lead, step, to_manager=act == "manager", now=now)
            row.level += 1
        elif ladder.restarts:
            row.level, row.since = 0, now
        else:
            row.level += 1
        row.next_at = max(_next_at(row, _owner(lead.owner_id), policies), now + ladder.gap)
        row.save(update_fields=["level", "since", "next_at", "passed", "moves"])
    return act


def _move(row: Escalation, lead: Lead, step: Step, *, now: dt.datetime) -> bool:
    """The lease moves on. False when there is nobody else."""
    before = step.owner_id
    taker = capture.next_after(before, workspace_id=row.workspace_id, now=now, passed=row.passed)
    if taker is None:
        return False
    by = actor.system(row.workspace_id)

    def why(waited: str) -> str:
        return {
            "first_response": f"nobody answered for {waited}.",
            "reply": f"the answer has waited for {waited}.",
            "overdue": f"“{step.says}” is {waited} late.",
        }[row.kind]

    if lead.owner_id == before:
        here = workspaces.zone_of(workspaces.workspace(row.workspace_id))
        told_why = why(lengths.since(row.since, now, here))
        leads.hand_over(
            lead_ids=[lead.id], to_member_id=taker.id, why=told_why[:1].upper() + told_why[1:], by=by
        )
        lead.owner_id = taker.id
    else:
        Step.objects.filter(id=step.id).update(owner_id=taker.id)
    # Handing over makes steps unraised again; those watched here stay watched, and whoever has the lead
    # now begins anew with all of them: two late steps must not move a lead twice.
    watched = Escalation.objects.filter(lead_id=lead.id, ended_at=None)
    Step.objects.filter(id__in=watched.values("step_id"), state="pending").update(nudges=F("nudges") + 1)
    watched.exclude(id=row.id).update(level=0, since=now, next_at=now + ladders.OVERDUE_NUDGE)
    row.passed = [*dict.fromkeys([*row.passed, before])]
    row.moves += 1
    history.record(
        facts.StepEscalated(step.id, step.says, "move", row.since, (taker.id,)),
        by=by,
        at=now,
        lead_id=lead.id,
    )
    told = [before, *_managers(row.workspace_id)]
    _say(
        row,
        lead,
        lambda waited: f"{lead.label} moved on to {taker.name}: {why(waited)}",
        told,
        now=now,
        but=taker.id,
    )
    return True


def _tell(row: Escalation, lead: Lead, step: Step, *, to_manager: bool, now: dt.datetime) -> None:
    told = [step.owner_id, *(_managers(row.workspace_id) if to_manager else [])]
    if to_manager and row.kind == "first_response":
        upcoming = capture.next_after(
            step.owner_id, workspace_id=row.workspace_id, now=now, passed=row.passed
        )
        told += [upcoming.id] if upcoming else []
    owner = _owner(step.owner_id).name

    def sentence(waited: str) -> str:
        return {
            "first_response": f"{lead.label} came in {waited} ago and nobody has answered. {owner}: {step.says}.",
            "reply": f"{lead.label} answered {waited} ago and waits. {owner}: {step.says}.",
            "overdue": f"{waited} late: {step.says} ({lead.label}, {owner}).",
        }[row.kind]

    Step.objects.filter(id=step.id).update(nudges=F("nudges") + 1)
    _say(row, lead, sentence, told, now=now)
    fact = facts.StepEscalated(
        step.id, step.says, "manager" if to_manager else "nudge", row.since, tuple(told)
    )
    history.record(fact, by=actor.system(row.workspace_id), at=now, lead_id=lead.id)


def _say(
    row: Escalation,
    lead: Lead,
    sentence: Callable[[str], str],
    told: list[uuid.UUID],
    *,
    now: dt.datetime,
    but: uuid.UUID | None = None,
) -> None:
    """Tell each of them; how long it waits is counted by the days of whoever reads it, as on the screens."""
    readers = Member.objects.select_related("workspace").in_bulk(set(told))
    key = f"escalation:{row.id}:{now.isoformat()}"
    tell(
        tellings=[
            Telling(
                member_id,
                _NOTICES[row.kind],
                sentence(lengths.since(row.since, now, workspaces.zone_of(readers[member_id]))),
                key,
                lead.id,
            )
            for member_id in dict.fromkeys(told)
            if member_id != but
        ],
        by=actor.system(row.workspace_id),
    )


def _next_at(row: Escalation, owner: Member, policies: Mapping[str, int | str | bool]) -> dt.datetime:
    return rung_at(row.kind, row.level, since=row.since, owner=owner, policies=policies)


def rung_at(
    kind: str,
    level: int,
    *,
    since: dt.datetime,
    owner: Member,
    policies: Mapping[str, int | str | bool],
) -> dt.datetime:
    """When a rung is reached, within the hours in which the owner works: nobody is passed over for being asleep."""
    ladder = ladders.ladder(kind, policies)  # type: ignore[arg-type]  # escalation_kind_known
    due = ladder.due(level, since)
    try:
        calendar = calendars.of(owner)
        if kind == "first_response":
            return business_time.add_business_time(calendar, since, due - since)
        return business_time.next_slot(calendar, due)
    except NeverOpen:
        return due


def _owner(member_id: uuid.UUID) -> Member:
    return Member.objects.select_related("workspace").get(id=member_id)


def _managers(workspace_id: uuid.UUID) -> list[uuid.UUID]:
    rows = Member.objects.filter(workspace_id=workspace_id, left_at=None, role__in=rules.DECIDES)
    return list(rows.order_by("id").values_list("id", flat=True))
