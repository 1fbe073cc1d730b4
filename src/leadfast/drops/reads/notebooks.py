"""What a search remembers, so that it goes on where it stopped: the outsides it read, and what it judged."""

import contextlib
import datetime as dt
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import orjson

from leadfast.drops.rules.dropping import Finding, plain_finding, read_finding
from leadfast.drops.rules.envelopes import Envelope, packed, unpacked


@dataclass(slots=True)
class Standing:
    """How far a search is: the last head's key, mails seen, mails without sender or date, silences judged."""

    upto: int = -1
    mails: int = 0
    unreadable: int = 0
    heads_done: bool = False
    judged: int = 0


class Notebook(Protocol):
    """Where a search notes what it did."""

    def standing(self, layout: str) -> Standing:
        """How far an earlier run came; nothing when keys mean something else by now."""
        ...

    def envelopes(self) -> Iterator[Envelope]:
        """The outsides an earlier run read."""
        ...

    def findings(self) -> Iterator[Finding]:
        """What an earlier run found."""
        ...

    def note_heads(self, read: Sequence[Envelope], standing: Standing) -> None:
        """One more batch of outsides."""
        ...

    def note_findings(self, found: Sequence[Finding], standing: Standing) -> None:
        """One more batch of judgements."""
        ...


class Forgetful:
    """For a source that is read again from the beginning: it takes minutes."""

    def standing(self, layout: str) -> Standing:  # noqa: ARG002  # it remembers no layout
        """See :class:`Notebook`."""
        return Standing()

    def envelopes(self) -> Iterator[Envelope]:
        """See :class:`Notebook`."""
        return iter(())

    def findings(self) -> Iterator[Finding]:
        """See :class:`Notebook`."""
        return iter(())

    def note_heads(self, read: Sequence[Envelope], standing: Standing) -> None:
        """See :class:`Notebook`."""

    def note_findings(self, found: Sequence[Finding], standing: Standing) -> None:
        """See :class:`Notebook`."""


_TABLES = """
CREATE TABLE IF NOT EXISTS begun (at TEXT);
CREATE TABLE IF NOT EXISTS standing (layout TEXT, upto INTEGER, mails INTEGER, unreadable INTEGER,
                                     heads_done INTEGER, judged INTEGER);
CREATE TABLE IF NOT EXISTS heads (batch BLOB);
CREATE TABLE IF NOT EXISTS findings (batch BLOB);
"""


class InFile:
    """A file of this account's own, for a mailbox whose provider makes us wait."""

    def __init__(self, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        self._place = place
        self._file = sqlite3.connect(place)
        self._file.executescript(_TABLES)

    def as_of(self, now: dt.datetime) -> dt.datetime:
        """The moment an earlier run judged by, which was interrupted; else now."""
        row = self._file.execute("SELECT at FROM begun").fetchone()
        if row is not None:
            return dt.datetime.fromisoformat(row[0])
        self._file.execute("INSERT INTO begun VALUES (?)", [now.isoformat()])
        self._file.commit()
        return now

    def standing(self, layout: str) -> Standing:
        """See :class:`Notebook`."""
        row = self._file.execute("SELECT * FROM standing").fetchone()
        if row is None or row[0] != layout:
            for table in ("standing", "heads", "findings"):
                self._file.execute(f"DELETE FROM {table}")  # one of three names above
            self._file.execute("INSERT INTO standing VALUES (?, -1, 0, 0, 0, 0)", [layout])
            self._file.commit()
            return Standing()
        return Standing(row[1], row[2], row[3], bool(row[4]), row[5])

    def envelopes(self) -> Iterator[Envelope]:
        """See :class:`Notebook`."""
        for (batch,) in self._file.execute("SELECT batch FROM heads ORDER BY rowid"):
            yield from envelopes_in(batch)

    def findings(self) -> Iterator[Finding]:
        """See :class:`Notebook`."""
        for (batch,) in self._file.execute("SELECT batch FROM findings ORDER BY rowid"):
            yield from (read_finding(one) for one in orjson.loads(zlib.decompress(batch)))

    def note_heads(self, read: Sequence[Envelope], standing: Standing) -> None:
        """See :class:`Notebook`."""
        self._file.execute("INSERT INTO heads VALUES (?)", [batch_of(read)])
        self._stand(standing)

    def note_findings(self, found: Sequence[Finding], standing: Standing) -> None:
        """See :class:`Notebook`."""
        batch = zlib.compress(orjson.dumps([plain_finding(one) for one in found]))
        self._file.execute("INSERT INTO findings VALUES (?)", [batch])
        self._stand(standing)

    def close(self, *, done: bool) -> None:
        """Keep it for the next run, or remove it when there is nothing left to do."""
        self._file.close()
        if done:
            with contextlib.suppress(FileNotFoundError):
                self._place.unlink()

    def _stand(self, at: Standing) -> None:
        self._file.execute(
            "UPDATE standing SET upto = ?, mails = ?, unreadable = ?, heads_done = ?, judged = ?",
            [at.upto, at.mails, at.unreadable, at.heads_done, at.judged],
        )
        self._file.commit()


def batch_of(read: Iterable[Envelope]) -> bytes:
    """Outsides as bytes, about forty of them in a kilobyte."""
    return zlib.compress(orjson.dumps([packed(one) for one in read]))


def envelopes_in(batch: bytes) -> Iterator[Envelope]:
    """The outsides that :func:`batch_of` made bytes."""
    return map(unpacked, orjson.loads(zlib.decompress(batch)))
