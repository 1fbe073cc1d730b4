"""A call that was taken for one in vain, and had been answered: the telephone system told so only later."""

import datetime as dt
import uuid
from collections.abc import Collection

from leadfast.conversations import facts
from leadfast.conversations.actions import efforts, outbound_seen
from leadfast.conversations.models import Call
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.leads import actions as leads
from leadfast.leads.actions import Touched
from leadfast.leads.models import Lead, Step
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor, person, system


def take_answered(*, call_ids: Collection[uuid.UUID], by: Actor) -> list[Call]:
    """These calls reached somebody: each is proven and answered, and whom it was with is owed no call for it.

    What was written down of it stays. Calls that are known to have reached somebody are left as they are.
    """
    if not call_ids:
        return []
    now = clock.now()
    with guard.writing(by):
        in_vain = Call.objects.filter(id__in=list(call_ids), outcome="no_answer")
        leads.hold(in_vain.values_list("lead_id", flat=True))
        calls = list(in_vain.order_by("at", "id"))
        for call in calls:
            call.outcome, call.proof = "reached", "proven"
            call.save(update_fields=["outcome", "proof"])
            _follow(call, by=person(by.workspace_id, call.member_id) if call.member_id else by, now=now)
    return calls


def _follow(call: Call, *, by: Actor, now: dt.datetime) -> None:
    lead = Lead.objects.select_related("owner", "owner__workspace", "person").get(id=call.lead_id)
    if lead.is_open:
        leads.note_touches(
            touched=[Touched(lead.id, call.at, call.member_id is not None, replied=True)], by=by
        )
        outbound_seen.settle_answer(lead, how="Answered by phone.", at=call.at, by=by, now=now)
    # What a cadence planned is taken back first, so that the lead is left with a next step once.
    fact = facts.CallAnswered(call.id, call.incoming, call.at)
    history.record(fact, by=by, at=now, lead_id=lead.id, person_id=call.person_id)
    if lead.is_open and not _missed_again(call):
        _owe_nothing(lead, call, now=now)


def _missed_again(call: Call) -> bool:
    """Have they called in vain since, and not been spoken to after that?"""
    later = Call.objects.filter(lead_id=call.lead_id, at__gt=call.at)
    missed = later.filter(incoming=True).exclude(outcome="reached").order_by("-at").first()
    return missed is not None and not later.filter(outcome="reached", at__gt=missed.at).exists()


def _owe_nothing(lead: Lead, call: Call, *, now: dt.datetime) -> None:
    """The steps are withdrawn for which this call or one before it had asked: they were spoken to since.

    One to which somebody gave another date is theirs.
    """
    in_vain = Call.objects.filter(lead_id=lead.id, incoming=call.incoming, at__lte=call.at)
    pending = Step.objects.filter(lead_id=lead.id, state="pending")
    ours = pending.filter(id__in=in_vain.filter(asked_for__isnull=False).values("asked_for_id"), redated=0)
    for step in ours.order_by("due_at", "id"):
        others = pending.exclude(id=step.id).exists()
        then = [] if others else [efforts.by_default(lead, call, now)]
        why = "The call was answered after all."
        leads.cancel(step_id=step.id, why=why, by=system(lead.workspace_id), then=then)
