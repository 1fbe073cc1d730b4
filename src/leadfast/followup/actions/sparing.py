"""Somebody asked for no calls: what waits to be called for them is written instead, or another way is found."""

import uuid
from collections.abc import Collection

from leadfast.followup.actions import course, holding
from leadfast.followup.models import Enrolment, Touch
from leadfast.followup.reads import letters, reaching, standing
from leadfast.followup.rules import cadence as words
from leadfast.followup.rules import reach as reaches
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.rules import NO_CALLS
from leadfast.people import reads as people
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


def spare(*, person_id: uuid.UUID, by: Actor) -> None:
    """No call waits any more for this person, nor for anybody else who is rung at the same numbers alone."""
    with guard.writing(by):
        silent = people.silent_by_phone(_at_the_numbers_of(person_id))
        leads.spare(person_ids=silent, by=by)
        # In the order of the leads, which every verb locks in.
        for enrolment in list(Enrolment.objects.filter(live_person__in=silent).order_by("lead_id")):
            _spare(enrolment, by=by)


def _at_the_numbers_of(person_id: uuid.UUID) -> Collection[uuid.UUID]:
    numbers = [point.key for point in people.contact_points(person_id) if point.kind == "phone"]
    return {person_id, *(one.id for sharing in people.by_phone(numbers).values() for one in sharing)}


def _spare(enrolment: Enrolment, *, by: Actor) -> None:
    now = clock.now()
    lead = leads.lock(enrolment.lead_id)
    for touch in Touch.objects.filter(enrolment_id=enrolment.id, state="due", channel="call"):
        at = standing.of(enrolment, lead, now)
        call = letters.lawful_step(at.course.steps[touch.place], at.course, at.subject)
        reach = reaching.of(lead, at.person)
        instead = reaches.instead(call, reach)
        if call.channel is not words.Channel.CALL or instead is call:
            continue
        touch.channel, touch.title = instead.channel.value, instead.title[:300]
        touch.save(update_fields=["channel", "title"])
        planned = course.new_step(at, touch, instead, touch.due_at)
        why = f"{NO_CALLS[:1].upper()}{NO_CALLS[1:]}."
        holding.replace_step(touch, course.spared(at, planned, call, reach), why, by=by)
