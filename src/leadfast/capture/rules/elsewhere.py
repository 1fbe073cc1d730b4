"""How somebody stood in the program they come from: how it ended, whose they were, when last in touch. Pure."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from leadfast.capture.rules.clocks import LATEST_COMEBACK

# *never*: they want to hear nothing more, by any channel.
Ending = Literal["open", "won", "lost", "never"]

# Of several rows about one person: who said never said so; what is open is not lost; who bought and asks is open.
_BY_WEIGHT: Final[tuple[Ending, ...]] = ("never", "open", "lost", "won")


# In the languages in which the door knows it as a way to be won.
_CONVERTED: Final = re.compile(r"\b[ck]onvert", re.IGNORECASE)
_LOST: Final = "Ask {label} again: lost"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another program says about a lead. ``status`` is its own word for it."""

    program: str = ""
    status: str = ""
    ending: Ending = "open"
    owner: str = ""
    last_at: dt.datetime | None = None
    # The day for which something was planned there.
    next_on: dt.date | None = None

    @property
    def known(self) -> bool:
        """Has it ended there, was somebody in touch, or is it planned? Then nothing greets them as new."""
        return self.ending != "open" or self.last_at is not None or self.next_on is not None

    @property
    def is_converted(self) -> bool:
        """Did it become something else there? That may be an order, and may be an opportunity still open."""
        return self.ending == "won" and _CONVERTED.search(self.status) is not None

    def planned_on(self, today: dt.date) -> dt.date | None:
        """The day promised there to whoever is open; none that lies further ahead than a step may."""
        if self.next_on is None or self.ending != "open":
            return None
        return self.next_on if self.next_on <= today + LATEST_COMEBACK else None

    def says_planned(self, today: dt.date | None) -> str:
        """What was planned there, seen from ``today``; empty where nothing was."""
        on = self.planned_on(today) if today is not None else None
        if on is None or today is None:
            return ""
        return f"{'was ' if on < today else ''}planned{self._in} for {on:%-d %B %Y}"

    @property
    def why_left_out(self) -> str:
        """Why a row that is won there makes no lead."""
        if self.is_converted:
            return f"{self.status}{self._in}: no lead there any more."
        return f"Already a customer{self._in}: {self.status}."

    def says_first(self, label: str, verb: str, today: dt.date | None = None) -> str:
        """What the first step says about somebody of this ``label``; empty where it is as for anybody."""
        if self.ending == "never":
            return f"Decide with a colleague whether {label} is never contacted: {self.status}{self._in}"
        if self.ending == "lost":
            # *Lost (Lost)* says nothing.
            called = f" ({self.status})" if self.status.casefold() != "lost" else ""
            return f"{_LOST.format(label=label)}{self._in or ' before'}{called}"
        if self.ending == "won":
            return f"Ask {label} what they need next: {self.status}{self._in}"
        planned = self.says_planned(today)
        if self.last_at is not None:
            there = "" if planned else self._in
            last = f"last in touch{there} on {self.last_at:%-d %B %Y}"
            return f"{verb} {label}: {', '.join(filter(None, (planned, last)))}"
        return f"{verb} {label}: {planned}" if planned else ""

    def asks_about(self, label: str) -> str:
        """What the owner of a lead that is open here is asked when it is won there."""
        won = "if they bought" if self.is_converted else "with its value or order"
        return f"{label}: {self.status}{self._in}. Close it as won {won}, or say why it goes on"

    @property
    def _in(self) -> str:
        return f" in {self.program}" if self.program else ""


def waits_as_lost(says: str, label: str) -> bool:
    """Is it the step of somebody who was lost elsewhere?"""
    return says.startswith(_LOST.format(label=label))


def both(one: Elsewhere | None, other: Elsewhere | None) -> Elsewhere | None:
    """What two rows about one person say together; a row that says nothing is about somebody open."""
    if one is None and other is None:
        return None
    first, second = one or Elsewhere(), other or Elsewhere()
    stands = min(first, second, key=lambda each: _BY_WEIGHT.index(each.ending))
    days = [each.last_at for each in (first, second) if each.last_at is not None]
    plans = [each.next_on for each in (first, second) if each.next_on is not None]
    return replace(
        stands,
        owner=first.owner or second.owner,
        last_at=max(days, default=None),
        # Of two promises the later one is still to be kept.
        next_on=max(plans, default=None),
    )
