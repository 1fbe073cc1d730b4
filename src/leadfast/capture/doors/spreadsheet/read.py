"""Reads one row: ``{"fields": [["mail", "E-mail", "a@b.example"], …]}``, as the mapping of its file named the cells."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from leadfast.capture.doors.spreadsheet import errors, row
from leadfast.capture.rules.found import Found


def raw_of(
    header: Sequence[str], cells: Sequence[str], mapping: Mapping[int, str], *, months_first: bool = False
) -> bytes:
    """A row as it is kept: every cell under the title of its column, and what the cell was taken for."""
    # More cells than columns are a sign that one was cut in two: then the empty ones tell too.
    long = len(cells) > len(header)
    fields = [
        [mapping.get(n, "ignore"), header[n] if n < len(header) else "", cell]
        for n, cell in enumerate(cells)
        if cell or long
    ]
    kept: dict[str, object] = {"fields": fields}
    if months_first:
        kept["months_first"] = True
    if long:
        kept["columns"] = len(header)
    return json.dumps(kept, ensure_ascii=False).encode()


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
    plan = row.Plan(header, mapping, bool(kept.get("months_first")), country)
    return row.read([cell for _, _, cell in fields], plan)


def keys(rows: Iterable[Sequence[str]], header: Sequence[str]) -> Iterable[str]:
    """What each row is known by: what stands in it, and which of its equals in the file it is.

    The same file again has the same keys, in whatever order its rows are; a row that stands twice in one
    file is two rows.
    """
    titles = [title.strip().lower() for title in header]
    seen: dict[bytes, int] = {}
    for cells in rows:
        filled = sorted(f"{title}={cell}" for title, cell in zip(titles, cells, strict=False) if cell)
        over = [f"+{n}={cell}" for n, cell in enumerate(cells[len(titles) :]) if cell]
        digest = hashlib.sha256("\x1f".join((*filled, *over)).encode()).digest()
        # Twelve bytes are enough to count equals by; a million rows cost some tens of megabytes.
        place = seen[digest[:12]] = seen.get(digest[:12], 0) + 1
        yield f"{digest.hex()}:{place}"
