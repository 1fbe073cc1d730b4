"""Several tables in one sheet: below each other, each under a header of its own, or side by side. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from leadfast.capture.doors.spreadsheet import columns, vocabulary
from leadfast.capture.doors.spreadsheet.errors import TooManyTables

MOST: Final = 40
_LONGEST_TITLE: Final = 60
# What no header holds: an address, or a number of some length.
_OF_SOMEBODY: Final = re.compile(r"@|\d[\d\s()./-]{4,}\d")
# Fields that say who it is: two tables of people have some of them both.
_SAME: Final = {"first_name": "name", "last_name": "name", "mobile": "phone"}
_WHO: Final = frozenset({"name", "company", "mail", "phone"})


@dataclass(frozen=True, slots=True)
class Span:
    """A table among several below each other. Rows are numbered as after the first header, whose number is 0."""

    header: int
    # The first row that is not of it any more; None for the last table.
    until: int | None
    filled: int


def below(
    rows: Iterable[tuple[int, Sequence[str]]], header: Sequence[str], mapping: Mapping[int, str]
) -> list[Span]:
    """Where the tables of a sheet are that stand below each other; mostly it is one."""
    spans: list[Span] = []
    begun = filled = captions = 0
    apart = False
    titles = _keys(header)
    mail = next((n for n, field in mapping.items() if field == "mail"), None)
    for number, cells in rows:
        if mail is not None and mail < len(cells) and "@" in cells[mail]:
            # The usual row: cheap, because it is asked of every one.
            filled, captions, apart = filled + 1, 0, False
            continue
        if not any(map(str.strip, cells)):
            captions, apart = 0, True
            continue
        if is_header(cells, apart=apart) and _keys(cells) != titles:
            if filled > captions:
                spans.append(Span(begun, number - captions, filled - captions))
            if len(spans) >= MOST:
                raise TooManyTables
            begun, filled, captions, apart = number, 0, 0, False
            titles = _keys(cells)
            mail = next((n for n, cell in enumerate(cells) if columns.meant(cell) == "mail"), None)
            continue
        filled += 1
        # One cell alone after an empty row is what the next table is called, if one follows.
        apart = apart and sum(bool(cell.strip()) for cell in cells) == 1
        captions = captions + 1 if apart else 0
    if filled or not spans:
        spans.append(Span(begun, None, filled))
    return spans


def is_header(cells: Sequence[str], *, apart: bool = False) -> bool:
    """Is this the header of a table? Words we know, and at least one by which somebody can be found.

    After an empty row (``apart``) it may also be a table about something else, if we know each of its words.
    """
    if _OF_SOMEBODY.search("\x1f".join(cells)):
        return False
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if len(filled) < 2 or any(len(cell) > _LONGEST_TITLE for cell in filled):
        return False
    fields: set[str] = set()
    known = 0
    for place, cell in enumerate(filled, start=1):
        if field := columns.meant(cell):
            known += 1
            fields.add(_SAME.get(field, field))
        elif (place - known) * 2 > len(filled):
            return False
    if known < 2 or (len(fields) < 2 and len({cell.casefold() for cell in filled}) < 2):
        return False
    return not _WHO.isdisjoint(fields) or (apart and known == len(filled))


def first_header(rows: Sequence[Sequence[str]], place: int) -> int:
    """The header of the first table, where a wider one below it was taken for the header of all."""
    for above in range(place):
        if is_header(rows[above]) and any(
            sum(bool(cell.strip()) for cell in row) > 1 for row in rows[above + 1 : place]
        ):
            return above
    return place


def beside(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """From which column to which the tables go that stand side by side; a single one when it is one table.

    An empty column between does not make two tables: both sides have to say who somebody is.
    """
    empty = [
        not title and not any(n < len(row) and row[n].strip() for row in rows)
        for n, title in enumerate(header)
    ]
    tables: list[tuple[int, int]] = []
    for begin, end in _runs(empty):
        if tables and not _is_another(header, rows, tables[0], (begin, end)):
            tables[-1] = (tables[-1][0], end)
        else:
            tables.append((begin, end))
    return tables if len(tables) > 1 else [(0, len(header))]


def _runs(empty: Sequence[bool]) -> Iterable[tuple[int, int]]:
    begin = None
    for n, gap in enumerate([*empty, True]):
        if gap and begin is not None:
            yield begin, n
            begin = None
        elif not gap and begin is None:
            begin = n


def _is_another(
    header: Sequence[str], rows: Sequence[Sequence[str]], one: tuple[int, int], two: tuple[int, int]
) -> bool:
    if two[1] - two[0] < 2 or one[1] - one[0] < 2:
        return False
    both = len(_who(header[slice(*one)]) & _who(header[slice(*two)]))
    return both > 1 or (both == 1 and any(_any(row[slice(*one)]) != _any(row[slice(*two)]) for row in rows))


def _who(titles: Sequence[str]) -> frozenset[str]:
    return _WHO & {_SAME.get(field, field) for title in titles if (field := columns.meant(title))}


def _any(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _keys(cells: Sequence[str]) -> list[str]:
    """What each column is; one and the same thing is called *Email* here and *E-MAIL* there."""
    keys = [columns.meant(cell) or vocabulary.title_key(cell) for cell in cells]
    while keys and not keys[-1]:
        keys.pop()
    return keys
