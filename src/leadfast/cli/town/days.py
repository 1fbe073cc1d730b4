"""Moments of the past two weeks, and playing what happened in their order.

Each event runs with the clock held at its own moment; after each half day the sweeps run, as the
worker runs them. So the history that a visitor sees was made by the product, not written into it.
"""

import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from leadfast.cli.town import hour
from leadfast.foundation import business_time, business_time_zones, clock
from leadfast.foundation.business_time import Calendar
from leadfast.worker import running
from leadfast.worker.timetable import TIMETABLE

Act = Callable[[], object]

PLACE = Calendar(zone=hour.ZONE, country=hour.COUNTRY)
#: What the worker does meanwhile.
READING = ("mail.canaries", "conversations.fetch", "conversations.read", "history.reactions")
SENDING = ("followup.send",)


@dataclass
class Diary:
    """What happened, to be played in order. ``now`` is where the past ends."""

    now: dt.datetime
    _events: list[tuple[dt.datetime, int, Act]] = field(default_factory=list)
    _count: "itertools.count[int]" = field(default_factory=itertools.count)

    def at(self, days_ago: int, wall: str, act: Act) -> None:
        """``act`` happened ``days_ago`` business days before today at that local time."""
        self.write(self.moment(days_ago, wall), act)

    def write(self, moment: dt.datetime, act: Act) -> None:
        heapq.heappush(self._events, (min(moment, self.now), next(self._count), act))

    def moment(self, days_ago: int, wall: str) -> dt.datetime:
        """Business days before today (negative: after), at a local time."""
        today = business_time_zones.local(self.now, hour.ZONE).date()
        day = business_time.shift_business_days(PLACE, today, -days_ago)
        return business_time_zones.instant(day, dt.time.fromisoformat(wall), hour.ZONE)

    def play(self) -> None:
        """Everything, with the sweeps after each half day in which something happened."""
        today = _half_day(self.now)[0]
        while self._events:
            half = _half_day(self._events[0][0])
            last = self._events[0][0]
            while self._events and _half_day(self._events[0][0]) == half:
                last, _, act = heapq.heappop(self._events)
                with clock.frozen(last):
                    act()
            with clock.frozen(min(last + dt.timedelta(minutes=2), self.now)):
                # What is due today is left for the visitor to see.
                sweep(READING if half[0] == today else (*READING, *SENDING))


def sweep(names: Iterable[str]) -> None:
    """Run these sweeps once, twice over: what one leaves for another is done in the second round."""
    wanted = {line.name: line for line in TIMETABLE}
    for name in [*names, *names]:
        if name in wanted:
            running.once(wanted[name])


def _half_day(moment: dt.datetime) -> tuple[dt.date, bool]:
    local = business_time_zones.local(moment, hour.ZONE)
    return local.date(), local.hour >= 13
