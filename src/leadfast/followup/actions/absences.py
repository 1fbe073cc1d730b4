"""Somebody is away, or has left: the same step of the same cadence later, or a question for a person."""

import uuid

from leadfast.conversations.facts import AutoReplyReceived
from leadfast.followup.actions import enrolling, holding, pausing
from leadfast.followup.models import Enrolment, Touch
from leadfast.followup.reads import standing
from leadfast.followup.reads.standing import Standing
from leadfast.followup.rules import away as rules
from leadfast.followup.rules import dates
from leadfast.followup.rules.sending import Answer, Decision
from leadfast.foundation import business_time_zones, clock
from leadfast.leads import actions as leads
from leadfast.mail.actions import planning
from leadfast.workspaces.actor import Actor


def away(*, lead_id: uuid.UUID, fact: AutoReplyReceived, by: Actor) -> None:
    """An automatic answer arrived. It is no reply: the turn stays theirs."""
    lead = leads.lock(lead_id)
    running = enrolling.live(lead_id)
    if running is None or not lead.is_open or fact.about == "receipt":
        return
    at = standing.of(running, lead, clock.now())
    if fact.about == "left":
        # The step to find another way stands already, with the names they gave.
        pausing.pause(lead_id=lead_id, why=f"{fact.sender} has left.", by=by, asked_already=True)
        return
    answer = rules.after_absence(fact.returns_on, fact.said_on, at.where.lead)
    if isinstance(answer, rules.AskAPerson):
        pausing.pause(lead_id=lead_id, why=answer.sentence, by=by)
        return
    _go_on(at, answer, by=by)


def _go_on(at: Standing, answer: rules.GoOn, *, by: Actor) -> None:
    """Move what is due and not begun to the day after the return; later steps keep their distances."""
    now = clock.now()
    waiting = _take_back(at.enrolment, answer.sentence, by=by)
    if not waiting:
        return
    first = min(waiting, key=lambda touch: touch.place)
    step = at.course.steps[first.place]
    wall = step.after.at or business_time_zones.local(first.due_at, at.where.lead.zone).time()
    counted_from = dates.anchor_for(step, answer.on, wall, at.where.lead)
    if counted_from <= at.enrolment.counted_from:
        # They are back before the step was due anyway.
        return
    at.enrolment.counted_from = counted_from
    at.enrolment.save(update_fields=["counted_from"])
    for touch in waiting:
        due = dates.due(at.course, at.course.steps[touch.place], counted_from, at.where)
        if touch.by_machine:
            decision = Decision(Answer.WAIT, answer.sentence, "away", due)
            holding.move(at, touch, decision, now=now, by=by)
        else:
            touch.due_at, touch.because, touch.code = due, answer.sentence, "away"
            touch.save(update_fields=["due_at", "because", "code"])
            holding.move_step(touch, due, answer.sentence, by=by)


def _take_back(enrolment: Enrolment, why: str, *, by: Actor) -> list[Touch]:
    """The touches that have not begun; a mail that is planned but not on its way is planned anew later."""
    open_ones = list(
        Touch.objects.filter(
            enrolment_id=enrolment.id, acknowledgement=False, state__in=("due", "sending", "draft")
        )
    )
    planned = [touch.outgoing_id for touch in open_ones if touch.state == "sending" and touch.outgoing_id]
    cancelled = (
        {row.id for row in planning.cancel(outgoing_ids=planned, why=why, by=by)} if planned else set()
    )
    return [
        touch
        for touch in open_ones
        if touch.state == "due" or (touch.state == "sending" and touch.outgoing_id in cancelled)
    ]
