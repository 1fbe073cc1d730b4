"""Who takes the next lead: round robin by capacity, among those who are here. Pure."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who may be given a lead."""

    member_id: uuid.UUID
    capacity: int
    last_assigned_at: dt.datetime | None
    # False for those who stand in only when nobody else is here (away today, or not taking new leads).
    here: bool = True


def takers_for(count: int, takers: Sequence[Taker]) -> list[uuid.UUID]:
    """Owners for ``count`` leads, in order; empty when there is nobody at all.

    Whoever was given a lead longest ago begins; with twice the capacity one gets twice as many. Those
    who are not here are asked only when nobody is.
    """
    present = [taker for taker in takers if taker.here and taker.capacity > 0]
    present = present or [taker for taker in takers if taker.here] or list(takers)
    if not present:
        return []
    oldest = dt.datetime.min.replace(tzinfo=dt.UTC)
    order = sorted(present, key=lambda taker: (taker.last_assigned_at or oldest, taker.member_id))
    given = {taker.member_id: 0 for taker in order}
    owners: list[uuid.UUID] = []
    for _ in range(count):
        chosen = min(order, key=lambda taker: (given[taker.member_id] + 0.5) / max(1, taker.capacity))
        if not any(given.values()):
            # The first of a batch goes to whoever waited longest, whatever the capacities.
            chosen = order[0]
        given[chosen.member_id] += 1
        owners.append(chosen.member_id)
    return owners
