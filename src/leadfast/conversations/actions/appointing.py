"""Meetings: made from an invitation or from a day they named, moved and called off by what comes later."""

import datetime as dt
import uuid

from leadfast.conversations import facts
from leadfast.conversations.actions import calendars
from leadfast.conversations.models import Appointment, Message
from leadfast.conversations.understanding.invitations import Invitation, Method
from leadfast.conversations.understanding.meaning import Span
from leadfast.foundation import business_time_zones
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import HORIZON, NewStep
from leadfast.workspaces.actor import Actor

_LASTS = dt.timedelta(hours=1)
_MORNING = dt.time(9)
_EARLY = ("new", "reached")
_CHANGED = "The invitation was changed."


def says(invitation: Invitation | None, sender: str) -> str:
    """What a calendar says: REQUEST, CANCEL, or how the sender answered ours; "" without an invitation."""
    if invitation is None:
        return ""
    if invitation.method is Method.REPLY:
        return invitation.status_of(sender) or "ACCEPTED"
    return invitation.method.value


def invited(
    message: Message, lead: Lead, invitation: Invitation, *, by: Actor, now: dt.datetime
) -> Appointment:
    """An invitation stands: the appointment is made, or moved when a later invitation says so."""
    known = _of(lead, invitation)
    starts, ends = invitation.start, max(invitation.end, invitation.start)
    if known is not None and invitation.sequence < known.sequence:
        # An older invitation that arrived late changes nothing.
        return known
    row = known or Appointment(
        id=uuid7(now), workspace_id=by.workspace_id, lead_id=lead.id, uid=invitation.uid[:500], made_at=now
    )
    moved = known is not None and (known.starts_at, known.ends_at) != (starts, ends)
    row.message_id, row.sequence = message.id, invitation.sequence
    row.title, row.place = clean_line(invitation.summary), clean_line(invitation.location, limit=500)
    row.starts_at, row.ends_at, row.hour_known = starts, ends, not invitation.whole_day
    row.state, row.cancelled_at, row.cancelled_why = "agreed", None, ""
    if not _pending(row.step_id):
        row.step_id = _plan(row, message, lead, by=by, now=now)
    elif moved and row.step_id and _can_be_planned(starts, now):
        leads.move(step_id=row.step_id, to=starts, by=by, why=_CHANGED)
    elif moved:
        # No step can stand on the new day, and none may stay on the old one.
        take_back(row.step_id, _CHANGED, lead, by=by, now=now)
        row.step_id = None
    row.save()
    _agreed(row, lead, by=by, now=now)
    return row


def agreed(message: Message, lead: Lead, span: Span, *, by: Actor, now: dt.datetime) -> Appointment:
    """They named a day for meeting, perhaps with an hour. It stands, and counts once a person has agreed."""
    zone = calendars.of(lead.owner).zone
    starts = span.earliest if span.timed else business_time_zones.instant(span.first_day, _MORNING, zone)
    same = Appointment.objects.filter(lead_id=lead.id, state="agreed", starts_at=starts).first()
    if same is not None:
        return same
    row = Appointment(
        id=uuid7(now),
        workspace_id=by.workspace_id,
        lead_id=lead.id,
        message_id=message.id,
        title=clean_line(message.subject),
        starts_at=starts,
        ends_at=starts + _LASTS,
        hour_known=span.timed,
        made_at=now,
    )
    row.step_id = _plan(row, message, lead, by=by, now=now)
    row.save(force_insert=True)
    fact = facts.AppointmentMade(row.id, row.starts_at, row.title, row.place)
    history.record(fact, by=by, at=now, lead_id=lead.id)
    return row


