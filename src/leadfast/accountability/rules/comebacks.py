"""When an agreed loss comes back. Pure."""

import datetime as dt
from collections.abc import Mapping

from leadfast.foundation import business_time, business_time_zones
from leadfast.foundation.business_time import Calendar, NeverOpen
from leadfast.workspaces.rules import COMEBACKS_BEFORE_LET_GO

# A comeback must lie within a step's horizon of 400 days.
LATEST = dt.timedelta(days=395)


def comeback_at(
    calendar: Calendar, now: dt.datetime, *, comebacks: int, policies: Mapping[str, int | str | bool]
) -> dt.datetime:
    """Half past nine on a business day, six months from now the first time, then twelve."""
    name = "comeback_months_first" if comebacks == 0 else "comeback_months_second"
    today = business_time_zones.local(now, calendar.zone).date()
    on = min(business_time.add_months(today, int(policies[name])), today + LATEST)
    at = business_time_zones.instant(on, dt.time(9, 30), calendar.zone)
    try:
        return max(business_time.next_slot(calendar, at), now + dt.timedelta(days=1))
    except NeverOpen:
        return at


def may_let_go(comebacks: int) -> bool:
    """Are its comebacks used up?"""
    return comebacks >= COMEBACKS_BEFORE_LET_GO
