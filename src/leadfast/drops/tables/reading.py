"""A file as rows of text: CSV in any encoding, or the first sheet of a workbook."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from leadfast.capture.doors.spreadsheet.encoding import encoding_of
from leadfast.capture.doors.spreadsheet.text import delimiter_of
from leadfast.drops.errors import NotLeads
from leadfast.drops.tables import columns

_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows below it."""

    header: list[str]
    rows: list[list[str]]


def read(place: Path) -> Table:
    """The table in a file; lines before its header are skipped."""
    rows = _sheet(place) if place.suffix.lower().startswith(".xls") else _text(place.read_bytes())
    known = [len(columns.of(row)) for row in rows[:_LOOKED_AT]]
    if not known or max(known) < 1:
        raise NotLeads
    top = known.index(max(known))
    return Table(rows[top], [row for row in rows[top + 1 :] if any(cell.strip() for cell in row)])


def _text(content: bytes) -> list[list[str]]:
    text = content.decode(encoding_of(io.BytesIO(content)), "replace").replace("\x00", "")
    return [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(text), delimiter=delimiter_of(text.splitlines(keepends=True)[:60]))
    ]


def _sheet(place: Path) -> list[list[str]]:
    # Read by a library that is there for uploads of workbooks; loaded only when one comes.
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(place))
        rows: Sequence[Sequence[object]] = book.get_sheet_by_index(0).to_python()
    except (python_calamine.CalamineError, IndexError, OSError) as error:
        raise NotLeads from error
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat(" ") if isinstance(cell, dt.datetime) else cell.isoformat()
    return str(cell).strip()
