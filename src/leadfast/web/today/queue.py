"""The queue of one member for one day: what is late first, then block by block, the earliest first.

Each block is one read of the index ``step_queue`` with a limit, so that the page costs the same however many
steps wait behind it.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from leadfast.leads import rules
from leadfast.leads.models import Step
from leadfast.web.place import Place
from leadfast.workspaces.models import Member

_PER_BLOCK = 40
_COUNTED_UP_TO = 500
_OLDER = max(rules.BLOCKS)
# Somebody waits for us: shown at once, also when the answer is due on Monday only.
_ALWAYS = (1, 2)
# With few new leads there is still room to go on with older ones.
_FEWEST_OLDER = 3


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the day: its steps, and how many there are in all (up to a limit)."""

    number: int
    name: str
    steps: Sequence[Step]
    total: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The day of one member."""

    blocks: Sequence[Block]
    late: int
    open_step: Step | None = None
    totals: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All that is due today."""
        return sum(block.total for block in self.blocks)


def of(member: Member, place: Place, *, open_id: uuid.UUID | None = None) -> Queue:
    """Everything due until the end of the member's day. ``open_id`` is the step to open, else the first."""
    ends = _end_of_day(place)
    blocks: list[Block] = []
    new_ones = 0
    for number, name in rules.BLOCKS.items():
        due = _due(member, number, ends)
        total = due[:_COUNTED_UP_TO].count()
        limit = _PER_BLOCK
        if number == 1:
            new_ones = total
        if number == _OLDER:
            # One older lead for each new one: new leads must never starve those that came before.
            limit = min(_PER_BLOCK, max(_FEWEST_OLDER, new_ones))
            total, name = min(total, limit), f"{name}, one for each new one"
        if total:
            blocks.append(Block(number, name, list(due[:limit]), total))
    return _opened(Queue(blocks, _late(member, place)), place, open_id)


def _due(member: Member, block: int, ends: dt.datetime) -> QuerySet[Step]:
    mine = Step.objects.filter(owner_id=member.id, state="pending", by_assistant=False, block=block)
    if block not in _ALWAYS:
        mine = mine.filter(due_at__lt=ends)
    whole = mine.select_related("lead", "lead__company", "lead__person", "lead__next_step")
    return whole.order_by("due_at", "id")


def _late(member: Member, place: Place) -> int:
    mine = Step.objects.filter(owner_id=member.id, state="pending", by_assistant=False, due_at__lt=place.now)
    return mine[:_COUNTED_UP_TO].count()


def _opened(queue: Queue, place: Place, open_id: uuid.UUID | None) -> Queue:
    """Takes the open step out of its block: the wanted one, else the first late one, else the first.

    An older lead that is late does not come before somebody who waits for an answer.
    """
    every = [step for block in queue.blocks for step in block.steps]
    chosen = next((step for step in every if step.id == open_id), None)
    late = (step for step in every if step.due_at < place.now and step.block != _OLDER)
    chosen = chosen or next(late, None) or next(iter(every), None)
    if chosen is None:
        return queue
    blocks = [
        Block(block.number, block.name, rest, block.total - (len(block.steps) - len(rest)))
        for block in queue.blocks
        if (rest := [step for step in block.steps if step is not chosen])
    ]
    return Queue(blocks, queue.late, chosen)


def _end_of_day(place: Place) -> dt.datetime:
    tomorrow = place.now.astimezone(place.zone).date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, dt.time(), tzinfo=place.zone)
