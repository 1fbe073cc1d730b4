"""Two persons who may be one, line by line beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadfast.capture.reads.watching import Pair
from leadfast.foundation.contacts import name_key, phone_shown
from leadfast.people.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """What both say on one thing; ``same`` marks what they have in common."""

    label: str
    one: Sequence[str]
    other: Sequence[str]

    @property
    def same(self) -> bool:
        """Is it the same in any of its values?"""
        return bool({name_key(said) for said in self.one} & {name_key(said) for said in self.other})


def lines(pair: Pair) -> list[Line]:
    """Only what at least one of them says."""
    one, other = pair.likeness.one, pair.likeness.other
    found = [
        Line("Name", [one.name], [other.name]),
        Line("Job", _said(one.job_title), _said(other.job_title)),
        Line("Company", _company(one), _company(other)),
        Line("City", _said(one.city), _said(other.city)),
        Line("Reached", _ways(pair.ways_of_one), _ways(pair.ways_of_other)),
    ]
    return [line for line in found if line.one or line.other]


def _said(text: str) -> list[str]:
    return [text] if text else []


def _company(person: Person) -> list[str]:
    return [person.company.name] if person.company else []


def _ways(ways: Sequence[str]) -> list[str]:
    return [phone_shown(way) if way.startswith("+") else way for way in ways]
