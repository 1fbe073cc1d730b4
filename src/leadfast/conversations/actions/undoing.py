"""The way back from a tap: for an hour, and as long as nothing else has happened on the lead."""

import datetime as dt
import uuid
from typing import Any, Final

from leadfast.conversations import facts
from leadfast.conversations.errors import MoreHasHappened, ProposalNotFound, TooLateToTakeBack
from leadfast.conversations.models import Message, Pledge, Proposal
from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.models import RecordedFact
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

WINDOW: Final = dt.timedelta(hours=1)
NURTURED: Final = ("bucket", "bought")


def standing(lead: Lead, row: Proposal) -> dict[str, Any]:
    """How everything stands before a tap: the lead, other readings that wait, promises that are open."""
    others = Proposal.objects.filter(lead_id=lead.id, state="waiting").exclude(id=row.id)
    open_ones = Pledge.objects.filter(lead_id=lead.id, state="open")
    return {
        "lead": leads.standing(lead.id),
        "proposals": [str(one) for one in others.values_list("id", flat=True)],
        "pledges": [str(one) for one in open_ones.values_list("id", flat=True)],
    }


def remember(row: Proposal, before: dict[str, Any]) -> None:
    """Keep it with the proposal, and how much was known of the lead when the tap was done."""
    row.before = {**before, "facts": _facts(row.lead_id)}
    row.save(update_fields=["before"])


def undo_accept(*, message_id: uuid.UUID, by: Actor) -> Proposal:
    """What the tap did is taken back, the message waits again, and the lead stands as it stood.

    Refused after an hour, or when anything else has happened on the lead. Who was added to the people stays known.
    """
    now = clock.now()
    with guard.writing(by):
        lead_id = Message.objects.filter(id=message_id).values_list("lead_id", flat=True).first()
        if lead_id is None:
            raise ProposalNotFound
        leads.lock(lead_id)
        taken = Proposal.objects.filter(message_id=message_id, state="accepted")
        row = taken.order_by("-decided_at", "-id").first()
        if row is None or not row.before or row.decided_at is None:
            raise ProposalNotFound
        if now > row.decided_at + WINDOW:
            raise TooLateToTakeBack
        if _facts(lead_id) != row.before["facts"]:
            raise MoreHasHappened
        before, since = row.before, row.decided_at
        leads.put_back(lead_id=lead_id, was=before["lead"], why="Undone.", by=by)
        row.state, row.decided_at, row.decided_by_id, row.decided_how, row.before = (
            "waiting",
            None,
            None,
            "",
            {},
        )
        row.save(update_fields=["state", "decided_at", "decided_by", "decided_how", "before"])
        Message.objects.filter(id=message_id).update(answered_at=None, answered_how="")
        Proposal.objects.filter(id__in=before["proposals"], state="superseded", decided_at__gte=since).update(
            state="waiting", decided_at=None, decided_by_id=None, decided_how=""
        )
        Pledge.objects.filter(id__in=before["pledges"], settled_at__gte=since).update(
            state="open", settled_at=None, how=""
        )
        bucket = row.bucket if row.kind in NURTURED else ""
        fact = facts.ProposalUndone(row.id, row.kind, row.intent, bucket)
        history.record(fact, by=by, at=now, lead_id=lead_id)
        if before["lead"]["paused_why"]:
            leads.pause(lead_id=lead_id, why=before["lead"]["paused_why"], by=by)
    return row


def _facts(lead_id: uuid.UUID) -> int:
    return RecordedFact.objects.filter(lead_id=lead_id).count()
