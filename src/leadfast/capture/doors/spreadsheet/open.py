"""A file as sheets, and a sheet as rows in constant memory. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import BinaryIO, Final

from leadfast.capture.doors.spreadsheet import apart, book, columns, dates, kinds, layout, text, tools
from leadfast.capture.doors.spreadsheet.errors import OneLineOnly
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
    # The record at which another table begins below this one; None where there is none.
    until: int | None = None
    # From which column to which it goes, where another table stands beside it.
    span: tuple[int, int] | None = None
    # Whoever opens the workbook does not see this sheet.
    hidden: bool = False
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
        kinds.refuse_archive(content)
        named = [(name, "", "") for name, height in book.sheets(content) if height]
        unseen = book.hidden(content)
    else:
        kinds.refuse_other(content)
        encoding, delimiter = text.opened(content)
        named, unseen = [("", encoding, delimiter)], frozenset()
    found = [
        sheet
        for name, encoding, delimiter in named
        for sheet in _sheets(
            content, Sheet(name, encoding, delimiter, (), -1, {}, hidden=name in unseen), country
        )
    ]
    if not found:
        raise OneLineOnly if named else FileEmpty
    return found


def tables(content: BinaryIO, sheet: Sheet, *, country: str = "") -> list[tuple[Sheet, int]]:
    """The tables of a sheet that stand below each other, each with the number of its rows that say anything."""
    spans = apart.below(rows(content, sheet), sheet.header, sheet.mapping)
    if len(spans) == 1 and not spans[0].header:
        return [(sheet, spans[0].filled)]
    found = []
    for one in spans:
        leading = sheet.leading + one.header
        until = None if one.until is None else sheet.leading + one.until
        bare = replace(sheet, until=until, header=(), leading=-1)
        first = list(islice(_records(content, bare), max(leading, 0), leading + _LOOKED_AT))
        titles, sample = ([""] * len(sheet.header), first) if leading < 0 else (first[0], first[1:])
        if laid_out := _laid_out(bare, titles, sample, leading, country):
            found.append((laid_out, one.filled))
    return found


def rows(content: BinaryIO, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Each record after the header with its number, from 1; empty ones too. Short rows are filled up."""
    width = len(sheet.header)
    after = islice(_records(content, sheet), sheet.leading + 1, None)
    for number, cells in enumerate(after, start=1):
        if sheet.delimiter and len(cells) == 1:
            cells = text.unwrapped(cells, width=width, delimiter=sheet.delimiter)
        yield number, cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]


def _sheets(content: BinaryIO, bare: Sheet, country: str) -> list[Sheet]:
    """The tables of a sheet that stand side by side; mostly it is one."""
    first = list(islice(_records(content, bare), _LOOKED_AT))
    place = layout.header_at(first)
    if not any(any(cell.strip() for cell in row) for row in first):
        return []
    if place is None:
        width = max(len(row) for row in first)
        alone = _laid_out(bare, ["" for _ in range(width)], first, -1, country)
        return [alone] if alone else []
    place = apart.first_header(first, place)
    header, sample = first[place], first[place + 1 :]
    spans = apart.beside([cell.strip() for cell in header], sample)
    if len(spans) > 1 and _stand_apart(content, bare, place, spans):
        beside = [
            _laid_out(
                replace(bare, span=span),
                header[slice(*span)],
                [row[slice(*span)] for row in sample],
                place,
                country,
            )
            for span in spans
        ]
        return [sheet for sheet in beside if sheet]
    alone = _laid_out(bare, header, sample, place, country)
    return [alone] if alone else []


def _stand_apart(content: BinaryIO, bare: Sheet, place: int, spans: list[tuple[int, int]]) -> bool:
    """Is nothing between the tables, to the last row?"""
    within = {n for begin, end in spans for n in range(begin, end)}
    return not any(
        cell.strip() and number not in within
        for cells in islice(_records(content, bare), place + 1, None)
        for number, cell in enumerate(cells)
    )


def _laid_out(
    bare: Sheet, titles: list[str], sample: list[list[str]], leading: int, country: str
) -> Sheet | None:
    header = tuple(cell.strip() for cell in titles)
    while (
        leading >= 0
        and header
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
    return replace(
        bare, header=header, leading=leading, mapping=mapping, tool=tool.name if tool else "",
        activities=bool(tool and tool.activities), months_first=dates.month_first(days, default=default),
        sample=tuple(tuple(row) for row in sample[:50]),
    )  # fmt: skip


def _records(content: BinaryIO, sheet: Sheet) -> Iterator[list[str]]:
    records = _all_records(content, sheet)
    if sheet.until is not None:
        records = islice(records, sheet.until)
    if sheet.span is not None:
        begin, end = sheet.span
        return (cells[begin:end] for cells in records)
    return records


def _all_records(content: BinaryIO, sheet: Sheet) -> Iterator[list[str]]:
    if sheet.delimiter:
        return _without_sep_line(text.records(text.lines_of(content, sheet.encoding), sheet.delimiter))
    return book.records(content, sheet.name)


def _without_sep_line(records: Iterator[list[str]]) -> Iterator[list[str]]:
    """``sep=;`` on the first line is a word to a spreadsheet program."""
    for number, cells in enumerate(records):
        if number == 0 and "".join(cells).casefold().startswith("sep=") and len("".join(cells)) <= 5:
            continue
        yield cells
