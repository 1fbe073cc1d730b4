"""Rows on their way into tables, many at once: COPY into a temporary relation, from there set by set.

The application's role cannot COPY into a table under row-level security, and a list of parameters costs
several times as much. A relation is made once for a connection and is empty outside of a transaction.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import orjson
from django.db import connection


@dataclass(frozen=True)
class Relation:
    """A temporary table: its name, and its columns with their types."""

    name: str
    columns: Mapping[str, str]

    def fill(self, rows: Iterable[Sequence[object]]) -> None:
        """Empty it, and fill it with these rows; the values stand in the order of the columns."""
        columns = ", ".join(f"{name} {kind}" for name, kind in self.columns.items())
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS {self.name} ({columns}) ON COMMIT DELETE ROWS"
            )
            cursor.execute(f"DELETE FROM {self.name}")
            with _copy(cursor, f"COPY {self.name} FROM STDIN") as copy:
                left = iter(rows)
                while some := list(islice(left, _AT_ONCE)):
                    copy.write(lines(some))


# Lines handed over at once: enough to be quick, little enough to stay in memory.
_AT_ONCE = 1000


def statistics_keep_up() -> None:
    """Tables that have doubled since they were looked at are looked at anew, in a transaction of its own.

    Until then the plans of a bulk verb are those for a small table: each chunk would read the growing one through.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT leadfast_statistics_keep_up()")


def lines(rows: Sequence[Sequence[object]]) -> str:
    """Rows in the text form of COPY."""
    # Column by column: what one holds is mostly of one kind, and looked at as a whole in a tenth of the time.
    columns = [_column(values) for values in zip(*rows, strict=True)]
    return "".join([f"{line}\n" for line in map("\t".join, zip(*columns, strict=True))])


def array(values: Iterable[str]) -> str:
    """Texts as one value of an array column."""
    return f"{{{','.join([_quoted(value) for value in values])}}}"


def listed(values: Iterable[str]) -> str:
    """Texts as one parameter, for ``jsonb_array_elements_text``: a list of the driver's costs five times as much."""
    return orjson.dumps(list(values)).decode()


def _column(values: tuple[Any, ...]) -> Sequence[str]:
    """The values of one column, written for COPY."""
    try:
        together = "\t".join(values)
    except TypeError:
        # Not texts alone. Many are the same object (nothing, yes, a date, somebody's id), which is written once.
        objects = dict(zip(map(id, values), values, strict=True))
        written = {place: _written(value) for place, value in objects.items()}
        return [written[place] for place in map(id, values)]
    if together.count("\t") < len(values) and not any(mark in together for mark in _TELLING):
        return values
    return [_plain(value) for value in values]


def _plain(text: str) -> str:
    for mark, written in _ESCAPED:
        text = text.replace(mark, written)
    return text


# Of what is escaped, all but the mark between columns.
_TELLING: Final = ("\\", "\n", "\r", "\x00")
_ESCAPED: Final = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\x00", ""))


def _written(value: object) -> str:
    if isinstance(value, str):
        return _plain(value)
    if value is None:
        return "\\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, uuid.UUID):
        # Without its dashes: a third of the time of its own text, and the database reads both.
        return f"{value.int:032x}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, dict | list):
        return _plain(json.dumps(value, ensure_ascii=False))
    return _plain(str(value))


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _copy(cursor: Any, statement: str) -> Any:
    # The wrapper of Django does not know COPY; the cursor under it does.
    return cursor.cursor.copy(statement)
