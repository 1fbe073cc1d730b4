"""A pause is lifted when nothing about the lead is open any more; else the lead stays paused for what is."""

import uuid

from leadfast.conversations.actions import doubting
from leadfast.conversations.models import Proposal, Unmatched
from leadfast.conversations.rules import proposals as rules
from leadfast.leads import actions as leads
from leadfast.workspaces.actor import Actor


def lift(*, lead_id: uuid.UUID, by: Actor, looked_at: str = "") -> None:
    """Let the machine go on with an open lead, unless another question about it waits for a person.

    A lead keeps one sentence, but several questions may be open: a message that is perhaps about it, a reading that
    is not clear. ``looked_at``: the sentence that a person has just answered.
    """
    for why in _open(lead_id):
        if why[:300] != looked_at:
            leads.pause(lead_id=lead_id, why=why, by=by)
            return
    leads.resume(lead_id=lead_id, by=by)


def _open(lead_id: uuid.UUID) -> list[str]:
    """Why this lead is paused, once for each question that nobody has answered; the oldest of a kind first."""
    perhaps = Unmatched.objects.filter(
        settled_at=None, suggested__contains=[lead_id], message__inbound="person"
    )
    unclear = Proposal.objects.filter(
        lead_id=lead_id, state="waiting", kind="ask", message__inbound="person", message__answered_at=None
    ).select_related("message", "lead")
    return [
        *(
            doubting.perhaps(one.message)
            for one in perhaps.select_related("message").order_by("arrived_at", "id")
        ),
        *(
            rules.unclear(one.message.sender_name or one.message.sender or one.lead.label)
            for one in unclear.order_by("made_at", "id")
        ),
    ]
