"""How a lead stands, as plain values, and putting it back to that: the way back from one tap."""

import datetime as dt
import uuid
from typing import Any

from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts
from leadfast.leads.actions import searching
from leadfast.leads.actions.locking import lock
from leadfast.leads.actions.steps import scheduled
from leadfast.leads.errors import FollowUpHasEnded
from leadfast.leads.models import Closure, Lead, Participant, Step
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

_MARKS = ("turn", "stage", "paused_why", "person_id", "rest_id")


def standing(lead_id: uuid.UUID) -> dict[str, Any]:
    """Turn, stage, person, what is planned and who takes part: what :func:`put_back` restores."""
    lead = Lead.objects.get(id=lead_id)
    marks = {name: getattr(lead, name) for name in _MARKS}
    steps = Step.objects.filter(lead_id=lead_id, state="pending").values_list("id", flat=True)
    people = Participant.objects.filter(lead_id=lead_id).values_list("person_id", flat=True)
    return {
        **{name: str(value) if isinstance(value, uuid.UUID) else value for name, value in marks.items()},
        "theirs_until": lead.theirs_until.isoformat() if lead.theirs_until else None,
        "steps": [str(one) for one in steps],
        "people": [str(one) for one in people],
    }


def put_back(*, lead_id: uuid.UUID, was: dict[str, Any], why: str, by: Actor) -> Lead:
    """The lead stands again as it stood: what was planned is pending, what came instead is taken back.

    Steps of a cadence are left to whoever runs it. A closure made meanwhile stands in the records as reopened.
    """
    now = clock.now()
    with guard.writing(by):
        lead = lock(lead_id)
        closure_id, lead.closure_id = lead.closure_id, None
        if closure_id is not None:
            Closure.objects.filter(id=closure_id).update(reopened_at=now)
        for name in _MARKS:
            setattr(lead, name, was[name])
        until = was["theirs_until"]
        lead.theirs_until = dt.datetime.fromisoformat(until) if until else None
        pending = Step.objects.filter(lead_id=lead_id, state="pending", touch_id=None)
        instead = list(pending.exclude(id__in=was["steps"]))
        again = list(Step.objects.filter(lead_id=lead_id, id__in=was["steps"]).exclude(state="pending"))
        if any(one.touch_id for one in again):
            raise FollowUpHasEnded
        Step.objects.filter(id__in=[one.id for one in again]).update(
            state="pending", ended_at=None, ended_by_kind="", ended_by_id=None, outcome="", proof=""
        )
        Step.objects.filter(id__in=[one.id for one in instead]).update(
            state="cancelled",
            ended_at=now,
            ended_by_kind=by.kind,
            ended_by_id=by.member_id,
            outcome=why[:300],
        )
        first = Step.objects.filter(lead_id=lead_id, state="pending").order_by("due_at", "id").first()
        lead.next_step = first
        lead.next_due_at, lead.updated_at = (first.due_at if first else None), now
        lead.save()
        Participant.objects.filter(lead_id=lead_id).exclude(person_id__in=was["people"]).delete()
        searching.refresh(by.workspace_id, [lead_id])
        if closure_id is not None:
            history.record(facts.LeadReopened(closure_id, why), by=by, at=now, lead_id=lead_id)
        taken = [facts.StepCancelled(one.id, one.kind, one.says, why) for one in instead]
        history.record_many(
            [
                *(Happening(fact, by, now, lead_id) for fact in taken),
                *(scheduled(one, lead, by, now) for one in again),
            ]
        )
    return lead
