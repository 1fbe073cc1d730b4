"""Workbooks: XLSX, XLS, ODS and their kin, sheet by sheet, as cells of text. Pure."""

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

import python_calamine
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from leadfast.capture.errors import WorkbookUnreadable

# What a workbook may unfold to: a few kilobytes can claim to be gigabytes.
_LARGEST: Final = 2 << 30
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_book(head: bytes) -> bool:
    """By its first bytes; names lie."""
    return head.startswith((_ZIP, _OLE))


def sheets(content: BinaryIO) -> list[tuple[str, int]]:
    """Name and number of rows of each sheet that shows cells."""
    book = _open(content)
    return [
        (meta.name, book.get_sheet_by_index(number).total_height)
        for number, meta in enumerate(book.sheets_metadata)
        if meta.typ == SheetTypeEnum.WorkSheet
    ]


def hidden(content: BinaryIO) -> frozenset[str]:
    """The sheets that whoever opens the workbook does not see."""
    return frozenset(
        meta.name for meta in _open(content).sheets_metadata if meta.visible != SheetVisibleEnum.Visible
    )


def records(content: BinaryIO, sheet: str) -> Iterator[list[str]]:
    """Every row of a sheet from its first, empty ones too, so that numbers agree with what people see."""
    found = _open(content).get_sheet_by_name(sheet)
    empty = found.start[0] if found.start else 0
    for _ in range(empty):
        yield []
    left = [""] * (found.start[1] if found.start else 0)
    rows = ([*left, *(_text(cell) for cell in row)] for row in found.iter_rows())
    merged = [
        (top, bottom, column) for (top, column), (bottom, _) in found.merged_cell_ranges or () if bottom > top
    ]
    yield from _filled_down(rows, merged, first=empty) if merged else rows


def _filled_down(
    rows: Iterable[list[str]], merged: Iterable[tuple[int, int, int]], *, first: int
) -> Iterator[list[str]]:
    """What stands in a cell merged over several rows stands in each that says anything else."""
    begins: dict[int, list[tuple[int, int]]] = {}
    for top, bottom, column in merged:
        begins.setdefault(top, []).append((column, bottom))
    above: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(rows, start=first):
        if above:
            above = {column: told for column, told in above.items() if told[0] >= number}
            if any(cells):
                for column, (_, text) in above.items():
                    cells[column] = cells[column] or text
        for column, bottom in begins.get(number, ()):
            if column < len(cells):
                above[column] = (bottom, cells[column])
        yield cells


def _open(content: BinaryIO) -> CalamineWorkbook:
    content.seek(0)
    if content.read(4) == _ZIP:
        content.seek(0)
        try:
            size = sum(member.file_size for member in zipfile.ZipFile(content).infolist())
        except zipfile.BadZipFile as error:
            raise WorkbookUnreadable from error
        if size > _LARGEST:
            raise WorkbookUnreadable
    content.seek(0)
    try:
        return CalamineWorkbook.from_filelike(content)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise WorkbookUnreadable from error


def _text(cell: object) -> str:
    """A cell as people would type it: 12000 and not 12000.0, a day as a day."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds") if cell.time() != dt.time() else cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
