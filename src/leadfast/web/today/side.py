"""Beside the queue: the room of today, what is accounted for, and what happened while nobody looked."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from leadfast.history.models import RecordedFact
from leadfast.leads.models import GiveUp, Lead
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
    month = _this_month(place)
    return Side(
        fits, assistant, beyond, room,
        opened=words.at_most(month.opened, _COUNTED_UP_TO), accounted=_share(month.accounted, month.opened),
        attempted=_share(month.attempted, month.opened), away=_while_away(place),
    )  # fmt: skip


def _assistant_today(member: Member, place: Place) -> int:
    ends = place.now + dt.timedelta(hours=12)
    # By the lead, not by the step: that is the index which knows what is due next of one owner.
    due = Lead.objects.filter(
        workspace_id=member.workspace_id, owner_id=member.id, closure=None, next_due_at__lt=ends
    )
    return due.filter(next_step__by_assistant=True)[:200].count()


@dataclass(frozen=True, slots=True)
class Month:
    """The leads that came in this month, of at most a thousand and one."""

    opened: int
    accounted: int
    attempted: int


def _this_month(place: Place) -> Month:
    start = place.now.astimezone(place.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    arrived = Lead.objects.filter(arrived_at__gte=start).order_by("-arrived_at", "-id")[: _COUNTED_UP_TO + 1]
    stands = Q(next_step__isnull=False) | Q(closure__isnull=False)
    return Month(
        **arrived.aggregate(
            opened=Count("id"), accounted=Count("id", filter=stands), attempted=Count("first_responded_at")
        )
    )


def _share(part: int, whole: int) -> str:
    """A whole percentage that never rounds up to all, nor down to none."""
    if not whole:
        return "none yet"
    percent = round(100 * part / whole)
    return f"{min(percent, 99) if part < whole else 100} %" if part else "0 %"


def headline(member: Member, place: Place) -> str:
    """What a manager asks first: are all accounted for, and what needs me?"""
    month = _this_month(place)
    waiting = GiveUp.objects.filter(workspace_id=member.workspace_id, decided_at=None, withdrawn_at=None)[
        :_COUNTED_UP_TO
    ].count()
    needs = (
        f"{words.plural(waiting, 'decision')} {'needs' if waiting == 1 else 'need'} you"
        if waiting
        else "nothing needs you"
    )
    came = words.plural(month.opened, "lead") + " in this month"
    return f"{came}, {month.accounted:,} accounted for; {needs}."


def _while_away(place: Place) -> str:
    happened = RecordedFact.objects.filter(kind__in=_WHILE_AWAY, at__gte=place.now - _AWAY)
    counts = dict(happened.values_list("kind").annotate(count=Count("id")).values_list("kind", "count"))
    said = [words.plural(counts[kind], *names) for kind, names in _WHILE_AWAY.items() if counts.get(kind)]
    return f"{words.listed(said)} in the last 16 hours." if said else "Nothing happened that needs you."
