"""A file of vCards as rows, so that each card gets its verdict before anything comes in."""

import re
from typing import Final

from leadfast.capture.doors.vcard import read
from leadfast.capture.errors import FileEmpty
from leadfast.capture.rules.table import Table

_BEGINS: Final = re.compile(rb"^\s*(\xef\xbb\xbf)?\s*(begin\s*:\s*vcard|mecard:|bizcard:)", re.IGNORECASE)
# What a column of such a file is: said by its form, not by a header.
_COLUMNS: Final = (
    ("name", "Name"), ("company", "Company"), ("job_title", "Job title"), ("mail", "Mail addresses"),
    ("phone", "Phones"), ("website", "Web"), ("city", "City"), ("country", "Country"), ("note", "Note"),
)  # fmt: skip


def is_mine(name: str, content: bytes) -> bool:
    """By its name or its first line."""
    return name.lower().endswith((".vcf", ".vcard")) or bool(
        _BEGINS.match(content[:200].replace(b"\x00", b""))
    )


def table(content: bytes) -> Table:
    """One row for each card."""
    rows = [
        (
            one.name, one.company, one.job_title, "; ".join(one.mails), "; ".join(found.phones),
            found.website, one.city, one.country, found.note,
        )
        for one in read.contacts(content)
        for found in (one.found(),)
    ]  # fmt: skip
    if not rows:
        raise FileEmpty
    header = tuple(title for _, title in _COLUMNS)
    return Table("utf-8", "", header, rows, {n: field for n, (field, _) in enumerate(_COLUMNS)})
