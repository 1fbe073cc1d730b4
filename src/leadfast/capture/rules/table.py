"""A file as a table: what a door for files hands over. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header. Every row is as long as the header or longer."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    # Field by column number, where the form of the file says what a column is (a vCard knows its phones).
    known: Mapping[int, str] = field(default_factory=dict)
