"""Reads one row: ``{"fields": [["mail", "E-mail", "a@b.example"], …]}``, as the mapping of its file named the cells."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import orjson

from leadfast.capture.doors.spreadsheet import cells as reading
from leadfast.capture.doors.spreadsheet import errors, row, shifted
from leadfast.capture.rules.found import Found

# Columns of a remainder: which arrival a row is, and why it waited.
ROW_OF: Final = ("leadfast row", "why it waits")


def raw_of(
    header: Sequence[str],
    cells: Sequence[str],
    mapping: Mapping[int, str],
    *,
    months_first: bool = False,
    program: str = "",
) -> bytes:
    """A row as it is kept: every cell under the title of its column, and what the cell was taken for."""
    # More cells than columns are a sign that one was cut in two: then the empty ones tell too.
    long = len(cells) > len(header)
    fields = [
        (mapping.get(n, "ignore"), header[n] if n < len(header) else "", cell)
        for n, cell in enumerate(cells)
        if cell or long
    ]
    kept: dict[str, object] = {"fields": fields}
    if months_first:
        kept["months_first"] = True
    if program:
        kept["program"] = program
    if long:
        kept["columns"] = len(header)
    return orjson.dumps(kept)


def cells_of(raw: bytes, header: Sequence[str]) -> list[str]:
    """The cells of a row in the columns of its file; nothing once the row is erased."""
    if not raw:
        return []
    fields: list[list[str]] = json.loads(raw)["fields"]
    if len(fields) >= len(header):
        return [cell for _, _, cell in fields]
    # Empty cells are not kept, so each stands under the next column of its title.
    cells = [""] * len(header)
    at = 0
    for _, title, cell in fields:
        at = header.index(title, at)
        cells[at] = cell
        at += 1
    return cells


def parse(raw: bytes, country: str) -> Sequence[Found]:
    """Who a row is about. Refuses a row that needs a person, with the reason."""
    read = verdict(raw, country)
    if read.verdict == "doubt":
        raise errors.BY_REASON[read.why]
    if read.verdict == "skip":
        raise errors.NotALead
    return (read.found,)


def verdict(raw: bytes, country: str) -> row.Row:
    """The row of an arrival with its verdict."""
    kept = json.loads(raw)
    fields: list[list[str]] = kept["fields"]
    header = tuple(title for _, title, _ in fields[: kept.get("columns")])
    mapping = {number: field for number, (field, _, _) in enumerate(fields)}
    plan = row.Plan(header, mapping, bool(kept.get("months_first")), country, kept.get("program", ""))
    return row.read([cell for _, _, cell in fields], plan)


def likely(raw: bytes, country: str) -> Found:
    """Who a row that waits is most likely about, for the form in which a person mends it."""
    kept = json.loads(raw)
    fields: list[list[str]] = kept["fields"]
    cells = [cell for _, _, cell in fields]
    header = [title for _, title, _ in fields[: kept.get("columns")]]
    mapping = {number: field for number, (field, _, _) in enumerate(fields[: len(header)])}
    moved = shifted.is_shifted(cells, header, mapping)
    back = shifted.put_back(cells, header, mapping) if moved else None
    plan = row.Plan(tuple(header), mapping, bool(kept.get("months_first")), country, kept.get("program", ""))
    read = row.read(back or cells, plan)
    found = read.found
    if moved and back is None:
        # In which column a cell belongs is not known: only what says itself what it is.
        apart = [cell for cell in cells if cell]
        return Found(
            name=found.name,
            company="" if "@" in found.company else found.company,
            mails=tuple(one for cell in apart for one in reading.mails(cell))[:1],
            phones=tuple(one for cell in apart if "@" not in cell for one in reading.phones(cell))[:1],
        )
    return replace(found, mails=(read.hint["mail"],)) if "mail" in read.hint else found


def keys(rows: Iterable[Sequence[str]], header: Sequence[str]) -> Iterable[str]:
    """What each row is known by: what stands in it, and which of its equals in the file it is.

    The same file again has the same keys, in whatever order its rows are; a row that stands twice in one
    file is two rows.
    """
    seen: dict[str, int] = {}
    for digest in digests(rows, header):
        place = seen[digest] = seen.get(digest, 0) + 1
        yield f"{digest}:{place}"


def digests(rows: Iterable[Sequence[str]], header: Sequence[str]) -> list[str]:
    """What stands in each row, whatever the order of its columns."""
    # Columns in the order of their titles, once for the file instead of once for each row. Where a row that
    # waited is put back, what says whence it came is no part of it.
    order = sorted((t.strip().lower(), n) for n, t in enumerate(header) if t not in ROW_OF)
    width = len(header)
    return [
        hashlib.sha256(
            "\x1f".join([f"{title}={row[n]}" for title, n in order if row[n]] + list(row[width:])).encode()
        ).hexdigest()
        for row in rows
    ]
