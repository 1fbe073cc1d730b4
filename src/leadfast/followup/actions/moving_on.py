"""A touch is over: what the cadence says comes next, or the cadence that follows it, or its owner."""

import datetime as dt

from leadfast.followup.actions import course, ending, enrolling, writing
from leadfast.followup.models import Enrolment, Touch
from leadfast.followup.reads import library, standing
from leadfast.followup.reads.standing import Standing
from leadfast.followup.rules import cadence as words
from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.leads import actions as leads
from leadfast.leads.models import Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def move_on(*, touch: Touch, done: leads.Done, by: Actor, state: str = "done") -> None:
    """A touch is over: complete its step on the lead, and plan what the cadence says comes next.

    A cadence that is over becomes its successor here. `state` is "stopped" when the touch was left out.
    """
    now = clock.now()
    with guard.writing(by):
        lead = leads.lock_open(touch.lead_id)
        running = Enrolment.objects.select_related("cadence").get(id=touch.enrolment_id)
        touch.state, touch.settled_at = state, now
        touch.save(update_fields=["state", "settled_at", "because", "code", "decided_at"])
        at = standing.of(running, lead, now)
        follows = _follows(at, touch, by=by, now=now) if running.is_live else []
        step = Step.objects.filter(lead_id=lead.id, touch_id=touch.id, state="pending").first()
        if step is not None:
            leads.complete(step_id=step.id, done=done, by=by, then=follows)
        elif follows:
            leads.schedule_many(steps={lead.id: follows}, by=by)
        if any(step.kind == "decide" for step in follows):
            leads.take_turn(lead_id=lead.id, why="The cadence is over; it is for its owner to decide.", by=by)


def _follows(at: Standing, touch: Touch, *, by: Actor, now: dt.datetime) -> list[NewStep]:
    open_touches = Touch.objects.filter(enrolment_id=at.enrolment.id).exclude(state__in=("done", "stopped"))
    if open_touches.exists():
        # An acknowledgement beside which the next step is under way already, or the other way round.
        return []
    # An acknowledgement that left after what stood beside it was done: the cadence goes on behind that.
    then = course.after(at, max(touch.place, at.enrolment.place))
    over_at = now
    if then.startswith(words.STEP_PREFIX):
        place = at.course.position(then.removeprefix(words.STEP_PREFIX))
        onward = course.next_touches(at, place, now=now, by=by)
        if onward.steps:
            return onward.steps
        # All that was left were calls that cannot be made: what follows comes when the last would have been due.
        then, over_at = course.after(at, at.enrolment.place), onward.over_at
    key = then.removeprefix(words.CADENCE_PREFIX)
    if key == at.course.key:
        at.enrolment.cycle, at.enrolment.counted_from = at.enrolment.cycle + 1, over_at
        at.enrolment.save(update_fields=["cycle", "counted_from"])
        return course.next_touches(at, 0, now=now, by=by, begins=True).steps
    if then == words.ASK_THE_OWNER:
        ending.end(at.enrolment, "person_decides", "The cadence is over.", now=now, by=by)
        question = f"Decide how to go on with {at.who}: “{at.course.name}” is over."
        return [course.ask_owner(at, question, over_at)]
    return _successor(at, key, over_at, by=by, now=now)


def _successor(at: Standing, key: str, from_: dt.datetime, *, by: Actor, now: dt.datetime) -> list[NewStep]:
    """The first touches of the cadence that follows; the owner is asked when it may not start."""
    try:
        found = library.written(by.workspace_id, key)
        enrolling.may_start(found, at.lead, at.person, at.owner, now)
    except Refusal as refused:
        ending.end(at.enrolment, "person_decides", refused.sentence, now=now, by=by)
        question = f"Decide how to go on with {at.who}: what follows “{at.course.name}” cannot start here."
        return [course.ask_owner(at, question, from_)]
    row = writing.plant(key=key, by=by)
    ending.end(at.enrolment, "finished", f"Goes on with “{found.cadence.name}”.", now=now, by=by)
    following = Enrolment.objects.create(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        lead_id=at.lead.id,
        person_id=at.enrolment.person_id,
        cadence=row,
        version=row.version,
        mode="drafts"
        if at.enrolment.mode == "drafts" or enrolling.drafts_here(by, row.mode)
        else "automatic",
        mode_because=at.enrolment.mode_because,
        anchor_at=from_,
        counted_from=from_,
        thread_id=at.enrolment.thread_id,
        thread_above=at.enrolment.thread_above,
        thread_subject=at.enrolment.thread_subject,
        mailbox_id=at.enrolment.mailbox_id,
        started_at=now,
        started_by_kind=by.kind,
        started_by_id=by.member_id,
    )
    onward = standing.of(following, at.lead, now)
    steps = course.next_touches(onward, 0, now=now, by=by, begins=True).steps
    enrolling.record_start(onward, steps, by=by, now=now)
    return steps
