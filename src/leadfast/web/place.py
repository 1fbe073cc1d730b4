"""Where and when a page is read: the moment, the reader's zone and the money of the workspace.

The filters need all three in every macro; they are set once per page, around its rendering, so that no
template can forget to pass them on.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from leadfast.foundation import clock


@dataclass(frozen=True, slots=True)
class Place:
    """One reader at one moment."""

    now: dt.datetime
    zone: dt.tzinfo
    currency: str

    @property
    def today(self) -> dt.date:
        """Which day it is for the reader."""
        return self.now.astimezone(self.zone).date()


_current: ContextVar[Place | None] = ContextVar("place", default=None)


def current() -> Place:
    """The place of the page being drawn; outside of one, now in UTC."""
    return _current.get() or Place(clock.now(), dt.UTC, "USD")


@contextlib.contextmanager
def standing_at(place: Place) -> Iterator[None]:
    """Draw with this place."""
    token = _current.set(place)
    try:
        yield
    finally:
        _current.reset(token)
