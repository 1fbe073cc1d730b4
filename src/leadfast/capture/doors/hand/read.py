"""Reads what somebody typed: ``{"line": "Kowalski, big bakery in Leeds, 0113 496 0000", "name": …}``."""

import json
from collections.abc import Mapping, Sequence

from leadfast.capture.doors.hand import line
from leadfast.capture.rules.found import Found, amount


def parse(raw: bytes, country: str) -> Sequence[Found]:
    """The one somebody that was typed."""
    return (read(raw, country),)


def read(raw: bytes, country: str) -> Found:
    """The fields win over what the line says; what the line says besides is kept as a note."""
    return told({str(key): str(value).strip() for key, value in json.loads(raw).items() if value}, country)


def told(typed: Mapping[str, str], country: str) -> Found:
    """The same of what was just typed."""
    said = line.read(typed.get("line", ""), country=country)
    return Found(
        name=typed.get("name") or said.name,
        company=typed.get("company") or said.company,
        mails=_several(typed, "mail") or said.mails,
        phones=_several(typed, "phone") or said.phones,
        job_title=typed.get("job_title", ""),
        website=typed.get("website") or said.website,
        country=typed.get("country", ""),
        value=amount(typed.get("value", "")),
        source=typed.get("source", ""),
        campaign=typed.get("campaign", ""),
        tags=tuple(typed.get("tags", "").split(",")),
        note="\n".join(part for part in (said.note, typed.get("note", "")) if part),
        asked=typed.get("asked", "") == "yes",
    )


def _several(typed: Mapping[str, str], field: str) -> tuple[str, ...]:
    return tuple(part for part in typed.get(field, "").replace(";", ",").split(",") if part.strip())
