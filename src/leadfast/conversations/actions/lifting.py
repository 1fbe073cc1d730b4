"""A pause is lifted when nothing about the lead is open any more; else the lead stays paused for what is."""

import re
import uuid
from collections.abc import Sequence
from typing import Final

from leadfast.conversations.actions import doubting
from leadfast.conversations.models import Proposal, Unmatched
from leadfast.conversations.rules import proposals as rules
from leadfast.history.facts import Happening
from leadfast.leads import actions as leads
from leadfast.leads import facts as lead_facts
from leadfast.leads.models import Step
from leadfast.workspaces import actor
from leadfast.workspaces.actor import Actor

NOT_WORKED: Final = "could not be worked in full."
"""How the sentence ends that pauses a lead when a message of theirs failed on its way in; its step ends in it too."""
_SENTENCE: Final = re.compile(rf"A message of .* {re.escape(NOT_WORKED)}$")


def lift(*, lead_id: uuid.UUID, by: Actor, looked_at: str = "") -> None:
    """Let the machine go on with an open lead, unless another question about it waits for a person.

    A lead keeps one sentence, but several questions may be open: a message that is perhaps about it, a reading that
    is not clear, one that could not be worked in full. ``looked_at``: the sentence that a person has just answered.
    """
    for why in _open(lead_id):
        if why[:300] != looked_at:
            leads.pause(lead_id=lead_id, why=why, by=by)
            return
    leads.resume(lead_id=lead_id, by=by)


def on_step_over(happenings: Sequence[Happening]) -> None:
    """Somebody has looked at a message that could not be worked: what it had silenced goes on."""
    for one in happenings:
        if not isinstance(one.fact, lead_facts.StepDone | lead_facts.StepCancelled) or one.lead_id is None:
            continue
        if one.fact.says.endswith(NOT_WORKED):
            lead = leads.lock(one.lead_id)
            if lead.is_open and lead.paused_why.endswith(NOT_WORKED):
                lift(lead_id=lead.id, by=actor.system(one.by.workspace_id))


def _open(lead_id: uuid.UUID) -> list[str]:
    """Why this lead is paused, once for each question that nobody has answered; the oldest of a kind first."""
    perhaps = Unmatched.objects.filter(
        settled_at=None, suggested__contains=[lead_id], message__inbound="person"
    )
    unclear = Proposal.objects.filter(
        lead_id=lead_id, state="waiting", kind="ask", message__inbound="person", message__answered_at=None
    ).select_related("message", "lead")
    failed = Step.objects.filter(
        lead_id=lead_id, state="pending", kind="decide", says__endswith=NOT_WORKED
    ).order_by("due_at", "id")
    said = [_SENTENCE.search(says) for says in failed.values_list("says", flat=True)]
    return [
        *(
            doubting.perhaps(one.message)
            for one in perhaps.select_related("message").order_by("arrived_at", "id")
        ),
        *(
            rules.unclear(one.message.sender_name or one.message.sender or one.lead.label)
            for one in unclear.order_by("made_at", "id")
        ),
        *(found.group() for found in said if found),
    ]
