"""What people said about the readings: how often each was right, and the mails that show it."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, F

from leadfast.conversations.models import Correction, Message, Proposal
from leadfast.mail.models import FetchedMessage

MOST = 10_000
_DECIDED = ("accepted", "corrected")


@dataclass(frozen=True, slots=True)
class Tally:
    """Readings of one sort that people decided about."""

    right: int
    corrected: int

    @property
    def share(self) -> float:
        """The right ones, from 0 to 1; 1 when nothing was decided yet."""
        decided = self.right + self.corrected
        return self.right / decided if decided else 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A mail and what a person says it is; ``was_read_as`` what we had said. Empty fields were not judged."""

    message: Message
    raw: bytes
    was_read_as: str
    intent: str = ""
    inbound: str = ""
    on: dt.date | None = None
    corrected: bool = True


def by_intent(*, since: dt.datetime | None = None) -> Mapping[str, Tally]:
    """How often each intent was right, of the readings that people decided about, the most decided first."""
    rows = Proposal.objects.filter(state__in=_DECIDED, said_by__isnull=True)
    if since is not None:
        rows = rows.filter(decided_at__gte=since)
    counted: dict[str, Counter[str]] = {}
    for row in rows.values("intent", "state").annotate(n=Count("id")).order_by():
        counted.setdefault(row["intent"], Counter())[row["state"]] = row["n"]
    tallies = {intent: Tally(one["accepted"], one["corrected"]) for intent, one in counted.items()}
    return dict(sorted(tallies.items(), key=lambda one: -(one[1].right + one[1].corrected)))


def by_class() -> Mapping[str, Tally]:
    """How often who wrote was told rightly: by the class that was read, of all mails that came in to leads."""
    came = Message.objects.filter(direction="in", lead__isnull=False)
    now_of = {row["inbound"]: row["n"] for row in came.values("inbound").annotate(n=Count("id")).order_by()}
    wrong, moved_to = Counter[str](), Counter[str]()
    for read_as, said in _moved():
        wrong[read_as] += 1
        moved_to[said] += 1
    return {
        name: Tally(max(now_of.get(name, 0) - moved_to[name], 0), wrong[name])
        for name in sorted({*now_of, *wrong})
    }


def examples() -> Iterator[Example]:
    """What people corrected, and what they let stand, each with its mail; the newest first, one per message."""
    said = {one.message_id: one for one in reversed(_last())}
    for one in said.values():
        moved = one.read_class != one.said_class
        intent = "" if moved or one.said_class != "person" else one.said_intent
        read_as = one.read_class if moved else one.read_intent
        yield from _with_mail(
            one.message_id, read_as, intent, one.said_class if moved else "", one.said_on, True
        )
    right = Proposal.objects.filter(state="accepted", said_by__isnull=True).exclude(message_id__in=said)
    for row in right.order_by("-decided_at", "-id")[:MOST]:
        yield from _with_mail(row.message_id, row.intent, row.intent, "", None, False)


def _last() -> list[Correction]:
    """The last word about each message, the oldest first."""
    last: dict[uuid.UUID, Correction] = {}
    for row in Correction.objects.order_by("-at", "-id")[:MOST]:
        last.setdefault(row.message_id, row)
    return list(reversed(last.values()))


def _moved() -> list[tuple[str, str]]:
    """Of each message whose class was corrected: what it came as, and what it is; back and forth is no correction."""
    came_as: dict[uuid.UUID, str] = {}
    is_now: dict[uuid.UUID, str] = {}
    for row in Correction.objects.exclude(read_class=F("said_class")).order_by("at", "id")[:MOST]:
        came_as.setdefault(row.message_id, row.read_class)
        is_now[row.message_id] = row.said_class
    return [(came_as[one], is_now[one]) for one in came_as if came_as[one] != is_now[one]]


def _with_mail(
    message_id: uuid.UUID, read_as: str, intent: str, inbound: str, on: dt.date | None, corrected: bool
) -> Iterator[Example]:
    message = Message.objects.select_related("lead__owner__workspace").get(id=message_id)
    if message.fetched_id is None or message.lead is None:
        return
    raw = FetchedMessage.objects.filter(id=message.fetched_id).values_list("raw", flat=True).first()
    if raw:
        yield Example(message, bytes(raw), read_as, intent, inbound, on, corrected)
