"""Errors that pass by themselves: the database is away for a moment, or a disk is full. Told from our own mistakes."""

import errno
from collections.abc import Iterator
from typing import ClassVar, Final

import psycopg

from leadfast.foundation.errors import Refusal

# PostgreSQL, appendix A: connection exceptions; the server goes down, crashed, or starts; no connection is left.
_AWAY: Final = ("08", "57P01", "57P02", "57P03", "53300")
_FULL: Final = ("53100",)
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Outage(Refusal):
    """Leadfast cannot work just now. Nothing that was saved is lost."""

    permanent = False
    retry_after_s: ClassVar[int] = 5


class DatabaseAway(Outage):
    """Leadfast cannot reach its data just now. Nothing that was saved is lost, and it mends itself, mostly within a
    minute. What you sent was not taken in: send it once more then."""


class DiskFull(Outage):
    """The disk of the server is full. Nothing that was saved is lost, but nothing new can be kept: tell whoever runs
    the server to make room. What you sent was not taken in: send it once more then."""

    retry_after_s = 60


def of(error: BaseException | None) -> Outage | None:
    """What an error that nobody expected comes from, if it is one of these; None for any other."""
    for one in _behind(error):
        if isinstance(one, OSError) and one.errno in _NO_ROOM:
            return DiskFull()
        if isinstance(one, psycopg.Error) and one.sqlstate is not None:
            # It speaks for itself, whatever it was wrapped in.
            return _of_state(one.sqlstate)
        if isinstance(one, psycopg.OperationalError | psycopg.InterfaceError):
            # Without a state: no server said it, since none is there or its connection has ended.
            return DatabaseAway()
    return None


def _of_state(state: str) -> Outage | None:
    if state.startswith(_AWAY):
        return DatabaseAway()
    return DiskFull() if state.startswith(_FULL) else None


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it, the outermost first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
