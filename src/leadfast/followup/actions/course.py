"""What comes next for an enrolment: its touch, the step on the lead that stands for it, or the successor.

Nothing here is a verb by itself: the verbs lock the lead, call this, and hand the steps to `leads` in the
same transaction, so that a lead never stands without one.
"""

import datetime as dt
from dataclasses import dataclass, replace

from leadfast.conversations.models import Call
from leadfast.followup.models import Touch
from leadfast.followup.reads import letters, reaching
from leadfast.followup.reads.standing import Standing
from leadfast.followup.rules import cadence as words
from leadfast.followup.rules import dates, law
from leadfast.followup.rules import reach as reaches
from leadfast.followup.rules.reach import Reach
from leadfast.foundation import business_time
from leadfast.foundation.ids import uuid7
from leadfast.leads.rules import NewStep, StepKind
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True)
class Course:
    """The steps that were planned; without any, from when on what follows the cadence may be asked about."""

    steps: list[NewStep]
    over_at: dt.datetime


def next_touches(at: Standing, place: int, *, now: dt.datetime, by: Actor, begins: bool = False) -> Course:
    """Create the touch at a place, and the ones that do not have to wait for it, with their steps.

    An acknowledgement never holds up what follows: if the mailbox is not ready, the call is due all the same. Nor
    does a call that cannot be made and has nothing in its place.
    """
    planned: list[NewStep] = []
    earliest, here = now, place
    while True:
        at.enrolment.place = here
        planned_here, due, waits = _at_place(at, here, earliest, begins=begins, now=now, by=by)
        planned += planned_here
        then = after(at, here)
        if waits or not then.startswith(words.STEP_PREFIX):
            break
        onward = at.course.position(then.removeprefix(words.STEP_PREFIX))
        if onward <= here:
            break
        earliest, here, begins = due, onward, False
    at.enrolment.save(update_fields=["place"])
    return Course(planned, due)


def _at_place(
    at: Standing, place: int, earliest: dt.datetime, *, begins: bool, now: dt.datetime, by: Actor
) -> tuple[list[NewStep], dt.datetime, bool]:
    """The step of one place, if it has one, when it is due, and whether what comes after it waits for it."""
    written = at.course.steps[place]
    step = letters.lawful_step(written, at.course, at.subject)
    reach = reaching.of(at.lead, at.person) if step.channel is words.Channel.CALL else Reach()
    possible = reaches.instead(step, reach)
    due = max(dates.due(at.course, possible, at.enrolment.counted_from, at.where), earliest)
    if step.channel is words.Channel.CALL and reaches.is_left_out(at.course, place, reach, begins=begins):
        return [], due, False
    if possible.channel is words.Channel.CALL:
        due = _call_time(at, due)
    touch = _touch(at, place, possible, due, now=now, by=by)
    planned = new_step(at, touch, possible, due)
    if possible is not step:
        planned = spared(at, planned, step, reach)
    return [planned], due, not step.acknowledgement


def spared(at: Standing, planned: NewStep, call: words.Step, reach: Reach) -> NewStep:
    """What a person does instead of a call of the cadence; of the first one, it is the first response all the same."""
    kind = _kind(at, call)
    if kind == "call" or (kind == "first_response" and not reach.silent):
        kind = "mail" if reach.silent and reach.writes else "find_another_way"
    return replace(planned, kind=kind, says=reaches.says(call, at.who, reach))


def _call_time(at: Standing, due: dt.datetime) -> dt.datetime:
    """In the hours of both ends and of the law, and never the fourth call within 24 hours."""
    made = Call.objects.filter(lead_id=at.lead.id, incoming=False, at__gt=due - dt.timedelta(hours=24))
    allowed = law.not_before(at.subject.country, list(made.values_list("at", flat=True)), due)
    return dates.both_open(allowed, at.where.calls or at.where.lead, at.where.team)


def after(at: Standing, place: int) -> str:
    """What follows the step at a place: "step:…", "cadence:…" or ask-the-owner; never nothing."""
    return at.course.successor_of(place) or words.ASK_THE_OWNER


def ask_owner(
    at: Standing, sentence: str, now: dt.datetime, *, kind: StepKind = "decide", touch: Touch | None = None
) -> NewStep:
    """A step for a person, due at the next working hour."""
    return NewStep(
        kind=kind,
        due_at=business_time.next_slot(at.where.team, now),
        says=sentence,
        touch_id=touch.id if touch else None,
    )


def _touch(
    at: Standing, place: int, step: words.Step, due: dt.datetime, *, now: dt.datetime, by: Actor
) -> Touch:
    touch = Touch(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        enrolment_id=at.enrolment.id,
        lead_id=at.lead.id,
        place=place,
        cycle=at.enrolment.cycle,
        channel=step.channel.value,
        title=step.title[:300],
        acknowledgement=step.acknowledgement,
        by_machine=not step.by_person,
        due_at=due,
        first_due_at=due,
        created_at=now,
    )
    touch.save(force_insert=True)
    return touch


def new_step(at: Standing, touch: Touch, step: words.Step, due: dt.datetime) -> NewStep:
    """The step on the lead that stands for a touch."""
    if step.channel is words.Channel.MAIL:
        helper = at.workspace.assistant_name
        says = f"{helper} writes to {at.who}: {step.title}"
    elif step.channel is words.Channel.CALL:
        says = f"Call {at.who}: {step.title}"
    else:
        says = f"{step.title} ({at.who})"
    return NewStep(
        kind=_kind(at, step),
        due_at=due,
        says=says,
        by_assistant=not step.by_person,
        note=step.note,
        fallback="manager_told" if step.by_person else "assistant_covers",
        touch_id=touch.id,
    )


def _kind(at: Standing, step: words.Step) -> StepKind:
    # The first call to somebody who asked stops the first-response clock, so it stands in that block.
    if (
        step.channel is words.Channel.CALL
        and at.course.purpose is words.Purpose.ANSWER
        and at.lead.first_responded_at is None
    ):
        return "first_response"
    if at.course.purpose is words.Purpose.NURTURE and step.by_person:
        return "nurture"
    kinds: dict[words.Channel, StepKind] = {
        words.Channel.MAIL: "mail",
        words.Channel.CALL: "call",
        words.Channel.TASK: "task",
    }
    return kinds[step.channel]
