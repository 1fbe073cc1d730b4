"""Which moment the demo shows: now, if people work now; else ten o'clock of the last midweek day."""

import datetime as dt
import importlib
import os

from leadfast.foundation import business_time, business_time_zones, clock
from leadfast.foundation.business_time import Calendar

ZONE, COUNTRY = "Europe/London", "GB"
# Not sooner: by then this morning's follow-ups are due, and the visitor sees them go instead of waiting for them.
SHOWN, CLOSES = dt.time(10, 4), dt.time(15, 30)
MIDWEEK = (1, 2, 3)


def keep(shift: dt.timedelta) -> None:
    """Set this process's clock, and that of every process it starts from now on.

    The clock reads its shift once, when it is imported, so that it cannot jump under the product;
    here it is set while nothing of the product runs.
    """
    os.environ["LEADFAST_CLOCK_SHIFT_S"] = str(shift.total_seconds())
    importlib.reload(clock)


def shift(now: dt.datetime) -> dt.timedelta:
    """How far the demo's clock runs from the real one: zero where people have worked for a while, else back there."""
    calendar = Calendar(zone=ZONE, country=COUNTRY)
    local = business_time_zones.local(now, ZONE)
    if business_time.is_business_day(calendar, local.date()) and SHOWN <= local.time() <= CLOSES:
        return dt.timedelta()
    day = local.date() if local.time() > SHOWN else local.date() - dt.timedelta(days=1)
    while day.weekday() not in MIDWEEK or not business_time.is_business_day(calendar, day):
        day -= dt.timedelta(days=1)
    # Whole minutes: the shift is shown to people.
    back = business_time_zones.instant(day, SHOWN, ZONE) - now
    return dt.timedelta(minutes=round(back / dt.timedelta(minutes=1)))
