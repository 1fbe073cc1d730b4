"""Requests to give up that wait for a second person."""

import uuid

from leadfast.leads.errors import LeadNotFound
from leadfast.leads.models import GiveUp, Verdict


def waiting() -> list[GiveUp]:
    """Everything that waits for a decision, longest waiting first."""
    return list(
        GiveUp.objects.filter(decided_at=None, withdrawn_at=None)
        .select_related("asked_by", "lead", "lead__person", "lead__company", "lead__owner", "lead__next_step")
        .order_by("asked_at", "id")[:500]
    )


def one(give_up_id: uuid.UUID) -> GiveUp:
    """A request, decided or not."""
    found = (
        GiveUp.objects.select_related("asked_by", "lead", "lead__person", "lead__company", "lead__owner")
        .filter(id=give_up_id)
        .first()
    )
    if found is None:
        raise LeadNotFound
    return found


def verdicts(lead_id: uuid.UUID) -> list[Verdict]:
    """What was decided about a lead so far, newest first."""
    return list(
        Verdict.objects.filter(lead_id=lead_id)
        .select_related("asked_by", "decided_by", "give_up")
        .order_by("-decided_at", "-id")
    )
