"""Ids are UUIDv7 (RFC 9562, section 5.7): unique without asking anybody, and sorted by time.

``leadfast_uuid7(at)`` in the database is the twin of :func:`uuid7`; bulk verbs use it.
"""

import contextlib
import datetime as dt
import os
import uuid
from collections.abc import Callable, Iterable, Iterator

from leadfast.foundation import clock

_draw: Callable[[int], bytes] = os.urandom


def uuid7(at: dt.datetime | None = None) -> uuid.UUID:
    """A new id whose first 48 bits are the milliseconds of ``at`` (default: the clock)."""
    moment = at or clock.now()
    milliseconds = int(moment.timestamp() * 1000) & (1 << 48) - 1
    random_bits = int.from_bytes(_draw(10), "big")
    value = milliseconds << 80 | random_bits
    value = value & ~(0xF << 76) | 0x7 << 76  # version
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant
    return uuid.UUID(int=value)


@contextlib.contextmanager
def drawn_from(draw: Callable[[int], bytes]) -> Iterator[None]:
    """For the length of the block ids are made of ``draw(bytes)``: a simulation is the same run for the
    same seed, also where an id decides (the jitter of a mail's slot, the order of two that are due at once).
    """
    global _draw
    before, _draw = _draw, draw
    try:
        yield
    finally:
        _draw = before


def many(count: int, at: dt.datetime | None = None) -> list[str]:
    """``count`` ids of one moment in rising order, written out: for bulk verbs, a fifth of the time of making each.

    In their order, because the database finds the place of a key that follows the last one without looking for it.
    """
    moment = at or clock.now()
    head = f"{int(moment.timestamp() * 1000) & (1 << 48) - 1:012x}"
    head = f"{head[:8]}-{head[8:]}-7"
    digits = _draw(10 * count).hex()
    return sorted(
        [
            f"{head}{digits[n : n + 3]}-{_VARIANT[digits[n + 3]]}{digits[n + 4 : n + 7]}-{digits[n + 7 : n + 19]}"
            for n in range(0, 20 * count, 20)
        ]
    )


def read(written: Iterable[str]) -> list[uuid.UUID]:
    """Ids as :func:`many` wrote them, in two thirds of the time that ``UUID`` takes for a text of any form."""
    return [uuid.UUID(int=int(one.replace("-", ""), 16)) for one in written]


# The first two bits of this digit are 10 in every id, the other two are random.
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
