"""Text in columns: whatever no other door knows is tried as this."""

from leadfast.capture.doors.csv import table as tables
from leadfast.capture.rules.table import Table


def is_mine(_name: str, _content: bytes) -> bool:
    """Anything may be a table of text; reading it refuses what is none."""
    return True


def table(content: bytes) -> Table:
    """The file as a table."""
    return tables.read(content)
