"""How long something took, or ago it was, as one would say it; in one way wherever it is said."""

import datetime as dt


def span(length: dt.timedelta) -> str:
    """A length that stands by itself: ``42 minutes``, ``3 hours``, ``2 days``, ``5 weeks``."""
    seconds = abs(int(length.total_seconds()))
    if seconds < 86400:
        return _within_a_day(seconds)
    return _days(round(seconds / 86400))


def since(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """How long ago: ``42 minutes``, ``3 hours``, and from 24 hours on by the days of the calendar of who reads it.

    So that *3 days ago* on a Monday is what stands beside it as Friday, whatever the hour of either.
    """
    seconds = int((now - at).total_seconds())
    if abs(seconds) < 86400:
        return _within_a_day(abs(seconds))
    days = abs((now.astimezone(zone).date() - at.astimezone(zone).date()).days)
    # The day on which the clock goes back has 25 hours.
    return _days(max(1, days))


def _within_a_day(seconds: int) -> str:
    return _count(max(1, seconds // 60), "minute") if seconds < 3600 else _count(seconds // 3600, "hour")


def _days(days: int) -> str:
    for unit, size, until in (("day", 1.0, 21), ("week", 7.0, 84), ("month", 30.44, 700)):
        if days < until:
            return _count(round(days / size), unit)
    return _count(round(days / 365.25), "year")


def _count(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
