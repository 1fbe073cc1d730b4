"""From wall clocks to instants and back, over every DST edge.

A wall time that is skipped in spring becomes the instant the clock jumps to; one that happens twice in
autumn is the first of the two unless the later is asked for. Both are chosen so that an opening time is
never missed and a closing time never comes before its opening.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leadfast.foundation.errors import Refusal


class UnknownZone(Refusal):
    """This time zone is not in the list of zones: choose one such as Europe/London."""


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone from error


def local(moment: datetime, zone_name: str) -> datetime:
    """The same instant as its wall clock in that zone."""
    return moment.astimezone(zone(zone_name))


def instant(on: date, at: time, zone_name: str, *, later: bool = False) -> datetime:
    """The UTC instant of a wall time on a local day. `later` picks the second of two equal autumn times."""
    where = zone(zone_name)
    naive = datetime.combine(on, at.replace(tzinfo=None))
    first, second = (naive.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(where).replace(tzinfo=None) == naive:
        return second if later else first
    # Skipped in spring: PEP 495 gives an instant on each side of the jump; the jump lies between them.
    return _jump(second, first, where)


def start_of_day(on: date, zone_name: str) -> datetime:
    """The first instant of a local day (not always 00:00: some zones jump at midnight)."""
    return instant(on, time(0), zone_name)


def _jump(before: datetime, after: datetime, where: ZoneInfo) -> datetime:
    """The instant at which the offset changes, found by halving to the second."""
    offset = before.astimezone(where).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(where).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
