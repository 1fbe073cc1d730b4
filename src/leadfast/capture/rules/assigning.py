"""Who takes the next lead: round robin by capacity, among those who are here. Pure."""

import datetime as dt
import heapq
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadfast.foundation.contacts import mail_key, name_key


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who may be given a lead."""

    member_id: uuid.UUID
    capacity: int
    last_assigned_at: dt.datetime | None
    # False for those who stand in only when nobody else is here: away today, or not taking new leads.
    here: bool = True
    away: bool = False

    @property
    def takes(self) -> bool:
        """Is here, and has room in the day at all."""
        return self.here and self.capacity > 0


@dataclass(frozen=True, slots=True)
class Wish:
    """By what a lead is given to somebody: where it comes from, and what its people speak."""

    source: str = ""
    campaign: str = ""
    country: str = ""
    postal_code: str = ""
    language: str = ""
    # What they wrote: read for its language, where a rule asks for one and nobody said it.
    says: str = ""
    # Who had them in the program they come from: an address or a name.
    owner: str = ""


def takers_for(count: int, takers: Sequence[Taker]) -> list[uuid.UUID]:
    """Owners for ``count`` leads, in order; empty when there is nobody at all.

    Whoever was given a lead longest ago begins; with twice the capacity one gets twice as many. Those
    who are not here are asked only when nobody is, and those who are away only when nobody else works here.
    """
    present = _present(takers)
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


def _present(takers: Sequence[Taker]) -> list[Taker]:
    for mark in ("takes", "here"):
        if found := [taker for taker in takers if getattr(taker, mark)]:
            return found
    return [taker for taker in takers if not taker.away] or list(takers)


def owner_key(told: str) -> str:
    """An address, or a name whatever the order of its words, for comparing."""
    address = mail_key(told) if "@" in told else None
    return address or " ".join(sorted(name_key(told.replace(",", " ")).split()))


def by_owner_key(members: Iterable[tuple[uuid.UUID, str, str]]) -> dict[str, uuid.UUID]:
    """Members (id, name, address) by what a file may call them. A name that several have is nobody's."""
    found: dict[str, uuid.UUID] = {}
    twice: set[str] = set()
    for member_id, name, address in members:
        for key in filter(None, (owner_key(name), owner_key(address))):
            if found.setdefault(key, member_id) != member_id:
                twice.add(key)
    return {key: member_id for key, member_id in found.items() if key not in twice}


@dataclass(frozen=True, slots=True)
class Territory:
    """Leads of this source, campaign, place or language go to these members. Blank fits everything."""

    members: tuple[uuid.UUID, ...]
    source: str = ""
    campaign: str = ""
    countries: frozenset[str] = frozenset()
    postal_codes: tuple[str, ...] = ()
    language: str = ""

    def misses(self, *, source: str, campaign: str, country: str, postal_code: str, language: str) -> str:
        """What of such a lead does not belong here; empty when it all does."""
        code = postal_code.replace(" ", "").upper()
        if self.source not in ("", source):
            return "source"
        if self.campaign not in ("", campaign):
            return "campaign"
        if self.countries and country not in self.countries:
            return "country"
        if self.postal_codes and not code.startswith(self.postal_codes):
            return "postal code"
        return "" if self.language in ("", language) else "language"


@dataclass(frozen=True, slots=True)
class Judged:
    """What one rule says to a lead: what does not fit, or who of its members takes part."""

    rule: int
    misses: str
    members: tuple[uuid.UUID, ...] = ()


def judge(
    rules: Sequence[Territory], takers: Mapping[uuid.UUID, Taker], *, source: str, campaign: str,
    country: str, postal_code: str, language: str,
) -> list[Judged]:  # fmt: skip
    """The rules in their order, down to the one that decides; the last has members if one does."""
    judged: list[Judged] = []
    for number, rule in enumerate(rules):
        misses = rule.misses(
            source=source, campaign=campaign, country=country, postal_code=postal_code, language=language
        )
        here = () if misses else tuple(one for one in rule.members if one in takers and takers[one].takes)
        judged.append(Judged(number, misses, here))
        if here:
            break
    return judged
