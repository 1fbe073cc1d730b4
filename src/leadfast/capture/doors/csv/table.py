"""A file as a table: its encoding, its delimiter, its header, its rows. Pure."""

import codecs
import csv
from typing import Final

from leadfast.capture.errors import FileEmpty, FileTooLarge, NotATable
from leadfast.capture.rules.table import Table
from leadfast.foundation.spreadsheets import plain_cell

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = (",", ";", "\t", "|")


def read(content: bytes) -> Table:
    """Read a file. Empty lines are no rows; a row with too many cells keeps them."""
    encoding = encoding_of(content)
    text = content.decode(encoding, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise NotATable
    delimiter = delimiter_of(text)
    # With their ends: a quoted cell may hold line breaks.
    lines = csv.reader([f"{line}\n" for line in text.split("\n")], delimiter=delimiter)
    try:
        rows = [
            tuple(plain_cell(cell.strip()) for cell in row) for row in lines if any(c.strip() for c in row)
        ]
    except csv.Error as error:
        raise NotATable from error
    if len(rows) < 2:
        raise FileEmpty
    if len(rows) - 1 > MOST_ROWS:
        raise FileTooLarge
    if len(rows[0]) > MOST_COLUMNS:
        raise NotATable
    header, *body = rows
    width = len(header)
    return Table(encoding, delimiter, header, [(*row, *("",) * (width - len(row))) for row in body])


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
