"""A file that is being read: row after row as they were understood, the next ones while the last are written.

Reading takes no database and writing waits for one, so a thread reads ahead. It holds one chunk at most.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from leadfast.capture.actions import files
from leadfast.capture.doors.spreadsheet import read as door
from leadfast.capture.doors.spreadsheet.row import Row
from leadfast.capture.models import Upload
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found

_Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """A row: its cells, what it is known by, its verdict, whom it is about, and the form in which it is kept."""

    cells: _Cells
    digest: str
    row: Row
    found: Found
    raw: bytes


class Opened:
    """The rows of an upload from where it stands; the next chunk need not begin at the top.

    ``country``: of numbers without one of their own.
    """

    def __init__(self, upload: Upload, *, country: str) -> None:
        self.at = upload.rows_taken
        self._count = upload.row_count
        # Its bytes are fetched once, and only here.
        self._rows: Iterator[_Cells] = islice(files.rows(upload, files.kept(upload.id)), self.at, None)
        self._header = tuple(upload.header)
        self._mapping = {int(number): name for number, name in upload.mapping.items()}
        self._months_first = files.months_first(upload)
        self._program = files.program(upload)
        self._read = files.reader(upload, self._mapping, country=country)
        self._country = country
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="file")
        self._ahead: Future[list[Understood]] | None = None
        self._here: list[Understood] = []

    @property
    def left(self) -> int:
        """Rows that have no outcome yet."""
        return self._count - self.at

    def next(self, size: int, *, then: int) -> list[Understood]:
        """The next rows; empty at the end. Meanwhile the ``then`` rows after them are read."""
        while len(self._here) < size:
            reading = self._ahead or self._thread.submit(self._understand, size - len(self._here))
            self._ahead = None
            more = reading.result()
            if not more:
                break
            self._here += more
        found, self._here = self._here[:size], self._here[size:]
        self.at += len(found)
        if found and len(self._here) < then:
            self._ahead = self._thread.submit(self._understand, then - len(self._here))
        return found

    def close(self) -> None:
        """No more of it is read."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _understand(self, size: int) -> list[Understood]:
        rows = list(islice(self._rows, size))
        digests = door.digests(rows, self._header)
        return [self._one(cells, digest) for cells, digest in zip(rows, digests, strict=True)]

    def _one(self, cells: Sequence[str], digest: str) -> Understood:
        row = self._read(cells)
        found = finding.tidy(row.found, country=self._country) if row.verdict != "skip" else row.found
        raw = door.raw_of(
            self._header,
            cells,
            self._mapping,
            months_first=self._months_first,
            program=self._program if found.elsewhere is not None else "",
        )
        return Understood(tuple(cells), digest, row, found, raw)
