"""Who takes the next lead: round robin by capacity, among those who are here. Pure."""

import datetime as dt
import heapq
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
    # Whoever waited longest is first, whatever the capacities; then by how full each is for what fits.
    queue = [(0.5 / max(1, taker.capacity), place, taker) for place, taker in enumerate(order)]
    queue[0] = (0.0, *queue[0][1:])
    heapq.heapify(queue)
    given = {taker.member_id: 0 for taker in order}
    owners: list[uuid.UUID] = []
    for _ in range(count):
        _, place, chosen = queue[0]
        given[chosen.member_id] += 1
        owners.append(chosen.member_id)
        full = (given[chosen.member_id] + 0.5) / max(1, chosen.capacity)
        heapq.heapreplace(queue, (full, place, chosen))
    return owners


@dataclass(frozen=True, slots=True)
class Territory:
    """Leads of this source, campaign, place or language go to these members. Blank fits everything."""

    members: tuple[uuid.UUID, ...]
    source: str = ""
    campaign: str = ""
    countries: frozenset[str] = frozenset()
    postal_codes: tuple[str, ...] = ()
    language: str = ""

    def fits(self, *, source: str, campaign: str, country: str, postal_code: str, language: str) -> bool:
        """Does a lead of these belong here?"""
        code = postal_code.replace(" ", "").upper()
        return (
            self.source in ("", source)
            and self.campaign in ("", campaign)
            and (not self.countries or country in self.countries)
            and (not self.postal_codes or code.startswith(self.postal_codes))
            and self.language in ("", language)
        )


def members_for(
    rules: Sequence[Territory],
    here: Sequence[uuid.UUID],
    *,
    source: str,
    campaign: str,
    country: str,
    postal_code: str,
    language: str,
) -> tuple[uuid.UUID, ...]:
    """Those of the first rule that fits who are here; empty when no rule fits, or nobody of it is here."""
    for rule in rules:
        if rule.fits(
            source=source, campaign=campaign, country=country, postal_code=postal_code, language=language
        ):
            taking = tuple(member_id for member_id in rule.members if member_id in here)
            if taking:
                return taking
    return ()
