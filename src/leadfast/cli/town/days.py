"""Moments of the past days, for stories that are told backwards from now.

What happened is handed to the clockwork of a simulated company, which plays it in its order with the clock
held at each moment and the sweeps in between. So the history that a visitor sees was made by the product,
not written into it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from leadfast.cli.simulate.clockwork import Clockwork
from leadfast.cli.town import hour
from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar

Act = Callable[[], object]

PLACE = Calendar(zone=hour.ZONE, country=hour.COUNTRY)


@dataclass
class Diary:
    """What happened, to be played in order. ``now`` is where the past ends."""

    now: dt.datetime
    clockwork: Clockwork

    def at(self, days_ago: int, wall: str, act: Act) -> None:
        """``act`` happened ``days_ago`` business days before today at that local time."""
        self.write(self.moment(days_ago, wall), act)

    def write(self, moment: dt.datetime, act: Act) -> None:
        self.clockwork.at(min(moment, self.now), act)

    def moment(self, days_ago: int, wall: str) -> dt.datetime:
        """Business days before today (negative: after), at a local time."""
        today = business_time_zones.local(self.now, hour.ZONE).date()
        day = business_time.shift_business_days(PLACE, today, -days_ago)
        return business_time_zones.instant(day, dt.time.fromisoformat(wall), hour.ZONE)
