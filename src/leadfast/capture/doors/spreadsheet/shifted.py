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


def put_back(cells: Sequence[str], header: Sequence[str], mapping: Mapping[int, str]) -> list[str] | None:
    """The row as it was most likely meant, for whoever mends it: every typed cell in place again.

    Either an empty cell is too many, or neighbours were one cell: a company sooner than anything else.
    """
    extra = len(cells) - len(header)
    if extra < 1:
        return None
    ways = [
        (0, [*cells[:n], *cells[n + 1 :]]) for n, cell in enumerate(cells) if extra == 1 and not cell.strip()
    ]
    for place in range(len(header)):
        pieces = cells[place : place + extra + 1]
        row = [*cells[:place], ", ".join(pieces), *cells[place + extra + 1 :]]
        if pieces[0].strip():
            ways.append((_APART.get(mapping.get(place, ""), len(_APART) + 1), row))
    fitting = [
        (rank, row)
        for rank, row in ways
        if not any(_misfit(field, row, n) for n, field in mapping.items())
        and any(field in TYPED and _fit(field, row, n) for n, field in mapping.items())
    ]
    return min(fitting, key=lambda way: way[0])[1] if fitting else None


# Fields whose values often have a comma of their own, the likeliest first.
_APART: Final = {"company": 1, "job_title": 2, "note": 3, "city": 4}


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
    return dates.moment(cell, serial=True) is not None
