"""The concepts of a text, with what every rule asks of them: their kinds, and which day of a name is meant."""

from __future__ import annotations

import datetime as dt

from leadfast.conversations.understanding.dates.calendar import DAY, Stretch
from leadfast.conversations.understanding.dates.tokens import Token

# The place after what a rule has read, and the days it means.
Read = tuple[int, Stretch]


class Reader:
    """The tokens of a text and the day it was written on."""

    def __init__(self, found: list[Token], at: dt.date, country: str, language: str) -> None:
        self.tokens = _without_articles(found)
        self.at = at
        self.country = country
        self.language = language

    def kind(self, index: int) -> str:
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else ""

    def value(self, index: int) -> int | str:
        return self.tokens[index].value

    def number(self, index: int) -> int:
        value = self.tokens[index].value
        return value if isinstance(value, int) else 0

    def value_is(self, index: int, kind: str, value: str) -> bool:
        return self.kind(index) == kind and self.value(index) == value

    def beside_time(self, index: int) -> bool:
        return self.kind(index - 1) in ("in", "after", "before", "by", "from", "early", "mid", "late", "next", "this", "once", "at", "weekof", "to") or self.kind(index + 1) in ("year", "ordinal")  # fmt: skip  # noqa: E501

    def year_behind(self, place: int) -> tuple[int | None, int]:
        if self.kind(place) == "year":
            return self.number(place), place + 1
        if self.kind(place) == "next" and self.value_is(place + 1, "unit", "year"):
            return self.at.year + 1, place + 2
        if self.value_is(place, "unit", "year") and self.kind(place + 1) == "next":
            return self.at.year + 1, place + 2
        if self.kind(place) == "this" and self.value_is(place + 1, "unit", "year"):
            return self.at.year, place + 2
        if self.value_is(place, "rel", "nextyear"):
            return self.at.year + 1, place + 1
        return None, place

    def placed(self, day: int, month: int, year: int | None) -> dt.date | None:
        """A day without a year is the coming one; up to six weeks back it is the one that was."""
        if year:
            return valid(year, month, day)
        days = [one for one in (valid(self.at.year + more, month, day) for more in (-1, 0, 1)) if one]
        return min(days, key=lambda one: (one < self.at - DAY * 42, abs((one - self.at).days)), default=None)

    def next_day_of_month(self, day: int, weekday: int | None) -> dt.date | None:
        """The next 14th; with a weekday, the next one that falls on it, if there is one within the year."""
        coming = [
            one
            for one in (
                valid(
                    self.at.year + (self.at.month + more - 1) // 12, (self.at.month + more - 1) % 12 + 1, day
                )
                for more in range(12)
            )
            if one and one >= self.at
        ]
        agreeing = [one for one in coming[:4] if weekday is not None and one.weekday() == weekday]
        return next(iter(agreeing or coming), None)


def valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _without_articles(found: list[Token]) -> list[Token]:
    """ "A" and "one" are numbers only before a unit or a half."""
    kept: list[Token] = []
    for index, token in enumerate(found):
        if token.kind == "num" and not token.sure:
            follows = next((one for one in found[index + 1 :] if one.kind != "fill"), None)
            if follows is None or follows.kind not in ("unit", "half", "halfto"):
                continue
        kept.append(token)
    return kept
