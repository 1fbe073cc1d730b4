"""The grammar of named times over concepts of any language: which days a phrase means, seen from the mail's own day.

What it does not know it does not read. A time that names no year is the next one to come; a vague phrase is a range.
"""

from __future__ import annotations

import datetime as dt

from leadfast.conversations.understanding import language as languages
from leadfast.conversations.understanding.dates import calendar as cal
from leadfast.conversations.understanding.dates import clock, seasons, weeks, written
from leadfast.conversations.understanding.dates.calendar import DAY, Stretch
from leadfast.conversations.understanding.dates.hints import may_name
from leadfast.conversations.understanding.dates.reader import Read, Reader
from leadfast.conversations.understanding.dates.spans import Named
from leadfast.conversations.understanding.dates.tokens import tokens

_AROUND = 14  # days that "after Easter" covers


def named(text: str, *, at: dt.date, country: str = "", language: str = "") -> list[Named]:
    """All times named, in the order of the text, none overlapping."""
    language = language or languages.language_of(text)
    return read_times(text, at=at, country=country, language=language) if may_name(text, language) else []


def read_times(text: str, *, at: dt.date, country: str, language: str) -> list[Named]:
    """:func:`named` of a text that may name a time."""
    reader = Reader(tokens(text, language), at, country, language)
    found: list[Named] = []
    index = 0
    while index < len(reader.tokens):
        token = reader.tokens[index]
        if token.kind == "that" and reader.kind(index + 1) == "unit" and found:
            # "that week" is the week of the day named before.
            stretch = cal.unit(found[-1].first, str(reader.value(index + 1)), 0)
            if stretch is not None:
                end_at = reader.tokens[index + 1].end
                first = max(stretch[0], found[-1].first)
                found.append(
                    Named(token.start, end_at, first, stretch[1], text[token.start : end_at], "stretch")
                )
                index += 2
                continue
        read = None if token.kind in ("gap", "stop") else phrase(reader, index)
        if read is None:
            index += 1
            continue
        end, stretch, relation, sort = read
        if stretch[0] < stretch[1] and (stretch[0].month, stretch[0].day) == (1, 1):
            # Whoever says "early next year" does not mean New Year's Day.
            stretch = stretch[0] + DAY, stretch[1]
        start_at, end_at = token.start, reader.tokens[end - 1].end
        found.append(Named(start_at, end_at, *stretch, text[start_at:end_at].strip(), sort, relation))
        index = end
    return clock.joined(found, clock.named(text, reader.tokens, at), text)


def phrase(r: Reader, index: int) -> tuple[int, Stretch, str, str] | None:
    """A time with what stands before it ("after", "by", "early") or behind it."""
    kind = r.kind(index)
    if kind in ("after", "before", "by", "from", "once"):
        inner = phrase(r, index + 1)
        if inner is None:
            return None
        end, stretch, relation, sort = inner
        if relation and relation != "from":
            return (end, stretch, relation, sort)
        if kind == "once":
            # "once the Q2 budget is approved" is in Q2; "once the holidays are over" is after them.
            over = r.kind(end - 1) == "holiday" or r.kind(index + 1) == "holiday"
            kind = "after" if over else "from"
        return end, related(r, kind, stretch, index + 1), kind, sort
    if kind in ("in", "at", "to", "that", "fill") and r.kind(index + 1):
        if kind == "in":
            ahead = weeks.ahead(r, index + 1)
            if ahead is not None:
                return (*ahead, "", "stretch")
        return phrase(r, index + 1) if kind != "to" else None
    read = parted(r, index)
    if read is None:
        return None
    end, stretch = read
    sort = "day" if stretch[0] == stretch[1] else "stretch"
    if r.language == "ja" and r.kind(end) == "weekday" and sort == "day":
        end += 1
    behind = r.kind(end)
    if behind in ("after_", "before_", "by_"):
        relation = behind[:-1]
        if relation == "after" and sort == "day":
            relation = "from"
        return end + 1, related(r, relation, stretch, index), relation, sort
    return end, stretch, "", sort


def related(r: Reader, relation: str, stretch: Stretch, index: int) -> Stretch:
    first, last = stretch
    if relation == "after":
        return last + DAY, last + DAY * _AROUND
    if relation == "before" and first > r.at:
        return max(r.at + DAY, first - DAY * _AROUND), first - DAY
    if relation == "by" and first == last:
        return first, last
    if relation == "from" and first == last and r.kind(index) != "rel":
        return first, first + DAY * 6
    return stretch


def parted(r: Reader, index: int) -> Read | None:
    """early/mid/late in something; the week of something; or the thing itself."""
    kind = r.kind(index)
    if kind in ("early", "mid", "late", "halfto", "half"):
        part = "mid" if kind in ("halfto", "half") else kind
        place = index + 1
        while r.kind(place) in ("in", "at", "num", "ord") and r.kind(place + 1) in (
            "month",
            "next",
            "this",
            "unit",
        ):
            place += 1
        inner = whole(r, place) or weeks.this_unit(r, place)
        if inner is None:
            return None
        if kind == "half" and isinstance(r.value(index), int):
            return inner[0], cal.half(inner[1], r.number(index))
        if inner[1][0] == inner[1][1]:
            return inner
        return inner[0], cal.third(inner[1], part)
    if kind == "weekof":
        inner = whole(r, index + 1) or written.day_of_month(r, index + 1, article=True)
        return (inner[0], cal.week(inner[1][0])) if inner else None
    read = whole(r, index)
    if read is not None:
        behind = r.kind(read[0])
        if behind in ("early_", "mid_", "late_") and read[1][0] != read[1][1]:
            return read[0] + 1, cal.third(read[1], behind[:-1])
        if behind == "weekof_":
            return read[0] + 1, cal.week(read[1][0])
    return read


def whole(r: Reader, index: int) -> Read | None:
    for rule in (
        written.in_figures, written.month_first, written.day_first, weeks.weekday, weeks.next_something,
        weeks.unit_next,
        weeks.ahead_from_now, seasons.counted, seasons.season, seasons.holiday, seasons.relative, weeks.week_number,
        seasons.year, written.bare_day,
    ):  # fmt: skip
        read = rule(r, index)
        if read is not None:
            return read
    return None
