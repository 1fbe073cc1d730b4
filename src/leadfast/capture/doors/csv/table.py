"""A file as a table: its encoding, its delimiter, its header, its rows. Pure."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from leadfast.capture.errors import FileEmpty, FileTooLarge, NotATable
from leadfast.capture.rules.table import Table
from leadfast.foundation.spreadsheets import plain_cell

MOST_ROWS: Final = 2_000_000
MOST_COLUMNS: Final = 200
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = (",", ";", "\t", "|")


def read(content: bytes) -> Table:
    """Read a file. Empty lines are no rows; a row with too many cells keeps them."""
    opened = open_stream(content)
    rows = list(opened.rows)
    if not rows:
        raise FileEmpty
    return Table(opened.encoding, opened.delimiter, opened.header, rows)


@dataclass(frozen=True, slots=True)
class Stream:
    """A file row by row, so that a large one takes no more memory than its bytes."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


def open_stream(content: bytes) -> Stream:
    """Begin to read a file."""
    encoding = encoding_of(content)
    head = content[:100_000].decode(encoding, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in head:
        raise NotATable
    delimiter = delimiter_of(head)
    rows = _rows(content, encoding, delimiter)
    header = next(rows, None)
    if header is None:
        raise FileEmpty
    if len(header) > MOST_COLUMNS:
        raise NotATable
    return Stream(encoding, delimiter, header, _as_long_as(len(header), rows))


def _rows(content: bytes, encoding: str, delimiter: str) -> Iterator[tuple[str, ...]]:
    # Universal newlines; a quoted cell may hold line breaks.
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline=None)
    try:
        for row in csv.reader(text, delimiter=delimiter):
            if any(row) and any(cell.strip() for cell in row):
                yield tuple([plain_cell(cell.strip()) for cell in row])
    except csv.Error as error:
        raise NotATable from error


def _as_long_as(width: int, rows: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise FileTooLarge
        if "\x00" in row[0]:
            raise NotATable
        yield row if len(row) >= width else (*row, *("",) * (width - len(row)))


def encoding_of(content: bytes) -> str:
    """By its mark, else UTF-8 if it is that, else what western spreadsheets save."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    sample = content[:400]
    if sample.count(b"\x00") > len(sample) // 4:
        return "utf-16-le" if sample[1:2] == b"\x00" else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def delimiter_of(text: str) -> str:
    """The one that cuts the first lines into the most equal rows."""
    lines = [line for line in text.split("\n")[:30] if line.strip()]

    def fits(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        first = widths[0] if widths else 1
        return (sum(width == first for width in widths) / max(1, len(widths)) if first > 1 else 0.0, first)

    return max(_DELIMITERS, key=fits)
