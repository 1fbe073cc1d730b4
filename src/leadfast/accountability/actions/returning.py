"""Leads that come back by themselves: a comeback whose date has come, and a turn of theirs that ended."""

import datetime as dt
import uuid

from leadfast.conversations.actions import calendars
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.leads.rules import NewStep
from leadfast.workspaces import actor, guard


def bring_back(*, step_id: uuid.UUID, workspace_id: uuid.UUID) -> Lead | None:
    """The comeback of a resting lead is due: it is worked again, from the owner's next working hour."""
    now = clock.now()
    by = actor.system(workspace_id)
    with guard.writing(by):
        due = Step.objects.filter(id=step_id, state="pending", kind="come_back", due_at__lte=now)
        lead_id = due.values_list("lead_id", flat=True).first()
        if lead_id is None:
            return None
        lead = leads.lock_open(lead_id)
        if lead.stage != "resting" or not due.exists():
            return None
        found = Lead.objects.select_related("owner", "owner__workspace", "rest").get(id=lead_id)
        agreed = calendars.today_of(found.owner, found.rest.decided_at) if found.rest else None
        since = f" on {agreed:%-d %B %Y}" if agreed else ""
        step = NewStep(
            kind="call",
            due_at=calendars.next_hour(found.owner, now) + dt.timedelta(hours=2),
            says=f"Ask {found.label} again: agreed as lost{since}, now is the comeback"[:300],
            fallback="colleague_takes_over",
        )
        return leads.come_back(lead_id=lead_id, why="Its comeback date has come.", by=by, then=step)


def turn_ended(*, lead_id: uuid.UUID, workspace_id: uuid.UUID) -> Lead | None:
    """Their time is up: the turn falls back to us, with the next step that was planned all along."""
    now = clock.now()
    with guard.writing(actor.system(workspace_id)):
        lead = leads.lock(lead_id)
        ended = lead.turn == "theirs" and lead.theirs_until is not None and lead.theirs_until <= now
        if not lead.is_open or not ended or lead.stage == "resting":
            return None
        return leads.take_turn(lead_id=lead_id, why="Their time is up.", by=actor.system(workspace_id))
