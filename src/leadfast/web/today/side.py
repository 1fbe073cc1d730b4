"""Beside the queue: the room of today, what is accounted for, and what happened while nobody looked."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead
from leadfast.web import words
from leadfast.web.place import Place
from leadfast.workspaces.models import Member

_COUNTED_UP_TO = 1000
_AWAY = dt.timedelta(hours=16)
# What is worth telling in the morning, and how.
_WHILE_AWAY = {
    "mail_sent": ("mail sent", "mails sent"),
    "reply_received": ("answer", "answers"),
    "lead_opened": ("new lead", "new leads"),
    "mail_bounced": ("bounce: find another way", "bounces: find another way"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """The numbers beside the queue."""

    by_you: int
    by_assistant: int
    beyond: int
    room: str
    opened: str
    accounted: str
    attempted: str
    away: str


def of(member: Member, place: Place, *, total: int) -> Side:
    """Counted for one member and one day."""
    capacity = member.daily_capacity
    assistant = _assistant_today(member, place)
    fits = min(total, capacity)
    beyond = max(0, total - capacity)
    room = (
        f"You: {fits} of {words.plural(total, 'step')} {'fits' if fits == 1 else 'fit'}."
        if total
        else "There is room for new leads."
    )
    if assistant:
        room += f" The assistant writes {words.plural(assistant, 'follow-up')}, marked as its own."
    opened, attempted = _this_month(place)
    return Side(
        fits, assistant, beyond, room,
        opened=words.at_most(opened, _COUNTED_UP_TO), accounted="100 %",
        attempted=f"{round(100 * attempted / opened)} %" if opened else "none yet", away=_while_away(place),
    )  # fmt: skip


def _assistant_today(member: Member, place: Place) -> int:
    ends = place.now + dt.timedelta(hours=12)
    # By the lead, not by the step: that is the index which knows what is due next of one owner.
    due = Lead.objects.filter(
        workspace_id=member.workspace_id, owner_id=member.id, closure=None, next_due_at__lt=ends
    )
    return due.filter(next_step__by_assistant=True)[:200].count()


def _this_month(place: Place) -> tuple[int, int]:
    start = place.now.astimezone(place.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    arrived = Lead.objects.filter(arrived_at__gte=start).order_by("-arrived_at", "-id")[: _COUNTED_UP_TO + 1]
    numbers = arrived.aggregate(opened=Count("id"), attempted=Count("first_responded_at"))
    return numbers["opened"], numbers["attempted"]


def _while_away(place: Place) -> str:
    happened = RecordedFact.objects.filter(kind__in=_WHILE_AWAY, at__gte=place.now - _AWAY)
    counts = dict(happened.values_list("kind").annotate(count=Count("id")).values_list("kind", "count"))
    said = [words.plural(counts[kind], *names) for kind, names in _WHILE_AWAY.items() if counts.get(kind)]
    return f"{words.listed(said)} in the last 16 hours." if said else "Nothing happened that needs you."
