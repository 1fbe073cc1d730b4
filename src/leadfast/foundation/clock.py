"""The one clock.

Every action reads :func:`now` once and passes the value down; rules and SQL take the time as an
argument. That is what lets the whole engine run under a simulated clock (the demo, the tests).
"""

import contextlib
import datetime as dt
import os
from collections.abc import Iterator

# The demo shifts every process of the product by the same amount, so that a visitor on a Sunday
# evening still sees a working day. It is read once: a clock must not jump while a process runs.
_SHIFT = dt.timedelta(seconds=float(os.environ.get("LEADFAST_CLOCK_SHIFT_S", "0")))

_frozen: dt.datetime | None = None


def now() -> dt.datetime:
    """The present moment: aware, in UTC."""
    if _frozen is not None:
        return _frozen
    return dt.datetime.now(dt.UTC) + _SHIFT


def shift() -> dt.timedelta:
    """How far this process runs ahead of the wall clock (zero outside the demo)."""
    return _SHIFT


@contextlib.contextmanager
def frozen(at: dt.datetime) -> Iterator[None]:
    """Hold the clock at ``at`` (aware) for the length of the block."""
    global _frozen
    if at.tzinfo is None:
        raise ValueError("The clock is set with an aware time.")
    before, _frozen = _frozen, at.astimezone(dt.UTC)
    try:
        yield
    finally:
        _frozen = before
