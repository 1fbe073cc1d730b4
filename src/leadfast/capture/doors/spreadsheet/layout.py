"""Where the header is, and which rows are not about anybody: empty ones, totals, footers, tests. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from leadfast.capture.doors.spreadsheet import vocabulary
from leadfast.foundation.contacts import mail_key

# How far down a header is looked for.
LEADING: Final = 30
_NUMBER: Final = re.compile(r"^[+-]?[\d\s().,/:%$€£'-]*\d[\d\s().,/:%$€£'-]*$")
_TOTAL: Final = re.compile(
    r"^\W*((grand|sub|report)[ -]?)?(totals?|summe|gesamt\w*|zwischensumme|somme|totaux|totale|totali|totaal|"
    r"suma|razem|celkem|summa|yhteensa|итого|всего|合計|小計|count|anzahl|records?)\b",
    re.IGNORECASE,
)
_FOOTER: Final = re.compile(
    r"^\W*(copyright|©|\(c\)|confidential|vertraulich|confidentiel|confidencial|generated (by|on|at)|"
    r"export(ed|iert)? (by|on|at|am|von)|created by|printed (by|on)|report (generated|run)|downloaded (on|from)|"
    r"page \d+( of \d+)?|seite \d+|end of (report|file|list)|\*+ ?end|all rights reserved|filters?:|as of \d)",
    re.IGNORECASE,
)
_TEST: Final = re.compile(
    r"^<?\s*test[ _-]?lead\b|^dummy (data|lead)|^test test$|^test@(fb|test|facebook|linkedin)\.",
    re.IGNORECASE,
)


def header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """The place of the header among the first rows; None when the file begins with its data."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    wide = [count for count in filled if count]
    if not wide:
        return None
    often = Counter(wide)
    usual = max(often, key=lambda width: (often[width] if width > 1 else 0, width))
    # A file of few rows has no usual width; the widest row is then the measure.
    usual = usual if often[usual] > 1 else max(wide)
    best: tuple[float, int] | None = None
    for place, row in enumerate(rows[:LEADING]):
        score = _like_titles(row, filled[place], usual)
        if score > 0 and (best is None or score > best[0] + 0.5):
            best = (score, place)
    return best[1] if best else None


def _like_titles(row: Sequence[str], filled: int, usual: int) -> float:
    cells = [cell.strip() for cell in row if cell.strip()]
    if not cells or filled < max(1, usual * 0.5):
        return 0.0
    known = sum(_known(cell) for cell in cells)
    if any(mail_key(cell) for cell in cells) or any(len(cell) > 120 for cell in cells):
        return 0.0
    numbers = sum(bool(_NUMBER.match(cell)) for cell in cells)
    if numbers * 3 > len(cells):
        return 0.0
    distinct = len({cell.casefold() for cell in cells}) / len(cells)
    # Words we know weigh most; then that every cell is filled and none is twice.
    return 4 * known / len(cells) + min(1.0, filled / usual) + distinct - numbers / len(cells)


def _known(cell: str) -> bool:
    key = vocabulary.title_key(cell)
    return key in vocabulary.TITLES or vocabulary.bare_key(key) in vocabulary.TITLES


def not_a_lead(cells: Sequence[str], *, says_who: bool, width: int, has_mail: bool) -> str:
    """Why a row is about nobody: *blank*, *total*, *footer*, *test_lead*; empty when it may be."""
    filled = [stripped for cell in cells if cell and (stripped := cell.strip())]
    if not filled:
        return "blank"
    if any(cell[0] in "<tTdD" and _TEST.match(cell) for cell in filled):
        return "test_lead"
    if has_mail or len(filled) > max(2, width // 2):
        return ""
    if _TOTAL.match(filled[0]) and all(_NUMBER.match(cell) or len(cell) < 3 for cell in filled[1:]):
        return "total"
    if len(filled) <= 3 and _FOOTER.match(filled[0]):
        return "footer"
    # One line of prose in the first column of a wide table, with nothing in any column that could name somebody.
    if not says_who and width >= 4 and len(filled) == 1 and cells[0].strip() and " " in filled[0]:
        return "footer"
    return ""


SAID: Final[dict[str, str]] = {
    "blank": "An empty row.",
    "total": "A total, not a lead.",
    "footer": "A line of the export itself, not a lead.",
    "header": "The header of the table once more, not a lead.",
    "test_lead": "A test of the form, not a lead.",
}
