"""Dates, counts and names as people say them. Pure: the moment and the zone are always given."""

import datetime as dt
import unicodedata
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from leadfast.foundation import lengths

DueState = Literal["late", "today", "later"]

_SMALL_NUMBERS = (
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """What is written at the right of a row, and in which of the three colours."""

    text: str
    state: DueState


def zone_of(name: str) -> dt.tzinfo:
    """The zone of that name; UTC when this machine does not know it."""
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def day(on: dt.date, today: dt.date) -> str:
    """``Thu 26 Nov``; with the year when it is not this one, unless it is less than half a year away."""
    near = on.year == today.year or abs((on - today).days) < 183
    return f"{on:%a} {on.day} {on:%b}" + ("" if near else f" {on.year}")


def day_name(on: dt.date, today: dt.date) -> str:
    """``today``, ``tomorrow``, ``yesterday``, or the day."""
    return {0: "today", 1: "tomorrow", -1: "yesterday"}.get((on - today).days) or day(on, today)


def exact(at: dt.datetime, zone: dt.tzinfo) -> str:
    """The whole truth, for the title of a short date: ``Thursday 26 November 2026, 09:30 CET``."""
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M} {local.tzname() or 'UTC'}"


def moment(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """``Mon 9 Nov, 14:12``; ``today, 10:48`` on the day itself."""
    local = at.astimezone(zone)
    return f"{day_name(local.date(), now.astimezone(zone).date())}, {local:%H:%M}"


span = lengths.span


def ago(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """``42 minutes ago``; ``just now`` within the minute; from 24 hours on by the days of the reader."""
    return "just now" if (now - at).total_seconds() < 60 else f"{lengths.since(at, now, zone)} ago"


def in_days(on: dt.date, today: dt.date) -> str:
    """``Thu 26 Nov, in 3 days``: the day and how far it is."""
    days = (on - today).days
    if abs(days) <= 1:
        return day_name(on, today)
    distance = span(dt.timedelta(days=days))
    return f"{day(on, today)}, {'in ' + distance if days > 0 else distance + ' ago'}"


def due(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo, *, deadline: bool = False) -> Due:
    """``3 hours late``, ``by 11:30``, ``10:00``, ``today``, ``Thu 26 Nov``.

    A step due at local midnight is due that day, at no particular hour, and is late only when the day is
    over. ``deadline`` says *by* instead of *at*.
    """
    local, here = at.astimezone(zone), now.astimezone(zone)
    whole_day = (local.hour, local.minute) == (0, 0)
    if (local.date() < here.date()) if whole_day else (at < now):
        return Due(f"{lengths.since(at, now, zone)} late", "late")
    if local.date() == here.date():
        return Due("today" if whole_day else f"{'by ' if deadline else ''}{local:%H:%M}", "today")
    named = day_name(local.date(), here.date())
    if whole_day or (local.date() - here.date()).days > 1:
        return Due(named, "later")
    return Due(f"{named} {local:%H:%M}", "later")


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 reply``, ``1,204 replies``."""
    return f"{count:,} {one if count == 1 else many or _plural_of(one)}"


def noun(count: int, one: str, many: str | None = None) -> str:
    """The noun alone, fitting the count."""
    return one if count == 1 else many or _plural_of(one)


def spelt(count: int) -> str:
    """``Nine``; digits from thirteen on."""
    return _SMALL_NUMBERS[count] if 0 <= count < len(_SMALL_NUMBERS) else f"{count:,}"


def at_most(count: int, limit: int) -> str:
    """A count that was only made up to ``limit``: ``412``, ``1,000+``."""
    return f"{limit:,}+" if count > limit else f"{count:,}"


def initials(name: str) -> str:
    """One or two letters to stand for a person."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def greeting(now: dt.datetime, zone: dt.tzinfo) -> str:
    """What one says at this hour."""
    hour = now.astimezone(zone).hour
    return "Good morning" if 4 <= hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


def listed(names: list[str]) -> str:
    """``Thu 26 Nov, Thu 3 Dec and Mon 14 Dec``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def dotted(parts: Iterable[object]) -> Markup:
    """What is there, with dots between: ``Northgate Logistics · £14,000``.

    A part that is written from the right stands by itself, or the amount after it would be drawn before it.
    """
    written = [str(part) for part in parts if part]
    return Markup(" · ").join(
        Markup("<bdi>{}</bdi>").format(text) if _from_the_right(text) else text for text in written
    )


def _from_the_right(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def _plural_of(one: str) -> str:
    if one.endswith("y") and one[-2:-1] not in "aeiou":
        return one[:-1] + "ies"
    return one + ("es" if one.endswith(("s", "x", "ch", "sh")) else "s")
