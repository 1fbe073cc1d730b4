"""Reads one row: ``{"fields": [["mail", "a@b.example"], …]}``, as the mapping of its file named the cells."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

import orjson

from leadfast.capture.rules.found import Found, amount


def raw_of(header: Sequence[str], cells: Sequence[str], mapping: Mapping[int, str]) -> bytes:
    """A row as it is kept: every cell under the title of its column, and what the cell was taken for."""
    fields = [
        [mapping.get(n, "ignore"), header[n] if n < len(header) else "", cell]
        for n, cell in enumerate(cells)
        if cell
    ]
    return orjson.dumps({"fields": fields})


def parse(raw: bytes, country: str) -> Sequence[Found]:
    """The one somebody a row is about."""
    return (read(raw, country),)


def read(raw: bytes, _country: str) -> Found:
    """Who a row is about."""
    by_field: dict[str, list[str]] = {}
    titled: list[str] = []
    for field, title, cell in orjson.loads(raw)["fields"]:
        by_field.setdefault(field, []).append(cell)
        if field == "note":
            titled.append(cell if _is_note(title) else f"{title}: {cell}")
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
        tags=tuple(tag for cell in by_field.get("tags", ()) for tag in _TAGS.split(cell)),
        note="\n".join(titled),
    )


def reader(header: Sequence[str], mapping: Mapping[int, str]) -> Callable[[Sequence[str]], Found]:
    """What reads the rows of one file: the same as :func:`read` of :func:`raw_of`, without writing it down."""
    places: dict[str, list[int]] = {}
    for number, field in sorted(mapping.items()):
        places.setdefault(field, []).append(number)
    single = {field: tuple(places.get(field, ())) for field in _SINGLE}
    mails, phones = tuple(places.get("mail", ())), tuple(places.get("phone", ()))
    tags = tuple(places.get("tags", ()))
    notes = [
        (number, "" if _is_note(header[number] if number < len(header) else "") else f"{header[number]}: ")
        for number in places.get("note", ())
    ]

    def first(cells: Sequence[str], numbers: tuple[int, ...]) -> str:
        for number in numbers:
            if cells[number]:
                return cells[number]
        return ""

    def found(cells: Sequence[str]) -> Found:
        one = {field: first(cells, numbers) for field, numbers in single.items() if numbers}
        name = one.get("name", "")
        if not name:
            name = " ".join([p for p in (one.get("first_name", ""), one.get("last_name", "")) if p])
        return Found(
            name=name,
            company=one.get("company", ""),
            mails=_several([cells[n] for n in mails if cells[n]]),
            phones=_several([cells[n] for n in phones if cells[n]]),
            job_title=one.get("job_title", ""),
            website=one.get("website", ""),
            country=one.get("country", ""),
            value=amount(one["value"]) if one.get("value") else None,
            source=one.get("source", ""),
            tags=tuple([tag for n in tags if cells[n] for tag in _TAGS.split(cells[n])]),
            note="\n".join([f"{title}{cells[n]}" for n, title in notes if cells[n]]),
        )

    return found


_SINGLE = ("name", "first_name", "last_name", "company", "job_title", "website", "country", "value", "source")
_TAGS = re.compile(r"[,;|]")
_SEVERAL = re.compile(r"[,;|\n]| or | / ")


def _is_note(title: str) -> bool:
    return title.lower() in ("note", "notes", "")


def digests(rows: Sequence[Sequence[str]], header: Sequence[str]) -> list[str]:
    """What stands in each row, whatever the order of its columns."""
    # Columns in the order of their titles, once for the file instead of once for each row.
    order = sorted((title.strip().lower(), number) for number, title in enumerate(header))
    return [
        hashlib.sha256(
            "\x1f".join([f"{title}={row[number]}" for title, number in order if row[number]]).encode()
        ).hexdigest()
        for row in rows
    ]


def keys_of(rows: Sequence[Sequence[str]], header: Sequence[str]) -> list[str]:
    """What each row is known by: what stands in it, and which of its equals in the file it is.

    The same file again has the same keys, in whatever order its rows are; a row that stands twice in one
    file is two rows.
    """
    seen: dict[str, int] = {}
    keys: list[str] = []
    for digest in digests(rows, header):
        seen[digest] = seen.get(digest, 0) + 1
        keys.append(f"{digest}:{seen[digest]}")
    return keys


def _several(cells: Sequence[str]) -> tuple[str, ...]:
    if len(cells) == 1 and _SEVERAL.search(cells[0]) is None:
        one = cells[0].strip()
        return (one,) if one else ()
    return tuple(part.strip() for cell in cells for part in _SEVERAL.split(cell) if part.strip())
