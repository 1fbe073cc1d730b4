"""The end of an enrolment: the record closed, and everything of it stopped that has not begun."""

import datetime as dt

from leadfast.followup import facts
from leadfast.followup.models import Draft, Enrolment, Touch
from leadfast.history import actions as history
from leadfast.mail.actions import planning
from leadfast.mail.models import Outgoing
from leadfast.workspaces.actor import Actor


def end(enrolment: Enrolment, ending: str, why: str, *, now: dt.datetime, by: Actor) -> None:
    """Close the record, and stop everything of it that has not begun."""
    enrolment.ended_at, enrolment.ending, enrolment.ended_why = now, ending, why[:300] or "Stopped."
    enrolment.paused_at, enrolment.paused_why = None, ""
    enrolment.save(update_fields=["ended_at", "ending", "ended_why", "paused_at", "paused_why"])
    waiting = Touch.objects.filter(enrolment_id=enrolment.id).exclude(state__in=("done", "stopped"))
    mails = [touch.outgoing_id for touch in waiting if touch.outgoing_id]
    if mails:
        planning.cancel(outgoing_ids=mails, why=f"Not sent: {why}", by=by)
    # A mail whose transmission has begun is past recall: its touch is settled by what the server said.
    begun = Outgoing.objects.filter(id__in=mails).exclude(state="cancelled").values_list("id", flat=True)
    stopped = [touch.id for touch in waiting if touch.outgoing_id not in set(begun)]
    Touch.objects.filter(id__in=stopped).update(
        state="stopped", settled_at=now, because=f"Not sent: {why}"[:600], code=ending[:24]
    )
    Draft.objects.filter(touch_id__in=stopped, decided_at=None).update(
        decided_at=now, decision="overtaken", why=why[:300]
    )
    history.record(
        facts.CadenceEnded(enrolment.id, enrolment.cadence.name, ending, why),
        by=by,
        at=now,
        lead_id=enrolment.lead_id,
        person_id=enrolment.person_id,
    )
