"""The days to come against what people and mailboxes can do. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DAYS = 60


@dataclass(frozen=True, slots=True)
class Load:
    """What falls due on a day, and how much of it there is room for."""

    by_people: int = 0
    by_machine: int = 0
    room_of_people: int = 0
    room_of_mailboxes: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day after the walk: what was due, what was left over, for people and for mailboxes."""

    on: dt.date
    load: Load
    done_by_people: int
    left_by_people: int
    sent: int
    left_to_send: int

    @property
    def is_full(self) -> bool:
        """People work that day, and more is due than they can do: the assistant covers the rest."""
        return self.load.room_of_people > 0 and self.left_by_people > 0


def walk(days: Sequence[dt.date], loads: Mapping[dt.date, Load]) -> list[Day]:
    """Day by day: what does not fit waits for the next one, as it does in the product."""
    walked: list[Day] = []
    people = mails = 0
    for on in days:
        load = loads.get(on, Load())
        people += load.by_people
        mails += load.by_machine
        done, sent = min(people, load.room_of_people), min(mails, load.room_of_mailboxes)
        people -= done
        mails -= sent
        walked.append(Day(on, load, done, people, sent, mails))
    return walked


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of a walk, summed up."""

    first: dt.date
    by_people: int
    room_of_people: int
    left_by_people: int
    by_machine: int
    room_of_mailboxes: int
    left_to_send: int


def weeks(walked: Sequence[Day]) -> list[Week]:
    """The walk by calendar week, from the Monday of its first day."""
    found: dict[dt.date, list[Day]] = {}
    for day in walked:
        found.setdefault(day.on - dt.timedelta(days=day.on.weekday()), []).append(day)
    return [
        Week(
            first=monday,
            by_people=sum(day.load.by_people for day in days),
            room_of_people=sum(day.load.room_of_people for day in days),
            left_by_people=days[-1].left_by_people,
            by_machine=sum(day.load.by_machine for day in days),
            room_of_mailboxes=sum(day.load.room_of_mailboxes for day in days),
            left_to_send=days[-1].left_to_send,
        )
        for monday, days in found.items()
    ]
