"""Findings in the order of what they are likely worth, each person once, people of one company together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadfast.drops.rules.dropping import Finding


@dataclass(frozen=True, slots=True)
class Company:
    """The findings about one company, the one worth most first."""

    name: str
    findings: tuple[Finding, ...]


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each person: the one worth most; of two that are worth the same, the newer."""
    best: dict[str, Finding] = {}
    for one in findings:
        known = best.get(one.person)
        if known is None or (one.worth, one.at) > (known.worth, known.at):
            best[one.person] = one
    return sorted(best.values(), key=lambda one: (-one.worth, -one.at.timestamp(), one.person))


def by_company(findings: Sequence[Finding]) -> list[Company]:
    """The same, people of one company together where the first of them stands."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        groups[one.company].append(one)
    return [Company(name, tuple(found)) for name, found in groups.items()]
