"""Everything people wrote that waits for us. It stays until it is answered; no midnight clears it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from leadfast.conversations.models import Message

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One page of what waits, oldest first, and where to read on."""

    messages: tuple[Message, ...]
    after: str


def waiting(
    *,
    owner_id: uuid.UUID | None = None,
    upload_id: uuid.UUID | None = None,
    after: str = "",
    most: int = PER_PAGE,
) -> Waiting:
    """What people wrote that nobody has answered, oldest first; of one owner's leads, or one file's, or of all."""
    rows = Message.objects.filter(direction="in", inbound="person", answered_at=None, lead__isnull=False)
    rows = rows.filter(lead__closure=None)
    if owner_id is not None:
        rows = rows.filter(lead__owner_id=owner_id)
    if upload_id is not None:
        rows = rows.filter(lead__upload_id=upload_id)
    if after:
        moment, _, last = after.partition("|")
        at = dt.datetime.fromisoformat(moment)
        rows = rows.filter(Q(received_at__gt=at) | Q(received_at=at, id__gt=uuid.UUID(last)))
    found = list(
        rows.select_related("lead", "lead__owner", "person", "lead__next_step")
        .defer("text", "html")
        .order_by("received_at", "id")[: most + 1]
    )
    page = found[:most]
    onward = f"{page[-1].received_at.isoformat()}|{page[-1].id}" if len(found) > most else ""
    return Waiting(tuple(page), onward)


def said_in(message_id: uuid.UUID | None, *, lead_id: uuid.UUID) -> Message | None:
    """What came in with this id, if it belongs to this lead."""
    if message_id is None:
        return None
    return Message.objects.filter(id=message_id, lead_id=lead_id, direction="in").first()


def counts(*, since: dt.datetime, owner_id: uuid.UUID | None = None) -> Mapping[str, int]:
    """How many came in since then, by class."""
    rows = Message.objects.filter(direction="in", received_at__gte=since, lead__isnull=False)
    if owner_id is not None:
        rows = rows.filter(lead__owner_id=owner_id)
    return {row["inbound"]: row["n"] for row in rows.values("inbound").annotate(n=Count("id")).order_by()}


def last_words(lead_ids: "list[uuid.UUID]") -> dict[uuid.UUID, Message]:
    """The latest thing a person wrote in each of these leads."""
    rows = (
        Message.objects.filter(lead_id__in=lead_ids, direction="in", inbound="person")
        .defer("text", "html")
        .order_by("lead_id", "-received_at", "-id")
        .distinct("lead_id")
    )
    return {row.lead_id: row for row in rows if row.lead_id}
