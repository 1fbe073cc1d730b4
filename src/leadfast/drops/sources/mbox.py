"""An mbox file: mails one after the other, each after a line that begins with "From "."""

import re
from array import array
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Protocol

from leadfast.drops.sources import HEAD_LIMIT, MAIL_LIMIT, Head

# An empty line, or the beginning of the file, then "From " with an address or "-" and a year: people
# begin sentences with "From", and programs that should have quoted it sometimes do not.
_LINE = re.compile(rb"From \S[^\r\n]{0,200}(?:19|20)\d\d[^\r\n]{0,20}\r?\n")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_BLOCK = 1 << 20
# Longer than any line that :data:`_LINE` takes: so much is looked at again with the next block.
_OVERLAP = 512


class Stream(Protocol):
    """Anything that bytes can be read from in order."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""
        ...


class Mbox:
    """Read in blocks, so that ten gigabytes cost no memory."""

    def __init__(self, place: Path, folder: str = "") -> None:
        self._folder = folder or place.stem
        self._file = place.open("rb")
        self._size = place.stat().st_size
        # Begin and end of each mail that was seen so far.
        self._begins, self._ends = array("q"), array("q")

    def heads(self, after: int = -1) -> Iterator[Head]:
        """See :class:`~leadfast.drops.sources.Source`."""
        self._file.seek(0)
        del self._begins[:], self._ends[:]
        for key, (begin, end, start) in enumerate(cut(self._file, most=HEAD_LIMIT)):
            self._begins.append(begin)
            self._ends.append(end)
            if key > after:
                yield Head(key, head_of(start), self._folder)

    def prepare(self, keys: Collection[int]) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""

    def letters(self, keys: Collection[int]) -> Iterator[tuple[int, bytes]]:
        """See :class:`~leadfast.drops.sources.Source`."""
        if len(self._begins) <= max(keys, default=-1):
            for _ in self.heads():
                continue
        for key in sorted(keys):
            begin = self._begins[key]
            self._file.seek(begin)
            yield key, unquoted(self._file.read(min(self._ends[key] - begin, MAIL_LIMIT)))

    def layout(self) -> str:
        """See :class:`~leadfast.drops.sources.Source`."""
        return f"mbox {self._size}"

    def close(self) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""
        self._file.close()


def cut(stream: Stream, *, most: int) -> Iterator[tuple[int, int, bytes]]:
    """Begin, end and the first ``most`` bytes of each mail of an mbox, read in order."""
    begin, start = -1, bytearray()
    base, rest = 0, b""
    ended = False
    while not ended:
        block = stream.read(_BLOCK)
        ended = not block
        text = rest + block
        # What stands behind this may go on in the next block.
        limit = len(text) if ended else max(0, len(text) - _OVERLAP)
        done, at = 0, 0 if base == 0 and begin < 0 else text.find(b"\nFrom ") + 1
        while 0 <= at < limit and (at > 0 or base == 0):
            line = _LINE.match(text, at) if _after_empty_line(text, at, base) else None
            if line is not None:
                if begin >= 0:
                    _grow(start, text[done:at], most)
                    yield begin, base + at, bytes(start)
                begin, done = base + line.end(), line.end()
                start.clear()
            at = text.find(b"\nFrom ", max(at, done - 1)) + 1 or -1
        # Two characters stay in front, for the empty line before the next mail.
        keep = max(done, limit - 3, 0) if not ended else len(text)
        if begin >= 0:
            _grow(start, text[done:keep], most)
        base, rest = base + keep, text[keep:]
    if begin >= 0:
        yield begin, base, bytes(start)


def head_of(start: bytes) -> bytes:
    """The head of a mail, from its first bytes."""
    found = _END_OF_HEAD.search(start)
    return start[: found.start()] if found else start


def unquoted(raw: bytes) -> bytes:
    """A mail as it was before the mbox quoted its lines that begin with "From "."""
    return _QUOTED_FROM.sub(rb"\1", raw) if b">From " in raw else raw


def _after_empty_line(text: bytes, at: int, base: int) -> bool:
    before = text[max(0, at - 4) : at]
    return (base == 0 and at == 0) or before.endswith((b"\n\n", b"\n\r\n"))


def _grow(start: bytearray, more: bytes, most: int) -> None:
    if len(start) < most:
        start += more[: most - len(start)]
