"""How somebody stood in the program they come from: how it ended, whose they were, when last in touch. Pure."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final, Literal

# *never*: they want to hear nothing more, by any channel.
Ending = Literal["open", "won", "lost", "never"]

# Of several rows about one person: who said never said so; what is open is not lost; who bought and asks is open.
_BY_WEIGHT: Final[tuple[Ending, ...]] = ("never", "open", "lost", "won")


_LOST: Final = "Ask {label} again: lost"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another program says about a lead. ``status`` is its own word for it."""

    program: str = ""
    status: str = ""
    ending: Ending = "open"
    owner: str = ""
    last_at: dt.datetime | None = None

    @property
    def known(self) -> bool:
        """Has it ended there, or was somebody in touch? Then nothing greets them as new."""
        return self.ending != "open" or self.last_at is not None

    @property
    def why_left_out(self) -> str:
        """Why a row that is won there makes no lead."""
        return f"Already a customer{self._in}: {self.status}."

    def says_first(self, label: str, verb: str) -> str:
        """What the first step says about somebody of this ``label``; empty where it is as for anybody."""
        if self.ending == "never":
            return f"Decide with a colleague whether {label} is never contacted: {self.status}{self._in}"
        if self.ending == "lost":
            # *Lost (Lost)* says nothing.
            called = f" ({self.status})" if self.status.casefold() != "lost" else ""
            return f"{_LOST.format(label=label)}{self._in or ' before'}{called}"
        if self.ending == "won":
            return f"Ask {label} what they need next: {self.status}{self._in}"
        if self.last_at is not None:
            return f"{verb} {label}: last in touch{self._in} on {self.last_at:%-d %B %Y}"
        return ""

    def asks_about(self, label: str) -> str:
        """What the owner of a lead that is open here is asked when it is won there."""
        return f"{label}: {self.status}{self._in}. Close it as won with its value or order, or say why it goes on"

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
    return replace(stands, owner=first.owner or second.owner, last_at=max(days, default=None))
