"""Two lanes for a large file: while a chunk is being finished, the next one is begun on a connection of its own.

Chunks are committed in their order, each with all of its rows, so that a crash loses no more than it would in one
lane. What a chunk does before the one ahead of it is committed touches nothing that that one may touch. When
anything comes between (another file, a pause, a row that cannot be kept), a chunk is given up as if it had not been
begun, and is taken in by itself.
"""

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Final

from django.db import OperationalError, connection

from leadfast.capture.actions import chunks, keys
from leadfast.capture.actions.chunks import Line
from leadfast.capture.actions.opened import Opened
from leadfast.capture.models import Upload
from leadfast.foundation import clock, staging, stopping
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)

# A third brings nothing on two cores.
LANES: Final = 2
# How many rows a chunk has, by the number of its first.
Size = Callable[[int], int]

# A worker that dies here is missed after so long; no other comes to the file before.
LEASE: Final = dt.timedelta(seconds=20)
# Less than the database lets a transaction lie idle.
_PATIENCE_S: Final = 45.0


class _GivenUp(Exception):
    """Something came between: this chunk is taken in later, by itself."""


class _Chunk:
    """A chunk on its way, and the one ahead of it."""

    def __init__(self, first: int, found: list[Line], ahead: "_Chunk | None") -> None:
        self.first = first
        self.lines = found
        self.ahead = ahead
        self.known_by = chunks.known_by(found)
        # All by which the rows of chunks that are under way ahead of it are known.
        self.beside = frozenset[str]().union(*(one.known_by for one in self._all_ahead()))
        self.over = threading.Event()
        # The turn in which it was committed.
        self.turn: int | None = None

    @property
    def upto(self) -> int:
        """The number of its last row."""
        return self.first + len(self.lines) - 1

    def _all_ahead(self) -> Iterator["_Chunk"]:
        one = self.ahead
        while one is not None and not one.over.is_set():
            yield one
            one = one.ahead

    def wait_for_the_one_ahead(self) -> int | None:
        """The turn of the one ahead; None where there is none."""
        if self.ahead is None:
            return None
        if not self.ahead.over.wait(_PATIENCE_S) or self.ahead.turn is None:
            raise _GivenUp
        return self.ahead.turn

    def end(self) -> None:
        """Whatever became of it, whoever waits need not wait any longer."""
        self.ahead = None
        self.over.set()


class _Road:
    """A file under way in its lanes."""

    def __init__(
        self, upload_id: uuid.UUID, file: Opened, *, size: Size, most: int | None, by: Actor
    ) -> None:
        self.upload_id, self.by = upload_id, by
        self._file, self._size, self._left = file, size, most
        self._next = threading.Lock()
        self._begun = threading.Event()
        self._last: _Chunk | None = None
        self.given_up = False

    def drive(self) -> None:
        """One lane, to the end of the road."""
        try:
            while (chunk := self._take()) is not None:
                try:
                    self._bring_in(chunk)
                finally:
                    chunk.end()
                # Nobody waits for this: the next chunk goes by the plans there are.
                staging.statistics_keep_up()
        except _GivenUp:
            self.given_up = True
        except Exception:
            self.given_up = True
            log.warning("A chunk of a file is given up, and taken in by itself", exc_info=True)

    def drive_beside(self) -> None:
        """Another lane, in a thread of its own. The caller's goes first: its connection is warm."""
        try:
            # Made while the first chunk is read. Without it there is one lane less.
            connection.ensure_connection()
            self._begun.wait()
            self.drive()
        except OperationalError:
            log.warning("A file comes in through one lane less", exc_info=True)
        finally:
            connection.close()

    def _take(self) -> _Chunk | None:
        with self._next:
            try:
                return None if self.given_up or self._left == 0 or stopping.asked() else self._read()
            finally:
                self._begun.set()

    def _read(self) -> _Chunk | None:
        first = self._file.at + 1
        size = self._size(first)
        rows = self._file.next(size, then=self._size(first + size))
        if not rows:
            return None
        if self._left is not None:
            self._left -= 1
        self._last = _Chunk(first, chunks.lines(rows, first), self._last)
        return self._last

    def _bring_in(self, chunk: _Chunk) -> None:
        now = clock.now()
        with guard.writing(self.by):
            keys.hold_all(self.by.workspace_id)
            # With none ahead it is its turn from the start. Else it asks once that one is done, and never waits in
            # the database for what somebody has who may be waiting for it.
            turn = None if chunk.ahead else self._take_turn(chunk)
            upload = Upload.objects.defer("content").get(id=self.upload_id)
            by = chunks.importer(upload, self.by)
            apart = chunks.begin(upload, chunk.lines, beside=chunk.beside, by=by, now=now)
            turn = turn or self._take_turn(chunk)
            chunks.finish(upload, apart, by=by, now=now)
            upload.rows_taken, upload.due_at, upload.error = chunk.upto, clock.now() + LEASE, ""
            upload.save(update_fields=["rows_taken", "due_at", "error"])
        chunk.turn = turn

    def _take_turn(self, chunk: _Chunk) -> int:
        """Hold the file where it stands before this chunk, with no other bulk since the one ahead."""
        after = chunk.wait_for_the_one_ahead()
        rows = Upload.objects.select_for_update(no_key=True, skip_locked=True).only("id")
        if rows.filter(id=self.upload_id, state="queued", rows_taken=chunk.first - 1).first() is None:
            raise _GivenUp
        here = self.by.workspace_id
        turn = keys.take_turn(here) if after is None else keys.take_next_turn(here, after=after)
        if turn is None:
            raise _GivenUp
        return turn


def bring_in(upload_id: uuid.UUID, file: Opened, *, size: Size, most: int | None, by: Actor) -> bool:
    """Take in the next chunks of a file, each of ``size(its first row)`` rows and ``most`` at most (None: all).

    False if it has to go on by itself, from wherever it stands then.
    """
    before = file.at
    if not _lease(upload_id, before, clock.now() + LEASE, by=by):
        return False
    road = _Road(upload_id, file, size=size, most=most, by=by)
    others = [threading.Thread(target=road.drive_beside, name=f"lane {n}") for n in range(2, LANES + 1)]
    for other in others:
        other.start()
    try:
        # The first lane is the caller's: it has its connection already.
        road.drive()
    except BaseException:
        # Interrupted: what is on its way in the others is brought in, and nothing more.
        road.given_up = True
        raise
    finally:
        for other in others:
            other.join()
    _lease(upload_id, None, clock.now(), by=by)
    return not road.given_up and file.at > before


def _lease(upload_id: uuid.UUID, at: int | None, until: dt.datetime, *, by: Actor) -> bool:
    """No sweep looks at the file until then. False if it does not stand there, or does not go on."""
    with guard.writing(by):
        rows = Upload.objects.filter(id=upload_id, state="queued")
        if at is not None:
            rows = rows.filter(rows_taken=at)
        return bool(rows.update(due_at=until))
