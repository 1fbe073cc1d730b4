"""Messages that belong to no lead yet, as their owner sees them."""

import uuid

from leadfast.conversations.models import Unmatched


def unmatched_of(member_id: uuid.UUID) -> list[Unmatched]:
    """What waits for this member to say where it belongs, the most urgent first. Nobody else sees it."""
    rows = Unmatched.objects.filter(owner_id=member_id, settled_at=None).select_related("message")
    return list(rows.order_by("due_at", "id"))
