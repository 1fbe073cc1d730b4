"""A text as records, one after the other, in constant memory: separator, quotes, lines wrapped whole. Pure."""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import BinaryIO, Final

from leadfast.capture.doors.spreadsheet.encoding import encoding_of
from leadfast.capture.errors import NotATable

DELIMITERS: Final = (",", ";", "\t", "|", "^")
_LOOKED_AT: Final = 60
# A quoted cell that runs over more lines than this is a quote that nobody closed, if its lines look like rows; ...
_MOST_LINES: Final = 400
_MOST_CHARACTERS: Final = 400_000
# ... if they look like a long letter, it may be as long as this.
_LONGEST_LETTER: Final = 16 << 20
_SEP_LINE: Final = re.compile(r"^\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)

csv.field_size_limit(_LONGEST_LETTER)


class _Runaway(Exception):
    """A quote was opened and never closed."""


def lines_of(content: BinaryIO, encoding: str) -> Iterator[str]:
    """Lines with their ends; a bare carriage return ends one too. Zero characters are no text and go."""
    content.seek(0)
    reader = io.TextIOWrapper(content, encoding=encoding, errors="replace", newline="")
    try:
        for line in reader:
            yield line.replace("\x00", "") if "\x00" in line else line
    finally:
        # The caller's file stays open.
        reader.detach()


def opened(content: BinaryIO) -> tuple[str, str]:
    """Encoding and separator. Refuses what is no text."""
    encoding = encoding_of(content)
    first: list[str] = []
    for line in lines_of(content, encoding):
        first.append(line[:20_000])
        if len(first) >= _LOOKED_AT:
            break
    sample = "".join(first)
    strange = sum(1 for c in sample if ord(c) < 32 and c not in "\t\r\n\x0b\x0c") + sample.count("\ufffd")
    if strange * 20 > len(sample):
        raise NotATable
    return encoding, delimiter_of(first)


def delimiter_of(lines: list[str]) -> str:
    """The one that cuts the most lines into equally many cells; lines that lead in may be different."""
    if lines and (told := _SEP_LINE.match(lines[0])):
        return told.group(1)

    def fits(delimiter: str) -> float:
        widths = Counter(len(cells) for cells in records(iter(lines), delimiter) if cells)
        if not widths:
            return 0.0
        width, often = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        return (often / sum(widths.values())) * (1 - 1 / width)

    best = max(DELIMITERS, key=fits)
    return best if fits(best) > 0 else ","


def records(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    """Cells of record after record. A quote that is never closed costs one line, not the rest of the file."""
    source = _Lines(lines, delimiter)
    while True:
        try:
            for cells in csv.reader(source, delimiter=delimiter):
                source.check()
                yield cells
                source.begin()
        except (_Runaway, csv.Error):
            first, *rest = source.taken
            source.begin()
            source.waiting.extendleft(reversed(rest))
            yield first.rstrip("\r\n").split(delimiter)
            continue
        return


def unwrapped(cells: list[str], *, width: int, delimiter: str) -> list[str]:
    """A line that an export wrapped in quotes as a whole, as the cells it was."""
    if len(cells) == 1 and width > 1 and delimiter in cells[0]:
        inner = next(csv.reader([cells[0]], delimiter=delimiter), cells)
        if len(inner) == width:
            return inner
    return cells


class _Lines:
    """Lines that can be given back, and that notice a record which swallows too many of them."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self.waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.ended = False
        self.begin()

    def begin(self) -> None:
        """With the next line another record begins."""
        self.taken.clear()
        self._size = 0
        self._is_letter = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if (
            len(self.taken) > _MOST_LINES or (len(self.taken) > 1 and self._size > _MOST_CHARACTERS)
        ) and not self._may_go_on():
            raise _Runaway
        if self.waiting:
            line = self.waiting.popleft()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.ended = True
                raise
        self.taken.append(line)
        self._size += len(line)
        return line

    def _may_go_on(self) -> bool:
        """Is what was taken so far a long letter in one cell? Rows that were swallowed have equally many cells."""
        if not self._is_letter:
            separators = Counter(line.count(self._delimiter) for line in self.taken[1:])
            like_rows = max((often for count, often in separators.items() if count), default=0)
            self._is_letter = like_rows * 2 < len(self.taken)
        return self._is_letter and self._size <= _LONGEST_LETTER

    def check(self) -> None:
        """At the end of the file an open quote looks like a cell; ask strictly."""
        if self.ended and len(self.taken) > 1:
            list(csv.reader(self.taken, delimiter=self._delimiter, strict=True))
