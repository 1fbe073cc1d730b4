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


def look(*, name: str, content: bytes, country: str) -> list[Look]:
    """Every table of a file that holds leads. Refuses a file without any, with the reason."""
    if cards.is_mine(name, content):
        table = cards.table(content)
        return [
            Look("", table.encoding, "", table.header, dict(table.known), len(table.rows), {"form": "vcard"})
        ]
    file = io.BytesIO(content)
    sheets = opening.sheets(file, country=country)
    leads = [sheet for sheet in sheets if not sheet.activities]
    if not leads:
        raise ActivitiesOnly
    # A sheet of a workbook that names nobody is notes or a legend, as long as another names somebody.
    named = [sheet for sheet in leads if columns.usable(sheet.mapping)] or leads[:1]
    return [_look(file, sheet) for sheet in named]


def _look(file: BinaryIO, sheet: opening.Sheet) -> Look:
    count = sum(1 for _ in _filled(file, sheet))
    if count > MOST_ROWS:
        raise FileTooLarge
    layout = {
        "form": "table", "sheet": sheet.name, "leading": sheet.leading, "tool": sheet.tool,
        "months_first": sheet.months_first,
    }  # fmt: skip
    return Look(sheet.name, sheet.encoding, sheet.delimiter, sheet.header, sheet.mapping, count, layout)


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
