"""Messages that belong to no lead yet, as their owner sees them."""

import uuid

from leadfast.conversations.models import Unmatched


def unmatched_of(member_id: uuid.UUID, *, most: int) -> tuple[list[Unmatched], int]:
    """What waits for this member to say where it belongs, the most urgent first, and how many there are in all.

    Nobody else sees it.
    """
    rows = Unmatched.objects.filter(owner_id=member_id, settled_at=None)
    shown = rows.select_related("message").defer("message__html").order_by("due_at", "id")
    return list(shown[:most]), rows.count()


def waits_for(lead_id: uuid.UUID) -> Unmatched | None:
    """A person's message that may be about this lead and of which nobody has said so yet, the oldest."""
    rows = Unmatched.objects.filter(settled_at=None, suggested__contains=[lead_id], message__inbound="person")
    return rows.select_related("message").order_by("arrived_at", "id").first()
