"""Text in columns, or a workbook: whatever no other door knows is tried as this."""

import io

from leadfast.capture.doors.spreadsheet import open as opening
from leadfast.capture.rules.table import Table


def is_mine(_name: str, _content: bytes) -> bool:
    """Anything may be a table; reading it refuses what is none."""
    return True


def table(content: bytes) -> Table:
    """The first sheet, whole, with the columns as they are proposed."""
    file = io.BytesIO(content)
    sheet = opening.sheets(file)[0]
    rows = [tuple(cells) for _, cells in opening.rows(file, sheet) if any(cells)]
    return Table(sheet.encoding, sheet.delimiter, sheet.header, rows, dict(sheet.mapping))
