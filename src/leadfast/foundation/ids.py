"""Ids are UUIDv7 (RFC 9562, section 5.7): unique without asking anybody, and sorted by time.

``leadfast_uuid7(at)`` in the database is the twin of :func:`uuid7`; bulk verbs use it.
"""

import datetime as dt
import os
import uuid

from leadfast.foundation import clock


def uuid7(at: dt.datetime | None = None) -> uuid.UUID:
    """A new id whose first 48 bits are the milliseconds of ``at`` (default: the clock)."""
    moment = at or clock.now()
    milliseconds = int(moment.timestamp() * 1000) & (1 << 48) - 1
    random_bits = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | random_bits
    value = value & ~(0xF << 76) | 0x7 << 76  # version
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant
    return uuid.UUID(int=value)
