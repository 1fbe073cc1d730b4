"""The ladders: who is told after how long, and when the lead moves on. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Act = Literal["nudge", "manager", "move"]
Kind = Literal["first_response", "reply", "overdue"]

OVERDUE_NUDGE: Final = dt.timedelta(days=1)
# Blocks of Today whose steps run against a clock of hours, not days.
QUICK_BLOCKS: Final = (1, 2)


@dataclass(frozen=True, slots=True)
class Rung:
    """So long after the clock began, this happens."""

    after: dt.timedelta
    act: Act


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs in their order; after the last it goes on every ``again``, for ever.

    ``restarts``: whoever is given the lead begins at the first rung.
    """

    rungs: Sequence[Rung]
    again: dt.timedelta
    # Never two rungs closer than this: after a week without a worker nothing races up the ladder.
    gap: dt.timedelta
    restarts: bool = False

    def due(self, level: int, since: dt.datetime) -> dt.datetime:
        """When the rung ``level`` is reached by a clock that began at ``since``."""
        last = len(self.rungs) - 1
        if level <= last:
            return since + self.rungs[level].after
        return since + self.rungs[last].after + (level - last) * self.again

    def act(self, level: int) -> Act:
        """What happens on that rung."""
        return self.rungs[min(level, len(self.rungs) - 1)].act


def kind_of(step_kind: str, *, responded: bool) -> Kind:
    """Which clock a step runs against; a lead that has had its first answer waits for none."""
    if step_kind == "first_response" and not responded:
        return "first_response"
    return "reply" if step_kind == "answer" else "overdue"


def ladder(kind: Kind, policies: Mapping[str, int | str | bool]) -> Ladder:
    """The ladder of a kind under a workspace's policies (the defaults: product.md, Numbers)."""

    def minutes(name: str) -> dt.timedelta:
        return dt.timedelta(minutes=int(policies[name]))

    def hours(name: str) -> dt.timedelta:
        return dt.timedelta(hours=int(policies[name]))

    def days(name: str) -> dt.timedelta:
        return dt.timedelta(days=int(policies[name]))

    if kind == "first_response":
        moves = minutes("first_response_reassign_minutes")
        rungs = (
            Rung(minutes("first_response_nudge_minutes"), "nudge"),
            Rung(minutes("first_response_manager_minutes"), "manager"),
            Rung(moves, "move"),
        )
        return Ladder(rungs, again=moves, gap=dt.timedelta(minutes=5))
    if kind == "reply":
        rungs = (
            Rung(hours("reply_at_risk_hours"), "nudge"),
            Rung(hours("reply_manager_hours"), "manager"),
            Rung(hours("reply_reassign_hours"), "move"),
        )
        return Ladder(rungs, again=dt.timedelta(days=1), gap=dt.timedelta(hours=4))
    rungs = (
        Rung(OVERDUE_NUDGE, "nudge"),
        Rung(days("overdue_manager_days"), "manager"),
        Rung(days("overdue_reassign_days"), "move"),
    )
    return Ladder(rungs, again=days("overdue_reassign_days"), gap=OVERDUE_NUDGE, restarts=True)


def began(
    kind: Kind, *, due_at: dt.datetime, created_at: dt.datetime, policies: Mapping[str, int | str | bool]
) -> dt.datetime:
    """When the clock of a step began: its lead's arrival, their reply, or the step's date."""
    if kind == "first_response":
        return due_at - dt.timedelta(minutes=int(policies["first_response_minutes"]))
    return created_at if kind == "reply" else due_at
