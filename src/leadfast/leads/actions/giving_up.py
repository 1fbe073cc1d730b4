"""Giving up is a request; another person decides; an agreed loss rests and comes back."""

import datetime as dt
import uuid
from collections.abc import Mapping

from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads import facts
from leadfast.leads.actions import closing, steps
from leadfast.leads.actions.locking import lock_open, point_at_next
from leadfast.leads.errors import AlreadyDecided, LeadNotFound, SaysWhyNeeded
from leadfast.leads.models import GiveUp, Lead, Step, Verdict
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def ask(
    *,
    lead_id: uuid.UUID,
    reason: str,
    words: str,
    evidence: Mapping[str, object],
    by: Actor,
    counter_argument: str = "",
) -> GiveUp:
    """A member asks to give up. The lead stays as it is until another person decides.

    With the reason "never" the person is suppressed at once, before anybody has decided.
    """
    now = clock.now()
    if not words.strip():
        raise SaysWhyNeeded
    with guard.writing(by):
        lock_open(lead_id)
        asked = GiveUp.objects.create(
            workspace_id=by.workspace_id,
            lead_id=lead_id,
            asked_by_id=by.as_member(),
            asked_at=now,
            reason=reason,
            words=words.strip(),
            evidence=dict(evidence),
            counter_argument=counter_argument,
        )
        if reason == "never":
            closing.suppress_person_of(lead_id, words=words, by=by)
        history.record(
            facts.GiveUpAsked(asked.id, reason, asked.words, bool(evidence.get("gate_met"))),
            by=by,
            at=now,
            lead_id=lead_id,
        )
    return asked


def withdraw(*, give_up_id: uuid.UUID, by: Actor) -> GiveUp:
    """The member who asked takes the request back."""
    now = clock.now()
    with guard.writing(by):
        asked = _waiting(give_up_id)
        asked.withdrawn_at = now
        asked.save(update_fields=["withdrawn_at"])
        history.record(facts.GiveUpWithdrawn(asked.id), by=by, at=now, lead_id=asked.lead_id)
    return asked


def send_back(*, give_up_id: uuid.UUID, note: str, by: Actor, then: NewStep) -> Verdict:
    """The second person says: keep working it, and this is the next step."""
    now = clock.now()
    with guard.writing(by):
        asked = _waiting(give_up_id)
        verdict = _decide(asked, "sent_back", by=by, now=now, note=note)
        steps.schedule(lead_id=asked.lead_id, step=then, by=by)
        history.record(facts.GiveUpSentBack(asked.id, note), by=by, at=now, lead_id=asked.lead_id)
    return verdict


def rest(*, give_up_id: uuid.UUID, comeback: NewStep, by: Actor, note: str = "") -> Verdict:
    """Agreed: the lead rests until its comeback, which is its only step from now on.

    Whoever works alone decides it seven days after asking, with the counter-argument before them.
    """
    now = clock.now()
    with guard.writing(by):
        asked = _waiting(give_up_id)
        alone = asked.asked_by_id == by.member_id
        verdict = _decide(asked, "rests", by=by, now=now, note=note, comeback_at=comeback.due_at, alone=alone)
        lead = lock_open(asked.lead_id)
        Step.objects.filter(lead_id=lead.id, state="pending").update(
            state="cancelled",
            ended_at=now,
            ended_by_kind=by.kind,
            ended_by_id=by.member_id,
            outcome="The lead rests.",
        )
        step = steps.build(comeback, lead_id=lead.id, owner_id=lead.owner_id, by=by, now=now)
        Step.objects.bulk_create([step])
        lead.stage, lead.rest_id, lead.comebacks = "resting", verdict.id, lead.comebacks + 1
        lead.turn, lead.theirs_until, lead.paused_why = "theirs", comeback.due_at, ""
        lead.updated_at = now
        lead.save(
            update_fields=[
                "stage", "rest", "comebacks", "turn", "theirs_until", "paused_why", "updated_at",
            ]
        )  # fmt: skip
        point_at_next(by.workspace_id, [lead.id], now=now)
        history.record(facts.LeadRested(asked.id, comeback.due_at, alone), by=by, at=now, lead_id=lead.id)
    return verdict


def come_back(*, lead_id: uuid.UUID, why: str, by: Actor, then: NewStep) -> Lead:
    """A resting lead is worked again: its date has come, or they wrote."""
    now = clock.now()
    with guard.writing(by):
        lead = lock_open(lead_id)
        if lead.stage != "resting":
            return lead
        lead.stage, lead.rest_id, lead.turn, lead.theirs_until = "reached", None, "ours", None
        lead.updated_at = now
        lead.save(update_fields=["stage", "rest", "turn", "theirs_until", "updated_at"])
        steps.cancel_pending(
            lead_id=lead_id, why="The lead came back.", by=by, then=[then], kinds=["come_back"]
        )
        history.record(facts.LeadCameBack(why), by=by, at=now, lead_id=lead_id)
        lead.refresh_from_db()
    return lead


def _waiting(give_up_id: uuid.UUID) -> GiveUp:
    lead_id = GiveUp.objects.filter(id=give_up_id).values_list("lead_id", flat=True).first()
    if lead_id is None:
        raise LeadNotFound
    lock_open(lead_id)
    asked = GiveUp.objects.get(id=give_up_id)
    if asked.decided_at or asked.withdrawn_at:
        raise AlreadyDecided
    return asked


def _decide(
    asked: GiveUp,
    decision: str,
    *,
    by: Actor,
    now: dt.datetime,
    note: str,
    comeback_at: dt.datetime | None = None,
    alone: bool = False,
) -> Verdict:
    asked.decided_at = now
    asked.save(update_fields=["decided_at"])
    return Verdict.objects.create(
        workspace_id=by.workspace_id,
        give_up_id=asked.id,
        lead_id=asked.lead_id,
        asked_by_id=asked.asked_by_id,
        asked_at=asked.asked_at,
        decided_by_id=by.as_member(),
        decided_at=now,
        decision=decision,
        alone=alone,
        counter_argument=asked.counter_argument,
        note=note,
        comeback_at=comeback_at,
    )
