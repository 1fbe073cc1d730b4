"""The queue of one member for one day: what is late first, then block by block, the earliest first.

Two statements over the index ``step_queue``, both with limits, so that the page costs the same however many steps
wait behind what is shown.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from leadfast.leads import rules
from leadfast.leads.models import Step
from leadfast.web.place import Place
from leadfast.workspaces.models import Member

_PER_BLOCK = 40
_COUNTED_UP_TO = 2000
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
    at: dict[str, Any] = {
        "workspace": member.workspace_id,
        "owner": member.id,
        "now": place.now,
        "ends": _end_of_day(place),
        "always": list(_ALWAYS),
        "blocks": list(rules.BLOCKS),
        "most": _PER_BLOCK,
        "counted": _COUNTED_UP_TO,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, at)
        counted = {block: (total, late) for block, total, late in cursor.fetchall()}
        cursor.execute(_FIRST, at)
        ids = [row[0] for row in cursor.fetchall()]
    steps = Step.objects.filter(id__in=ids).select_related("lead", "lead__company").defer("lead__search_text")
    in_order = sorted(steps, key=lambda step: (step.block, step.due_at, step.id))
    new_ones = counted.get(1, (0, 0))[0]
    blocks = [_block(number, in_order, counted[number][0], new_ones) for number in sorted(counted)]
    return _opened(Queue(blocks, sum(late for _total, late in counted.values())), place, open_id)


# How many are due in each block, and how many of them are late, counted no further than anybody counts.
_COUNTS = """
SELECT block, count(*), count(*) FILTER (WHERE due_at < %(now)s) FROM (
    SELECT block, due_at FROM leads_step
    WHERE workspace_id = %(workspace)s AND owner_id = %(owner)s AND state = 'pending' AND NOT by_assistant
      AND (block = ANY (%(always)s) OR due_at < %(ends)s)
    LIMIT %(counted)s
) AS due GROUP BY block
"""
# The first of each block: as many steps of the index `step_queue` as are shown, however many wait behind them.
_FIRST = """
SELECT first.id FROM unnest(%(blocks)s::int[]) AS wanted (block) CROSS JOIN LATERAL (
    SELECT id FROM leads_step
    WHERE workspace_id = %(workspace)s AND owner_id = %(owner)s AND state = 'pending' AND NOT by_assistant
      AND block = wanted.block AND (wanted.block = ANY (%(always)s) OR due_at < %(ends)s)
    ORDER BY due_at, id LIMIT %(most)s
) AS first
"""


def _block(number: int, steps: Sequence[Step], total: int, new_ones: int) -> Block:
    mine, name = [step for step in steps if step.block == number], rules.BLOCKS[number]
    if number == _OLDER:
        # One older lead for each new one: new leads must never starve those that came before.
        limit = min(_PER_BLOCK, max(_FEWEST_OLDER, new_ones))
        return Block(number, f"{name}, one for each new one", mine[:limit], min(total, limit))
    return Block(number, name, mine, total)


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
