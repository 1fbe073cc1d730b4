"""A file of leads as rows, whatever form it has: how it is laid out, and what reads its rows."""

import io
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import psycopg
from django.db import connection

from leadfast.capture.doors.spreadsheet import columns
from leadfast.capture.doors.spreadsheet import open as opening
from leadfast.capture.doors.spreadsheet.row import Plan, Reader, Row
from leadfast.capture.doors.spreadsheet.tools import CRMS
from leadfast.capture.doors.vcard import file as cards
from leadfast.capture.errors import ActivitiesOnly, FileTooLarge
from leadfast.capture.models import Upload
from leadfast.foundation.spreadsheets import plain_cell

DOOR: Final = "spreadsheet"
MOST_ROWS: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """One table of a file, as it was found when it was looked at first."""

    sheet: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    mapping: Mapping[int, str]
    row_count: int
    # What it takes to find the rows again: kept with the upload.
    layout: Mapping[str, Any]
    # Which table of the file it is, where it has several.
    label: str = ""


def look(*, name: str, content: bytes, country: str) -> list[Look]:
    """Every table of a file that holds leads. Refuses a file without any, with the reason."""
    if cards.is_mine(name, content):
        table = cards.table(content)
        return [
            Look("", table.encoding, "", table.header, dict(table.known), len(table.rows), {"form": "vcard"})
        ]
    file = io.BytesIO(content)
    sheets = opening.sheets(file, country=country)
    tables = [table for sheet in sheets for table in opening.tables(file, sheet, country=country)]
    leads = [table for table in tables if not table[0].activities]
    if not leads:
        raise ActivitiesOnly
    # A table that names nobody is notes or a legend, as long as another names somebody.
    named = [table for table in leads if columns.usable(table[0].mapping)] or leads[:1]
    looks = [_look(sheet, count, tables, named) for sheet, count in named]
    return sorted(looks, key=lambda one: bool(one.layout.get("hidden")))


_Table = tuple[opening.Sheet, int]


def _look(sheet: opening.Sheet, count: int, tables: Sequence[_Table], named: Sequence[_Table]) -> Look:
    if count > MOST_ROWS:
        raise FileTooLarge
    layout: dict[str, Any] = {
        "form": "table", "sheet": sheet.name, "leading": sheet.leading, "tool": sheet.tool,
        "months_first": sheet.months_first,
    }  # fmt: skip
    label, notes = sheet.name, []
    together = [table for table in tables if table[0].name == sheet.name]
    if len(together) > 1:
        place = next(n for n, (one, _) in enumerate(together, start=1) if one is sheet)
        label = f"{label}, table {place}" if label else f"table {place}"
        layout |= {"until": sheet.until, "span": sheet.span}
        notes.append(
            f"There are {len(together)} tables {'in this sheet' if sheet.name else 'in this file'}, each looked at "
            f"by itself. This is table {place}, with its header in line {sheet.leading + 1:,}."
        )
        notes += [
            f"Not taken in, because it names nobody: the table “{', '.join(filter(None, one.header))[:80]}” with "
            f"its header in line {one.leading + 1:,}."
            for one, _ in together
            if not any(one is taken for taken, _ in named)
        ]
    if sheet.hidden:
        layout["hidden"] = True
        label = f"{label} (hidden in the workbook)"
        notes.append(
            "This sheet is hidden in the workbook. Let it come in only if you know that it is meant to."
        )
    if notes:
        layout["notes"] = notes
    return Look(
        sheet.name, sheet.encoding, sheet.delimiter, sheet.header, sheet.mapping, count, layout, label
    )


def notes(upload: Upload) -> Sequence[str]:
    """What whoever lets it come in should know of how it was found, in sentences."""
    return [str(note) for note in upload.layout.get("notes", ())]


def keep(upload: Upload, content: bytes) -> None:
    """Write the bytes of an upload that has none yet, as they are.

    As a value of a statement like any other they would be spelt out, several times over: a gigabyte for a file of
    a hundred megabytes.
    """
    with connection.wrap_database_errors:
        psycopg.Cursor(connection.connection).execute(
            "UPDATE capture_upload SET content = %b WHERE workspace_id = %s AND id = %s",
            [content, upload.workspace_id, upload.id],
        )


def kept(upload_id: uuid.UUID) -> BinaryIO:
    """The bytes of an upload as a file on disk: however large it is, a megabyte of it is in memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # whoever reads it closes it
    at = 1
    while part := _part(upload_id, at):
        file.write(part)
        at += len(part)
    file.seek(0)
    return file


def rows(upload: Upload, file: BinaryIO) -> Iterator[tuple[str, ...]]:
    """The rows of an upload in order, from its first; empty lines are no rows."""
    if upload.layout.get("form") == "vcard":
        yield from cards.table(file.read()).rows
        return
    if not upload.layout:
        # Kept before files were looked at this closely.
        yield from _filled(file, opening.sheets(file)[0])
        return
    sheet = opening.Sheet(
        upload.layout["sheet"],
        upload.encoding,
        upload.delimiter,
        tuple(upload.header),
        upload.layout["leading"],
        {},
        until=upload.layout.get("until"),
        span=_span(upload.layout.get("span")),
    )
    yield from _filled(file, sheet)


def reader(upload: Upload, mapping: Mapping[int, str], *, country: str) -> Callable[[Sequence[str]], Row]:
    """What reads the rows of an upload under a mapping."""
    plan = Plan(
        tuple(upload.header), mapping, months_first(upload), country, program(upload), upload.uploaded_at
    )
    return Reader(plan)


def months_first(upload: Upload) -> bool:
    """Is 3/4 in this file the fourth of March?"""
    return bool(upload.layout.get("months_first"))


def program(upload: Upload) -> str:
    """In which its leads were worked, where the file tells; else empty."""
    tool = str(upload.layout.get("tool", ""))
    return tool if tool in CRMS else ""


def _span(kept: Sequence[int] | None) -> tuple[int, int] | None:
    return (kept[0], kept[1]) if kept else None


def _filled(file: BinaryIO, sheet: opening.Sheet) -> Iterator[tuple[str, ...]]:
    for _, cells in opening.rows(file, sheet):
        row = tuple([plain_cell(cell.strip()) if cell[:1] == "'" else cell.strip() for cell in cells])
        if any(row):
            yield row


_PART: Final = "SELECT substring(content FROM %s FOR %s) FROM capture_upload WHERE id = %s"
_PART_SIZE: Final = 1 << 20


def _part(upload_id: uuid.UUID, at: int) -> bytes:
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        # As bytes: spelt out as text, each would be two, written and read.
        cursor.execute(_PART, [at, _PART_SIZE, upload_id], binary=True)
        found = cursor.fetchone()
    return bytes(found[0]) if found else b""
