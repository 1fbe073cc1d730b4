"""Reads one row: ``{"fields": [["mail", "a@b.example"], …]}``, as the mapping of its file named the cells."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from leadfast.capture.rules.found import Found, amount


def raw_of(header: Sequence[str], cells: Sequence[str], mapping: Mapping[int, str]) -> bytes:
    """A row as it is kept: every cell under the title of its column, and what the cell was taken for."""
    fields = [
        [mapping.get(n, "ignore"), header[n] if n < len(header) else "", c] for n, c in enumerate(cells) if c
    ]
    return json.dumps({"fields": fields}, ensure_ascii=False).encode()


def parse(raw: bytes, country: str) -> Sequence[Found]:
    """The one somebody a row is about."""
    return (read(raw, country),)


def read(raw: bytes, _country: str) -> Found:
    """Who a row is about."""
    by_field: dict[str, list[str]] = {}
    titled: list[str] = []
    for field, title, cell in json.loads(raw)["fields"]:
        by_field.setdefault(field, []).append(cell)
        if field == "note":
            titled.append(cell if title.lower() in ("note", "notes", "") else f"{title}: {cell}")
    one = {field: cells[0] for field, cells in by_field.items()}
    parts = " ".join(part for part in (one.get("first_name", ""), one.get("last_name", "")) if part)
    return Found(
        name=one.get("name") or parts,
        company=one.get("company", ""),
        mails=_several(by_field.get("mail", ())),
        phones=_several(by_field.get("phone", ())),
        job_title=one.get("job_title", ""),
        website=one.get("website", ""),
        country=one.get("country", ""),
        value=amount(one.get("value", "")),
        source=one.get("source", ""),
        tags=tuple(tag for cell in by_field.get("tags", ()) for tag in re.split(r"[,;|]", cell)),
        note="\n".join(titled),
    )


def keys_of(rows: Sequence[Sequence[str]], header: Sequence[str]) -> list[str]:
    """What each row is known by: what stands in it, and which of its equals in the file it is.

    The same file again has the same keys, in whatever order its rows are; a row that stands twice in one
    file is two rows.
    """
    seen: dict[str, int] = {}
    keys: list[str] = []
    for row in rows:
        cells = sorted(
            f"{title.strip().lower()}={cell}" for title, cell in zip(header, row, strict=False) if cell
        )
        digest = hashlib.sha256("\x1f".join(cells).encode()).hexdigest()
        seen[digest] = seen.get(digest, 0) + 1
        keys.append(f"{digest}:{seen[digest]}")
    return keys


def _several(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        part.strip() for cell in cells for part in re.split(r"[,;|\n]| or | / ", cell) if part.strip()
    )
