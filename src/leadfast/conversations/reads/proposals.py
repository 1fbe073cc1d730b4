"""What messages seem to mean, how often that is right, and the examples where it was not."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from leadfast.conversations.models import Correction, Message, Pledge, Proposal
from leadfast.mail.models import FetchedMessage

MOST_SUGGESTED = 20
MOST_EXAMPLES = 10_000


def of_messages(message_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Proposal]:
    """The latest reading of each of these messages, decided or not."""
    if not message_ids:
        return {}
    rows = (
        Proposal.objects.filter(message_id__in=message_ids)
        .select_related("appointment", "decided_by", "said_by")
        .order_by("message_id", "-made_at", "-id")
        .distinct("message_id")
    )
    return {row.message_id: row for row in rows}


def named_by_machines(owner_id: uuid.UUID | None = None) -> list[Proposal]:
    """Whom automatic answers name, and nobody has added yet, the oldest first; of one owner's leads, or of all."""
    rows = Proposal.objects.filter(state="waiting", message__inbound="auto_reply", lead__closure=None)
    if owner_id is not None:
        rows = rows.filter(lead__owner_id=owner_id)
    rows = rows.select_related(
        "message", "message__person", "message__lead", "message__lead__owner", "message__lead__next_step"
    )
    return list(rows.order_by("made_at", "id")[:MOST_SUGGESTED])


def waiting_by_intent(owner_id: uuid.UUID | None = None) -> Mapping[str, int]:
    """How many wait for a decision, by what they seem to mean; who waits and who orders are counted apart."""
    rows = Proposal.objects.filter(state="waiting", message__inbound="person", lead__closure=None)
    if owner_id is not None:
        rows = rows.filter(lead__owner_id=owner_id)
    counted: Counter[str] = Counter()
    for row in rows.values("intent", "kind").annotate(n=Count("id")).order_by():
        counted[row["kind"] if row["kind"] in ("wait", "order") else row["intent"]] += row["n"]
    return dict(counted.most_common())


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of the readings that people decided about: how many were right."""

    right: int
    corrected: int

    @property
    def decided(self) -> int:
        """All of them."""
        return self.right + self.corrected

    @property
    def share(self) -> float:
        """The right ones, from 0 to 1; 1 when nothing was decided yet."""
        return self.right / self.decided if self.decided else 1.0


def accuracy(*, since: dt.datetime) -> Accuracy:
    """How right the readings were that people here decided about since then. Answering is no decision."""
    rows = Proposal.objects.filter(
        state__in=("accepted", "corrected"), decided_at__gte=since, said_by__isnull=True
    )
    counted = {row["state"]: row["n"] for row in rows.values("state").annotate(n=Count("id")).order_by()}
    return Accuracy(counted.get("accepted", 0), counted.get("corrected", 0))


def with_their_mail(message_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these messages whose mail is still kept as it came."""
    if not message_ids:
        return set()
    fetched_of = dict(Message.objects.filter(id__in=message_ids).values_list("id", "fetched_id"))
    kept = FetchedMessage.objects.filter(id__in=[one for one in fetched_of.values() if one]).exclude(raw=b"")
    here = set(kept.values_list("id", flat=True))
    return {message_id for message_id, fetched_id in fetched_of.items() if fetched_id in here}


def examples() -> Iterator[dict[str, Any]]:
    """Every correction with the words it is about, the newest first: what to learn from, as plain values."""
    rows = Correction.objects.select_related("message").order_by("-at", "-id")[:MOST_EXAMPLES]
    for row in rows:
        yield {
            "at": row.at.isoformat(),
            "subject": row.message.subject,
            "words": row.message.new_words,
            "written_at": (row.message.sent_at or row.message.received_at).isoformat(),
            "read": {
                "class": row.read_class,
                "intent": row.read_intent,
                "on": row.read_on.isoformat() if row.read_on else None,
                "confidence": row.confidence,
            },
            "said": {
                "class": row.said_class,
                "intent": row.said_intent,
                "on": row.said_on.isoformat() if row.said_on else None,
            },
        }


def pledges(lead_id: uuid.UUID) -> list[Pledge]:
    """What was promised on a lead by either side, the open ones first."""
    rows = Pledge.objects.filter(lead_id=lead_id).exclude(state="dropped").select_related("message")
    return sorted(rows.order_by("-made_at")[:20], key=lambda row: row.state != "open")
