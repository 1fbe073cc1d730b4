"""An mbox file: mails one after the other, each after a line that begins with "From "."""

import mmap
import re
from array import array
from collections.abc import Iterator
from pathlib import Path

from leadfast.drops.sources import HEAD_LIMIT

# An empty line, or the beginning of the file, then "From " with an address or "-" and a year: people
# begin sentences with "From", and programs that should have quoted it sometimes do not.
_BEGINS = re.compile(rb"(?:\A|\r?\n\r?\n)From \S[^\r\n]{0,200}(?:19|20)\d\d[^\r\n]{0,20}\r?\n")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


class Mbox:
    """Read by offsets through a memory map, so that ten gigabytes cost no memory."""

    def __init__(self, place: Path, folder: str = "") -> None:
        self._folder = folder or place.stem
        self._file = place.open("rb")
        self._empty = place.stat().st_size == 0
        self._map = b"" if self._empty else mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        # Begin and end of each mail; -1 until the next one has been seen.
        self._begins, self._ends = array("q"), array("q")

    def heads(self) -> Iterator[tuple[int, bytes, str]]:
        """See :class:`~leadfast.drops.sources.Source`."""
        self._find()
        for key, begin in enumerate(self._begins):
            stop = min(self._ends[key], begin + HEAD_LIMIT)
            found = _END_OF_HEAD.search(self._map, begin, stop)
            yield key, self._map[begin : found.start() if found else stop], self._folder

    def raw(self, key: int) -> bytes:
        """See :class:`~leadfast.drops.sources.Source`."""
        return _QUOTED_FROM.sub(rb"\1", self._map[self._begins[key] : self._ends[key]])

    def close(self) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""
        if isinstance(self._map, mmap.mmap):
            self._map.close()
        self._file.close()

    def _find(self) -> None:
        if self._begins:
            return
        for found in _BEGINS.finditer(self._map):
            if self._begins:
                self._ends.append(found.start() + 1)
            self._begins.append(found.end())
        if self._begins:
            self._ends.append(len(self._map))
