"""Addresses and telephone numbers in running text."""

from __future__ import annotations

import re

from leadfast.conversations.understanding.letter import ADDRESS

PHONE = re.compile(r"(?<![\w@./-])(?!\d{5}(?:-\d{4})?\s+\()(?:\+|00|\()?\d[\d\s()./-]{5,18}\d(?![\w@])")
_DATE = re.compile(
    r"^\s*(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[.:]\d{2}(?:\s*-\s*\d{1,2}[.:]\d{2})?)\s*$"
)


# A date with a time, a number in a file, a code before the town.
_NO_PHONE = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|0{4}|\d{5}(?:-\d{4})?\s+\d{1,4}\s")


def phones(text: str) -> list[re.Match[str]]:
    """Numbers with 7 to 15 digits that are no date and no sum of money."""
    return [
        match
        for match in PHONE.finditer(text)
        if 7 <= len(re.sub(r"\D", "", match[0])) <= 15
        and not _DATE.match(match[0])
        and not _NO_PHONE.match(match[0])
        and not re.match(
            r"\s*(?:€|\$|£|euro|eur|usd|zł|円)", text[match.end() : match.end() + 6], re.IGNORECASE
        )
    ]


def addresses(text: str) -> list[re.Match[str]]:
    return list(ADDRESS.finditer(text)) if "@" in text else []