def called_off(
    message: Message, lead: Lead, invitation: Invitation, *, by: Actor, now: dt.datetime
) -> tuple[Appointment | None, uuid.UUID]:
    """They cancelled or declined: the meeting is off, and a step asks for another day."""
    row = _of(lead, invitation)
    who = message.sender_name or message.sender or lead.label
    day = business_time_zones.local(invitation.start, calendars.of(lead.owner).zone)
    step = leads.schedule(
        lead_id=lead.id,
        step=NewStep(
            kind="task",
            due_at=calendars.next_hour(lead.owner, now),
            says=f"Agree another day with {who}: they called off the meeting of {day:%a} {day.day} {day:%b}",
        ),
        by=by,
    )
    if row is not None and row.state == "agreed":
        cancel(row, f"{who} called it off.", by=by, now=now)
    return row, step.id


def cancel(row: Appointment, why: str, *, by: Actor, now: dt.datetime) -> None:
    """The meeting does not take place; its step goes, and the lead keeps another."""
    row.state, row.cancelled_at, row.cancelled_why = "cancelled", now, why[:300]
    row.save(update_fields=["state", "cancelled_at", "cancelled_why"])
    lead = Lead.objects.select_related("owner", "owner__workspace").get(id=row.lead_id)
    take_back(row.step_id, why, lead, by=by, now=now)
    fact = facts.AppointmentCancelled(row.id, row.starts_at, why)
    history.record(fact, by=by, at=now, lead_id=row.lead_id)


def reached(lead_id: uuid.UUID, *, by: Actor) -> None:
    """A meeting is agreed: the lead is that far. Nothing moves a lead back."""
    if Lead.objects.filter(id=lead_id, stage__in=_EARLY).exists():
        leads.reach_stage(lead_id=lead_id, stage="appointment", by=by)


def decide_step(lead: Lead, now: dt.datetime) -> NewStep:
    """What a lead is left with when nothing else is planned."""
    return NewStep(
        kind="decide",
        due_at=calendars.in_business_days(lead.owner, now, 1),
        says=f"Decide how to go on with {lead.label}",
    )


def _of(lead: Lead, invitation: Invitation) -> Appointment | None:
    found = Appointment.objects.filter(lead_id=lead.id)
    if not invitation.uid:
        return found.filter(state="agreed", starts_at=invitation.start).first()
    return found.filter(uid=invitation.uid[:500]).first()


def _agreed(row: Appointment, lead: Lead, *, by: Actor, now: dt.datetime) -> None:
    reached(lead.id, by=by)
    fact = facts.AppointmentMade(row.id, row.starts_at, row.title, row.place)
    history.record(fact, by=by, at=now, lead_id=lead.id)


def _step(row: Appointment, message: Message, lead: Lead, now: dt.datetime) -> NewStep | None:
    """The step that stands for it; None for what is past, or beyond what can be planned."""
    if not _can_be_planned(row.starts_at, now):
        return None
    who = message.sender_name or message.sender or lead.label
    about = ", ".join(part for part in (row.title, row.place) if part)
    hour = "" if row.hour_known else " (they named no hour)"
    says = f"Meet {who}: {about}{hour}" if about else f"Meet {who}{hour}"
    return NewStep(kind="meeting", due_at=row.starts_at, says=says, note=message.new_words[:2000])


def _can_be_planned(starts: dt.datetime, now: dt.datetime) -> bool:
    return now < starts < now + HORIZON


def _plan(row: Appointment, message: Message, lead: Lead, *, by: Actor, now: dt.datetime) -> uuid.UUID | None:
    step = _step(row, message, lead, now)
    return leads.schedule(lead_id=lead.id, step=step, by=by).id if step else None


def _pending(step_id: uuid.UUID | None) -> bool:
    return step_id is not None and Step.objects.filter(id=step_id, state="pending").exists()


def take_back(step_id: uuid.UUID | None, why: str, lead: Lead, *, by: Actor, now: dt.datetime) -> None:
    if step_id is None or not _pending(step_id):
        return
    others = Step.objects.filter(lead_id=lead.id, state="pending").exclude(id=step_id).exists()
    leads.cancel(step_id=step_id, why=why, by=by, then=[] if others else [decide_step(lead, now)])
