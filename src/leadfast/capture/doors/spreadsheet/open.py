"""A file as sheets, and a sheet as rows in constant memory. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, Final

from leadfast.capture.doors.spreadsheet import book, columns, dates, layout, text, tools
from leadfast.capture.doors.spreadsheet.row import Plan
from leadfast.capture.errors import FileEmpty, TooManyColumns

_LOOKED_AT: Final = 300
MOST_COLUMNS: Final = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file and how it is laid out. ``name`` is empty for a file of text."""

    name: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    # Records before the header; -1 when there is no header.
    leading: int
    mapping: Mapping[int, str]
    tool: str = ""
    activities: bool = False
    months_first: bool = False
    # The first rows, as a sample.
    sample: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    def plan(self, *, country: str, mapping: Mapping[int, str] | None = None) -> Plan:
        """How its rows are read, with the columns as proposed or as somebody changed them."""
        return Plan(self.header, self.mapping if mapping is None else mapping, self.months_first, country)


def sheets(content: BinaryIO, *, country: str = "") -> list[Sheet]:
    """Every sheet that has a row under a header; refuses a file that has none, with the reason."""
    content.seek(0)
    head = content.read(8)
    if not head.strip():
        raise FileEmpty
    if book.is_book(head):
        named = [(name, "", "") for name, height in book.sheets(content) if height]
    else:
        encoding, delimiter = text.opened(content)
        named = [("", encoding, delimiter)]
    found = [
        sheet
        for name, encoding, delimiter in named
        if (sheet := _sheet(content, name, encoding, delimiter, country))
    ]
    if not found:
        raise FileEmpty
    return found


def rows(content: BinaryIO, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Each record after the header with its number, from 1; empty ones too. Short rows are filled up."""
    width = len(sheet.header)
    after = islice(_records(content, sheet), sheet.leading + 1, None)
    for number, cells in enumerate(after, start=1):
        if sheet.delimiter and len(cells) == 1:
            cells = text.unwrapped(cells, width=width, delimiter=sheet.delimiter)
        yield number, cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]


def _sheet(content: BinaryIO, name: str, encoding: str, delimiter: str, country: str) -> Sheet | None:
    bare = Sheet(name, encoding, delimiter, (), -1, {})
    first = list(islice(_records(content, bare), _LOOKED_AT))
    place = layout.header_at(first)
    if not any(any(cell.strip() for cell in row) for row in first):
        return None
    if place is None:
        width = max(len(row) for row in first)
        header, leading, sample = tuple("" for _ in range(width)), -1, first
    else:
        header, leading, sample = tuple(cell.strip() for cell in first[place]), place, first[place + 1 :]
        while (
            header
            and not header[-1]
            and not any(len(row) >= len(header) and row[len(header) - 1].strip() for row in sample)
        ):
            header = header[:-1]
    if not any(any(cell.strip() for cell in row) for row in sample):
        return None
    if len(header) > MOST_COLUMNS:
        raise TooManyColumns
    tool = tools.recognise(header)
    mapping = columns.propose(header, sample, tool=tool)
    days = [
        row[n]
        for n, chosen in mapping.items()
        if chosen in ("created", "last_activity", "next_activity")
        for row in sample
        if n < len(row)
    ]
    default = bool(tool and tool.months_first) or country in ("US", "PH")
    return Sheet(
        name, encoding, delimiter, header, leading, mapping, tool.name if tool else "",
        bool(tool and tool.activities), dates.month_first(days, default=default),
        tuple(tuple(row) for row in sample[:50]),
    )  # fmt: skip


def _records(content: BinaryIO, sheet: Sheet) -> Iterator[list[str]]:
    if sheet.delimiter:
        return _without_sep_line(text.records(text.lines_of(content, sheet.encoding), sheet.delimiter))
    return book.records(content, sheet.name)


def _without_sep_line(records: Iterator[list[str]]) -> Iterator[list[str]]:
    """``sep=;`` on the first line is a word to a spreadsheet program."""
    for number, cells in enumerate(records):
        if number == 0 and "".join(cells).casefold().startswith("sep=") and len("".join(cells)) <= 5:
            continue
        yield cells
