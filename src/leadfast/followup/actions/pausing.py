"""Keeping quiet until a person has looked, and going on afterwards."""

import uuid

from django.db.models import Q

from leadfast.conversations.actions import lifting
from leadfast.followup import facts
from leadfast.followup.actions import course
from leadfast.followup.actions.enrolling import live
from leadfast.followup.errors import NothingRuns
from leadfast.followup.models import Enrolment, Touch
from leadfast.followup.reads import standing
from leadfast.followup.reads.standing import Standing
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Step
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def pause(*, lead_id: uuid.UUID, why: str, by: Actor, asked_already: bool = False) -> Enrolment | None:
    """The machine keeps quiet on this lead, and a person gets a step that says what to decide.

    `asked_already`: whoever found the reason has planned that step.
    """
    now = clock.now()
    with guard.writing(by):
        lead = leads.lock_open(lead_id)
        running = live(lead_id)
        if running is None:
            return None
        at = standing.of(running, lead, now)
        if running.paused_at is None:
            running.paused_at, running.paused_why = now, why[:300]
            running.save(update_fields=["paused_at", "paused_why"])
            leads.pause(lead_id=lead_id, why=why, by=by)
            if not asked_already:
                leads.schedule(lead_id=lead_id, step=course.ask_owner(at, _question(at, why), now), by=by)
                leads.take_turn(lead_id=lead_id, why=why, by=by)
            history.record(
                facts.CadencePaused(running.id, at.course.name, why), by=by, at=now, lead_id=lead_id
            )
    return running


def resume(*, lead_id: uuid.UUID, by: Actor) -> Enrolment:
    """A person has looked: what waited is due again, the questions it raised are answered.

    The lead stays paused while another question about it is open, and no mail leaves until then.
    """
    now = clock.now()
    by.as_member()
    with guard.writing(by):
        lead = leads.lock_open(lead_id)
        running = live(lead_id)
        if running is None:
            raise NothingRuns
        at = standing.of(running, lead, now)
        waiting = list(Touch.objects.filter(enrolment_id=running.id, state="asked"))
        again = [course.new_step(at, touch, at.course.steps[touch.place], now) for touch in waiting]
        # The touches' own steps first, so that the lead is never without one; while it is paused, a step
        # that is done is an answer to the machine's question, not the touch itself.
        leads.schedule_many(steps={lead_id: again}, by=by)
        asked = Step.objects.filter(lead_id=lead_id, state="pending", by_assistant=False).filter(
            Q(touch_id__in=[touch.id for touch in waiting])
            | Q(kind="decide", says=_question(at, running.paused_why))
        )
        for step in list(asked):
            leads.complete(step_id=step.id, done=leads.Done(outcome="Looked at; the cadence goes on."), by=by)
        Touch.objects.filter(id__in=[touch.id for touch in waiting]).update(state="due", due_at=now)
        looked_at, running.paused_at, running.paused_why = running.paused_why, None, ""
        running.save(update_fields=["paused_at", "paused_why"])
        lifting.lift(lead_id=lead_id, by=by, looked_at=looked_at)
        pending = Touch.objects.filter(enrolment_id=running.id).exclude(state__in=("done", "stopped"))
        next_at = pending.order_by("due_at").values_list("due_at", flat=True).first() or now
        history.record(
            facts.CadenceResumed(running.id, at.course.name, next_at), by=by, at=now, lead_id=lead_id
        )
    return running


def _question(at: Standing, why: str) -> str:
    return f"Look at {at.who}: {why}"[:300]
