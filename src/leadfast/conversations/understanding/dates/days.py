"""Days named in running text, in the nine languages that replies come in, read against the mail's own date.

A closed grammar, not a guessing library: what it does not know it does not read. A day without a year is the one
nearest to the mail's date that is not long past; a bare weekday is the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from leadfast.conversations.understanding.dates import lexicon

# Short forms that are words of their own elsewhere ("set", "out", "sun"): they count here, beside a number of a day.
_MONTHS = lexicon.numbers("month") | {
    "mar": 3, "mag": 5, "giu": 6, "lug": 7, "ago": 8, "set": 9, "out": 10, "gen": 1, "fév": 2,
}  # fmt: skip
_WEEKDAYS = lexicon.numbers("weekday") | {"sat": 5, "sun": 6}
_WEEKDAYS |= {name.replace(" ", "-"): number for name, number in _WEEKDAYS.items()}

_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DAY_NAME = "|".join(sorted(map(re.escape, _WEEKDAYS), key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|ª|\.|e)?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("iso", re.compile(rf"(?<!\d)(?P<y>{_YEAR})-(?P<m>\d\d?)-(?P<d>\d\d?)(?!\d)")),
    ("ja", re.compile(r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日")),
    (
        "range",
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}\s*(?:-|–|bis|to|au|al|y|"
            rf"t/m)\s*(?P<d2>\d{{1,2}}){_ORDINAL}\s+(?:of\s+|"
            rf"de\s+)?(?P<mon>{_MONTH})\b\.?(?:,?\s*(?:de\s+)?(?P<y>{_YEAR}))?",
            re.IGNORECASE,
        ),
    ),
    (
        "day_month",
        re.compile(
            rf"(?:(?P<w>{_DAY_NAME})\b[.,]?\s+(?:the\s+|le\s+|den\s+|dem\s+|el\s+|il\s+|"
            rf"dia\s+)?)?(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}\s+(?:of\s+|de\s+|"
            rf"d[ei]\s+)?(?P<mon>{_MONTH})\b\.?(?:,?\s*(?:de\s+|del\s+)?(?P<y>{_YEAR}))?",
            re.IGNORECASE,
        ),
    ),
    (
        "month_day",
        re.compile(
            rf"(?:(?P<w>{_DAY_NAME})\b[.,]?\s+)?\b(?P<mon>{_MONTH})\b\.?\s+(?:the\s+)?(?P"
            rf"<d>\d{{1,2}})(?:st|"
            rf"nd|rd|th)?(?!\d|:)(?:,?\s*(?P<y>{_YEAR}))?",
            re.IGNORECASE,
        ),
    ),
    (
        "dotted",
        re.compile(
            rf"(?:(?P<w>{_DAY_NAME})\b[.,]?\s+(?:den\s+|"
            rf"dem\s+)?)?(?<![\d.])(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.(?:\s?(?P<y>{_YEAR}|\d\d(?!\d|"
            rf":)))?(?![\d])",
            re.IGNORECASE,
        ),
    ),
    (
        "slashed",
        re.compile(rf"(?<![\d/])(?P<a>\d{{1,2}})[/-](?P<b>\d{{1,2}})(?:[/-](?P<y>{_YEAR}|\d\d))?(?![\d/-])"),
    ),
    (
        "day_only",
        re.compile(
            rf"(?:\b(?:the|on|le|el|lunes|il|den|dem|am|dia|de)\s+|"
            rf"(?:(?P<w>{_DAY_NAME})\b[.,]?\s+(?:the\s+|den\s+|dem\s+|le\s+|el\s+|"
            rf"dia\s+)?))(?P<d>\d{{1,2}})(?:(?:st|nd|rd|th|\.)|(?=[\s,.;)]|$))(?!\s*(?::|%|h\b|uhr|"
            rf"\d|days?|weeks?|tage|jours|días|hours?|am\b|pm\b|(?:of\s+|de\s+)?(?:{_MONTH})\b))",
            re.IGNORECASE,
        ),
    ),
    (
        "relative",
        re.compile(
            r"\b(?P<rel>tomorrow|morgen|demain|mañana|domani|amanhã|jutro|明日|next week|nächste woche|"
            r"la semaine prochaine|la próxima semana|la settimana prossima|volgende week|na próxima semana|"
            r"w przyszłym tygodniu|来週)\b",
            re.IGNORECASE,
        ),
    ),
    ("weekday", re.compile(rf"\b(?P<w>{_DAY_NAME})\b", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Mention:
    """A day named in a text: the characters it stands in, the day, and the last day where a range was written."""

    start: int
    end: int
    day: date
    last: date
    kind: str


def mentions(text: str, *, at: date) -> list[Mention]:
    """All days named, in the order of the text, none overlapping. Text is read in lower case positions unchanged."""
    found: list[Mention] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            read = _read(kind, match, at)
            if read is not None:
                found.append(Mention(match.start(), match.end(), read[0], read[1], kind))
    return sorted(found, key=lambda one: one.start)


def _read(kind: str, match: re.Match[str], at: date) -> tuple[date, date] | None:
    groups = match.groupdict()
    year = _year(groups.get("y"))
    weekday = _WEEKDAYS.get((groups.get("w") or "").lower())
    if kind == "relative":
        word = match["rel"].lower()
        if word in ("tomorrow", "morgen", "demain", "mañana", "domani", "amanhã", "jutro", "明日"):
            return (at + timedelta(days=1),) * 2
        monday = at + timedelta(days=7 - at.weekday())
        return monday, monday
    if kind == "weekday":
        # Short names are words of their own in other languages ("mon ami", "sun").
        if weekday is None or len(match["w"]) <= 4:
            return None
        return (at + timedelta(days=(weekday - at.weekday() - 1) % 7 + 1),) * 2
    if kind == "day_only":
        return _both(_nearest_day(int(match["d"]), at, weekday))
    if kind == "slashed":
        return _both(_slashed(int(match["a"]), int(match["b"]), year, at))
    month = int(groups["m"]) if groups.get("m") else _MONTHS[match["mon"].lower()]
    first = _placed(int(match["d"]), month, year, at, weekday)
    if kind == "range" and first is not None:
        last = _placed(int(match["d2"]), month, year or first.year, at, None)
        return (first, last) if last else None
    return _both(first)


def _both(day: date | None) -> tuple[date, date] | None:
    return None if day is None else (day, day)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _placed(day: int, month: int, year: int | None, at: date, weekday: int | None) -> date | None:
    candidates = [
        _valid(one, month, day) for one in ([year] if year else [at.year - 1, at.year, at.year + 1])
    ]
    days = [one for one in candidates if one is not None]
    if not days:
        return None
    if year:
        return days[0]
    if weekday is not None:
        agreeing = [one for one in days if one.weekday() == weekday]
        days = agreeing or days
    # Up to two months back a day without a year is past ("I was away from 3 April"), before that it is next year's.
    return min(days, key=lambda one: (one < at - timedelta(days=60), abs((one - at).days)))


def _nearest_day(day: int, at: date, weekday: int | None) -> date | None:
    month, year = at.month, at.year
    for _ in range(3):
        one = _valid(year, month, day)
        if one is not None and one >= at and (weekday is None or one.weekday() == weekday):
            return one
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
    return None


def _slashed(first: int, second: int, year: int | None, at: date) -> date | None:
    """3/4 is 3 April or 4 March: the reading that lies ahead and nearer wins, the European one at a tie."""
    readings = [
        one
        for one in (_placed(first, second, year, at, None), _placed(second, first, year, at, None))
        if one is not None
    ]
    return min(readings, key=lambda one: (one < at, abs((one - at).days))) if readings else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
