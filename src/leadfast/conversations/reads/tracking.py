"""What is shown of opens and clicks: ticks, and the bot's mark where a machine did it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable

from leadfast.conversations.models import TrackingEvent

# What counts as opened and as clicked; a machine that looks at every mail never does.
_OPENED = ~Q(verdict="bot")
_CLICKED = Q(what="click", verdict="person")


@dataclass(frozen=True, slots=True)
class Ticks:
    """What became of one mail, as far as the workspace chose to track."""

    opened: bool = False
    clicked: bool = False
    by_machine: bool = False


def tracked(*, opened: bool | None, clicked: bool | None) -> list[Combinable]:
    """Conditions on leads: whether any of their mails was opened, and clicked; None asks nothing."""
    wanted = ((opened, _OPENED), (clicked, _CLICKED))
    conditions: list[Combinable] = []
    for asked, counts in wanted:
        if asked is not None:
            seen = Exists(TrackingEvent.objects.filter(counts, lead_id=OuterRef("id")))
            conditions.append(seen if asked else ~seen)
    return conditions


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
