"""What is shown of opens and clicks: ticks, and the bot's mark where a machine did it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from leadfast.conversations.models import TrackingEvent


@dataclass(frozen=True, slots=True)
class Ticks:
    """What became of one mail, as far as the workspace chose to track."""

    opened: bool = False
    clicked: bool = False
    by_machine: bool = False


def ticks(outgoing_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Ticks]:
    """The ticks of these mails. Opens by a provider's proxy count as opened, scanners never."""
    found: dict[uuid.UUID, Ticks] = {}
    rows = TrackingEvent.objects.filter(outgoing_id__in=list(outgoing_ids)).values_list(
        "outgoing_id", "what", "verdict"
    )
    for outgoing_id, what, verdict in rows:
        was = found.get(outgoing_id, Ticks())
        found[outgoing_id] = Ticks(
            opened=was.opened or verdict != "bot",
            clicked=was.clicked or (what == "click" and verdict == "person"),
            by_machine=was.by_machine or verdict == "bot",
        )
    return found
