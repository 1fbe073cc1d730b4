"""Whose turn it is: *Ours* (solid) or *Theirs until Thu* (outline). There is no third state."""

import datetime as dt
from typing import Literal

from markupsafe import Markup, escape

from leadfast.web import words

Whose = Literal["ours", "theirs"]


def pill(
    whose: Whose, now: dt.datetime, zone: dt.tzinfo, *, until: dt.datetime | None = None, late: bool = False
) -> Markup:
    """The pill beside a lead's name. ``until`` is our deadline, or the day their turn ends.

    A late pill looks like any other of ours: that it is late is said by the due mark, in red, once.
    """
    said = _words(whose, now, zone, until, late)
    title = f' title="{escape(words.exact(until, zone))}"' if until else ""
    kind = f"{whose} late" if late and whose == "ours" else whose
    return Markup(f'<span class="turn {kind}"{title}>{escape(said)}</span>')


def closed(kind: str) -> Markup:
    """A closed lead has no turn; it says how it ended."""
    return Markup('<span class="turn over">{}</span>').format(kind)


def _words(whose: Whose, now: dt.datetime, zone: dt.tzinfo, until: dt.datetime | None, late: bool) -> str:
    if until is None:
        return "Ours" if whose == "ours" else "Theirs"
    local, today = until.astimezone(zone), now.astimezone(zone).date()
    if whose == "theirs":
        days = (local.date() - today).days
        day = words.day_name(local.date(), today) if not 1 < days < 7 else f"{local:%a}"
        return f"Theirs until {day}"
    if late or local.date() != today or (local.hour, local.minute) == (0, 0):
        return "Ours"
    return f"Ours, by {local:%H:%M}"
