"""Cells of files that people open in a spreadsheet program."""

import re

# OWASP, "CSV Injection": what a spreadsheet program takes for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Signed numbers and phone numbers begin like formulas and are none.
_PLAIN = re.compile(r"^[+-]?[\d\s().,/-]*\d[\d\s().,/-]*$")


def harmless_cell(text: str) -> str:
    """``text`` as a cell that no spreadsheet program runs: a quote before what looks like a formula."""
    if text.startswith(_FORMULA) and not _PLAIN.match(text):
        return f"'{text}"
    return text


def plain_cell(text: str) -> str:
    """The text behind a quote that :func:`harmless_cell` (or a spreadsheet program) put there."""
    if text.startswith("'") and text[1:].startswith(_FORMULA):
        return text[1:]
    return text
