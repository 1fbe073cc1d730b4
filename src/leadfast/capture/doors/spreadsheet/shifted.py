"""Rows whose cells stand in the wrong columns, because a separator inside a cell was not quoted. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from leadfast.capture.doors.spreadsheet import dates
from leadfast.capture.doors.spreadsheet.countries import code_of
from leadfast.foundation.contacts import mail_key

_DIGIT: Final = re.compile(r"\d")
TYPED: Final = ("mail", "created", "last_activity", "next_activity", "country", "website")


def is_shifted(cells: Sequence[str], header: Sequence[str], mapping: Mapping[int, str]) -> bool:
    """More filled cells than columns; or cells with a form of their own all stand one place too far right."""
    if any(cell.strip() for cell in cells[len(header) :]):
        return True
    typed = sorted(number for number, field in mapping.items() if field in TYPED)
    wrong = sum(_misfit(mapping[n], cells, n) for n in typed)
    # A row with a cell too many, though it is empty, needs less to convince.
    enough = 1 if len(cells) > len(header) else 2
    if wrong < enough:
        return False
    for place in range(len(typed)):
        beside = typed[place:]
        moved = sum(_fit(mapping[n], cells, n + 1) for n in beside)
        left = sum(_misfit(mapping[n], cells, n) for n in typed[:place])
        left += sum(_misfit(mapping[n], cells, n + 1) for n in beside)
        if moved >= enough and not left:
            return True
    return False


def mended(
    cells: Sequence[str], header: Sequence[str], mapping: Mapping[int, str], delimiter: str
) -> list[str] | None:
    """The row with neighbours joined again so that every typed cell stands in place; None when that is not one way.

    A space after a separator is how people write, and a value seldom begins with one: such a way is believed first.
    """
    extra = len(cells) - len(header)
    if extra < 1:
        return None
    ways: list[tuple[bool, list[str]]] = []
    for place in range(len(header)):
        pieces = cells[place : place + extra + 1]
        row = [*cells[:place], delimiter.join(pieces), *cells[place + extra + 1 :]]
        if pieces[0].strip() and not any(_misfit(field, row, n) for n, field in mapping.items()):
            ways.append((all(piece.startswith(" ") for piece in pieces[1:]), row))
    told = [row for spaced, row in ways if spaced] or [row for _, row in ways]
    return told[0] if len(told) == 1 else None


def suspicious(cells: Sequence[str], typed: Sequence[tuple[int, str]]) -> bool:
    """Is a closer look worth while? Cheap, because it is asked of every row."""
    wrong = 0
    for number, field in typed:
        cell = cells[number] if number < len(cells) else ""
        if cell and _SIGNS[field](cell):
            wrong += 1
    return wrong >= 2


# What a cell surely lacks that is not of its field.
_SIGNS: Final[dict[str, Callable[[str], bool]]] = {
    "mail": lambda cell: "@" not in cell,
    "website": lambda cell: "." not in cell or "@" in cell,
    "country": lambda cell: not code_of(cell),
    **dict.fromkeys(("created", "last_activity", "next_activity"), lambda cell: not _DIGIT.search(cell)),
}


def _fit(field: str, cells: Sequence[str], number: int) -> bool:
    return number < len(cells) and _is(field, cells[number].strip())


def _misfit(field: str, cells: Sequence[str], number: int) -> bool:
    cell = cells[number].strip() if number < len(cells) else ""
    return field in TYPED and bool(cell) and not _is(field, cell)


def _is(field: str, cell: str) -> bool:
    if field == "mail":
        return mail_key(cell) is not None
    if field == "country":
        return bool(code_of(cell))
    if field == "website":
        return "." in cell and " " not in cell and "@" not in cell
    return dates.moment(cell) is not None
