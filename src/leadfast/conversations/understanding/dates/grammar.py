"""The grammar of named times over concepts of any language: which days a phrase means, seen from the mail's own day.

What it does not know it does not read. A time that names no year is the next one to come; a vague phrase is a range.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from leadfast.conversations.understanding.dates import calendar as cal
from leadfast.conversations.understanding.dates import clock, holidays
from leadfast.conversations.understanding.dates.calendar import DAY, Stretch
from leadfast.conversations.understanding.dates.tokens import Token, tokens
from leadfast.conversations.understanding.language import language_of

_AROUND = 14  # days that "after Easter" covers


@dataclass(frozen=True, slots=True)
class Named:
    """A time named in a text: where it stands, its days, its time of day, and how it was put.

    `relation` is '', after, before, by or from; `sort` is day, stretch or clock (a time of day alone).
    """

    start: int
    end: int
    first: dt.date
    last: dt.date
    words: str
    sort: str
    relation: str = ""
    time: dt.time | None = None


def named(text: str, *, at: dt.date, country: str = "", language: str = "") -> list[Named]:
    """All times named, in the order of the text, none overlapping."""
    language = language or language_of(text)
    reader = _Reader(tokens(text, language), at, country, language)
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
        read = None if token.kind in ("gap", "stop") else reader.phrase(index)
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


Read = tuple[int, Stretch]


class _Reader:
    """Tries the rules at one place after the other. Each returns the place after what it read, and the days."""

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

    def phrase(self, index: int) -> tuple[int, Stretch, str, str] | None:
        """A time with what stands before it ("after", "by", "early") or behind it."""
        kind = self.kind(index)
        if kind in ("after", "before", "by", "from", "once"):
            inner = self.phrase(index + 1)
            if inner is None:
                return None
            end, stretch, relation, sort = inner
            if relation and relation != "from":
                return (end, stretch, relation, sort)
            if kind == "once":
                # "once the Q2 budget is approved" is in Q2; "once the holidays are over" is after them.
                over = self.kind(end - 1) == "holiday" or self.kind(index + 1) == "holiday"
                kind = "after" if over else "from"
            return end, self.related(kind, stretch, index + 1), kind, sort
        if kind in ("in", "at", "to", "that", "fill") and self.kind(index + 1):
            if kind == "in":
                ahead = self.ahead(index + 1)
                if ahead is not None:
                    return (*ahead, "", "stretch")
            inner = self.phrase(index + 1) if kind != "to" else None
            return inner
        read = self.parted(index)
        if read is None:
            return None
        end, stretch = read
        sort = "day" if stretch[0] == stretch[1] else "stretch"
        if self.language == "ja" and self.kind(end) == "weekday" and sort == "day":
            end += 1
        behind = self.kind(end)
        if behind in ("after_", "before_", "by_"):
            relation = behind[:-1]
            if relation == "after" and sort == "day":
                relation = "from"
            return end + 1, self.related(relation, stretch, index), relation, sort
        return end, stretch, "", sort

    def related(self, relation: str, stretch: Stretch, index: int) -> Stretch:
        first, last = stretch
        if relation == "after":
            return last + DAY, last + DAY * _AROUND
        if relation == "before" and first > self.at:
            return max(self.at + DAY, first - DAY * _AROUND), first - DAY
        if relation == "by" and first == last:
            return first, last
        if relation == "from" and first == last and self.kind(index) != "rel":
            return first, first + DAY * 6
        return stretch

    def parted(self, index: int) -> Read | None:
        """early/mid/late in something; the week of something; or the thing itself."""
        kind = self.kind(index)
        if kind in ("early", "mid", "late", "halfto", "half"):
            part = "mid" if kind in ("halfto", "half") else kind
            place = index + 1
            while self.kind(place) in ("in", "at", "num", "ord") and self.kind(place + 1) in (
                "month",
                "next",
                "this",
                "unit",
            ):
                place += 1
            inner = self.whole(place) or self.this_unit(place)
            if inner is None:
                return None
            if kind == "half" and isinstance(self.value(index), int):
                return inner[0], cal.half(inner[1], self.number(index))
            if inner[1][0] == inner[1][1]:
                return inner
            return inner[0], cal.third(inner[1], part)
        if kind == "weekof":
            inner = self.whole(index + 1) or self.day_of_month(index + 1, article=True)
            return (inner[0], cal.week(inner[1][0])) if inner else None
        read = self.whole(index)
        if read is not None:
            behind = self.kind(read[0])
            if behind in ("early_", "mid_", "late_") and read[1][0] != read[1][1]:
                return read[0] + 1, cal.third(read[1], behind[:-1])
            if behind == "weekof_":
                return read[0] + 1, cal.week(read[1][0])
        return read

    def this_unit(self, index: int) -> Read | None:
        """A bare unit after "end of": the one that runs."""
        if self.kind(index) != "unit":
            return None
        if self.kind(index + 1) == "next":
            stretch = cal.unit(self.at, str(self.value(index)), 1)
            return (index + 2, stretch) if stretch else None
        stretch = cal.unit(self.at, str(self.value(index)), 0)
        return (index + 1, stretch) if stretch else None

    def whole(self, index: int) -> Read | None:
        for rule in (
            self.written, self.month_first, self.day_first, self.weekday, self.next_something, self.unit_next,
            self.ahead_from_now, self.counted, self.season, self.holiday, self.relative, self.week_number,
            self.year, self.bare_day,
        ):  # fmt: skip
            read = rule(index)
            if read is not None:
                return read
        return None

    # --- dates that are written out

    def written(self, index: int) -> Read | None:
        kind = self.kind(index)
        if kind not in ("iso", "dotted", "slashed"):
            return None
        pieces = [int(one) for one in re.findall(r"\d+", str(self.value(index)))]
        day: dt.date | None
        if kind == "iso":
            day = _valid(*pieces)
        else:
            year = (pieces[2] if pieces[2] > 99 else 2000 + pieces[2]) if len(pieces) > 2 else None
            european = self.placed(pieces[0], pieces[1], year)
            american = self.placed(pieces[1], pieces[0], year)
            if kind == "dotted" or self.language not in ("en", "ja"):
                day = european or american
            elif self.language == "ja" or self.country in ("US", "PH", "JP"):
                day = american or european
            elif self.country or not (european and american):
                day = european or american
            else:
                day = min((european, american), key=lambda one: (one < self.at, abs((one - self.at).days)))
        return (index + 1, (day, day)) if day else None

    def day_first(self, index: int) -> Read | None:
        """14 March 2026 · 14 to 18 March · Tuesday, 14 March"""
        if self.kind(index) not in ("ordinal", "number"):
            return None
        day, place, last = self.number(index), index + 1, 0
        if self.kind(place) in ("to", "by") and self.kind(place + 1) in ("ordinal", "number"):
            if self.kind(place + 2) == "month":
                last, place = self.number(place + 1), place + 2
        if self.kind(place) != "month":
            return None
        year, end = self.year_behind(place + 1)
        first = self.placed(day, self.number(place), year)
        if first is None:
            return None
        until = self.placed(last, first.month, first.year) if last else None
        return end, (first, until if until and until > first else first)

    def month_first(self, index: int) -> Read | None:
        """March 14th, 2026 · March · March next year · next March"""
        if self.kind(index) != "month":
            return None
        number = self.number(index)
        if self.kind(index + 1) in ("ordinal", "number") and 1 <= self.number(index + 1) <= 31:
            if self.kind(index + 2) != "clock":
                year, end = self.year_behind(index + 2)
                day = self.placed(self.number(index + 1), number, year)
                if day is not None:
                    return end, (day, day)
        if not self.tokens[index].sure and not self.beside_time(index):
            return None
        year, end = self.year_behind(index + 1)
        if year is None:
            stretch = cal.month(self.at.year, number)
            if stretch[1] <= self.at + DAY * 5:
                stretch = cal.month(self.at.year + 1, number)
        else:
            stretch = cal.month(year, number)
        return end, stretch

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

    def value_is(self, index: int, kind: str, value: str) -> bool:
        return self.kind(index) == kind and self.value(index) == value

    def bare_day(self, index: int) -> Read | None:
        """the 14th · le 14 · am 14."""
        return self.day_of_month(index, article=self.kind(index) == "ordinal")

    def day_of_month(self, index: int, *, article: bool) -> Read | None:
        if self.kind(index) not in ("ordinal", "number") or not article:
            return None
        if self.kind(index + 1) in ("unit", "halfyear", "clock", "oclock", "part", "month", "quarter"):
            return None
        day = self.next_day_of_month(self.number(index), None)
        return (index + 1, (day, day)) if day else None

    # --- weekdays and units

    def weekday(self, index: int) -> Read | None:
        """Thursday · Thursday 14 March · Thursday the 14th · Thursday next week · mercredi prochain · (水)"""
        place = index
        ahead = self.kind(place) in ("next", "this")
        place += ahead
        if self.kind(place) != "weekday":
            return None
        wanted = self.number(place)
        after = place + 1
        if not ahead and self.kind(after) in ("ordinal", "number", "dotted", "slashed", "month", "iso"):
            written = self.written(after) or self.day_first(after) or self.month_first(after)
            if written is not None and written[1][0] == written[1][1]:
                return written
            if (
                self.kind(after) in ("ordinal", "number")
                and 1 <= self.number(after) <= 31
                and (
                    self.kind(after + 1) not in ("clock", "oclock", "part", "unit")
                    or self.kind(after) == "ordinal"
                )
            ):
                day = self.next_day_of_month(self.number(after), wanted)
                if day is not None and (day.weekday() == wanted or self.kind(after) == "ordinal"):
                    return after + 1, (day, day)
        day = self.at + DAY * ((wanted - self.at.weekday() - 1) % 7 + 1)
        for words in (0, 1):
            weeks = self.kind(after + words)
            if weeks in ("next", "afternext") and self.value_is(after + words + 1, "unit", "week"):
                jump = 2 if weeks == "afternext" else 1
                day = cal.week(self.at + 7 * DAY * jump)[0] + DAY * wanted
                return after + words + 2, (day, day)
            if self.value_is(after + words, "unit", "week") and self.kind(after + words + 1) == "next":
                day = cal.week(self.at + 7 * DAY)[0] + DAY * wanted
                return after + words + 2, (day, day)
            if self.kind(after) != "in":
                break
        if self.value_is(after, "rel", "nextweek"):
            return after + 1, (cal.week(self.at + 7 * DAY)[0] + DAY * wanted,) * 2
        if self.kind(after) == "next" and self.kind(after + 1) != "weekday":
            if self.kind(after + 1) in ("ordinal", "number"):
                written = self.day_first(after + 1)
                if written is not None:
                    return written
            after += 1
        return after, (day, day)

    def next_something(self, index: int) -> Read | None:
        """next week · this month · the week after next · next March · next spring"""
        kind = self.kind(index)
        if kind not in ("next", "this", "afternext", "last"):
            return None
        ahead = {"next": 1, "this": 0, "afternext": 2, "last": -1}[kind]
        follows = self.kind(index + 1)
        if follows == "num" and self.kind(index + 2) == "unit" and kind == "next":
            # "in the next two weeks"
            stretch = cal.later(self.at, self.number(index + 1), str(self.value(index + 2)))
            return (index + 3, (self.at + DAY, stretch[0])) if stretch else None
        if follows == "unit" or (follows == "rel" and self.value(index + 1) == "weekend"):
            stretch = cal.unit(self.at, str(self.value(index + 1)), ahead)
            if stretch is None:
                return None
            if ahead == 0:
                stretch = max(stretch[0], min(self.at + DAY, stretch[1])), stretch[1]
            return index + 2, stretch
        if follows == "month" and kind != "last":
            stretch = cal.month(self.at.year, self.number(index + 1))
            if stretch[0] <= self.at and kind == "next":
                stretch = cal.month(self.at.year + 1, self.number(index + 1))
            return index + 2, stretch
        if follows in ("season", "holiday", "quarter", "halfyear"):
            return self.season(index + 1) or self.holiday(index + 1)
        return None

    def unit_next(self, index: int) -> Read | None:
        """la semaine prochaine · el mes que viene · das Jahr darauf"""
        if self.kind(index) != "unit" or self.kind(index + 1) not in ("next", "afternext", "this"):
            return None
        ahead = {"next": 1, "afternext": 2, "this": 0}[self.kind(index + 1)]
        stretch = cal.unit(self.at, str(self.value(index)), ahead)
        return (index + 2, stretch) if stretch else None

    def ahead(self, index: int) -> Read | None:
        """(in) two weeks · (dans) un mois · (in) a year and a half · (in) half a year"""
        halves = 0
        place = index
        if self.kind(place) in ("half", "halfto") and self.kind(place + 1) == "unit":
            stretch = cal.later(self.at, 0, str(self.value(place + 1)), halves=1)
            return (place + 2, stretch) if stretch else None
        if self.value_is(place, "rel", "halfyear"):
            stretch = cal.later(self.at, 6, "month")
            return (place + 1, stretch) if stretch else None
        if self.kind(place) not in ("num", "number"):
            return None
        count = self.number(place)
        place += 1
        if self.kind(place) == "to" and self.kind(place + 1) in ("num", "number"):
            # "in two or three weeks", "2 bis 3 Monate"
            most, place = self.number(place + 1), place + 2
        elif self.kind(place) in ("num", "number") and self.kind(place + 1) == "unit":
            most, place = self.number(place), place + 1
        else:
            most = count
        if self.kind(place) in ("next", "half"):
            place += 1
        if self.kind(place) != "unit" or self.value(place) in ("weekend", "fiscal"):
            return None
        unit = str(self.value(place))
        first = cal.later(self.at, count, unit, halves=halves)
        last = cal.later(self.at, most, unit, halves=halves)
        return (place + 1, (first[0], last[1])) if first and last else None

    def ahead_from_now(self, index: int) -> Read | None:
        """two weeks from now · drei Monate später · 3週間後"""
        read = self.ahead(index)
        if read is None:
            return None
        if self.kind(read[0]) in ("later", "after_") or self.kind(index - 1) in ("from", "after", "by"):
            return read[0] + (self.kind(read[0]) in ("later", "after_")), read[1]
        return None

    # --- quarters, seasons, holidays

    def counted(self, index: int) -> Read | None:
        """Q2 · second quarter · 2. Halbjahr · zweite Hälfte · H1 2027"""
        kind = self.kind(index)
        if kind in ("quarter", "halfyear"):
            number, name, place = self.number(index), kind, index + 1
        elif kind in ("ord", "ordinal", "number") and self.kind(index + 1) == "unit":
            number, name, place = self.number(index), str(self.value(index + 1)), index + 2
        elif kind in ("ord", "ordinal") and self.kind(index + 1) == "weekof":
            number, name, place = self.number(index), "week", index + 2
        elif kind == "half" and self.value_is(index + 1, "unit", "halfyear"):
            number, name, place = self.number(index), "halfyear", index + 2
        else:
            return None
        if name == "week" and self.kind(place) == "month":
            month = self.month_first(place)
            first = month[1][0] + 7 * DAY * (number - 1) if month and number <= 4 else None
            return (month[0], (first, first + 6 * DAY)) if month and first else None
        if name not in ("quarter", "halfyear") or not 1 <= number <= (4 if name == "quarter" else 2):
            return None
        year, end = self.year_behind(place)
        size = 3 if name == "quarter" else 6
        stretch = cal.months(year or self.at.year, (number - 1) * size + 1, size)
        if year is None and stretch[1] < self.at + DAY * 5:
            stretch = cal.months(self.at.year + 1, (number - 1) * size + 1, size)
        return end, stretch

    def season(self, index: int) -> Read | None:
        if self.kind(index) not in ("season",):
            return self.counted(index) if self.kind(index) in ("quarter", "halfyear") else None
        if not self.tokens[index].sure and not self.beside_time(index):
            return None
        year, end = self.year_behind(index + 1)
        if self.kind(end) == "next":
            end += 1
        name = str(self.value(index))
        stretch = cal.season(name, year or self.at.year)
        if year is None and stretch[1] < self.at + DAY * 10:
            stretch = cal.season(name, self.at.year + 1)
        return end, stretch

    def holiday(self, index: int) -> Read | None:
        if self.kind(index) != "holiday":
            return None
        name = str(self.value(index))
        if name == "summerbreak" and (self.at.month >= 11 or self.at.month == 1):
            name = "holidays"
        year, end = self.year_behind(index + 1)
        years = [year] if year else [self.at.year - 1, self.at.year, self.at.year + 1]
        for one in years:
            stretch = holidays.holiday(name, one, country=self.country)
            if year or stretch[1] >= self.at - DAY * 2:
                return end, stretch
        return None

    def relative(self, index: int) -> Read | None:
        if self.kind(index) != "rel":
            return None
        at, name = self.at, str(self.value(index))
        end = index + 1
        if name == "newyear":
            year = at.year + (at.month > 1)
            return end, (dt.date(year, 1, 2), dt.date(year, 1, 31))
        if name == "nextyear" and self.kind(end) == "month":
            return end + 1, cal.month(at.year + 1, self.number(end))
        if name in ("nextmonth", "thismonth") and self.kind(end) == "ordinal":
            month = cal.unit(at, "month", int(name == "nextmonth"))
            day = _valid(month[0].year, month[0].month, self.number(end)) if month else None
            return (end + 1, (day, day)) if day else None
        if name in ("nextweek", "thisweek", "weekafternext") and self.kind(end) == "weekday":
            monday = cal.week(at + 7 * DAY * {"thisweek": 0, "nextweek": 1, "weekafternext": 2}[name])[0]
            return end + 1, (monday + DAY * self.number(end),) * 2
        stretch = _RELATIVE[name](at) if name in _RELATIVE else None
        return (end, stretch) if stretch else None

    def week_number(self, index: int) -> Read | None:
        kind = self.kind(index)
        if kind == "weekno_":
            number, end = self.number(index), index + 1
        elif (
            kind in ("weekno", "unit")
            and self.kind(index + 1) == "number"
            and (kind == "weekno" or self.value(index) == "week")
        ):
            if self.kind(index + 2) in ("unit", "clock"):
                return None
            number, end = self.number(index + 1), index + 2
        else:
            return None
        year = self.at.year
        stretch = cal.iso_week(year, number)
        if stretch and stretch[1] < self.at:
            stretch = cal.iso_week(year + 1, number)
        return (end, stretch) if stretch else None

    def year(self, index: int) -> Read | None:
        if self.kind(index) == "year" and self.kind(index - 1) not in ("gap", "", "stop") and self.number(index) >= self.at.year:  # fmt: skip  # noqa: E501
            if self.kind(index + 1) == "month":
                return index + 2, cal.month(self.number(index), self.number(index + 1))
            return index + 1, cal.months(self.number(index), 1, 12)
        if self.kind(index) == "year" and self.kind(index + 1) == "month":
            if self.kind(index + 2) == "ordinal":
                day = _valid(self.number(index), self.number(index + 1), self.number(index + 2))
                return (index + 3, (day, day)) if day else None
            return index + 2, cal.month(self.number(index), self.number(index + 1))
        return None

    # --- which of the days of that name

    def placed(self, day: int, month: int, year: int | None) -> dt.date | None:
        """A day without a year is the coming one; up to six weeks back it is the one that was."""
        if year:
            return _valid(year, month, day)
        days = [one for one in (_valid(self.at.year + more, month, day) for more in (-1, 0, 1)) if one]
        return min(days, key=lambda one: (one < self.at - DAY * 42, abs((one - self.at).days)), default=None)

    def next_day_of_month(self, day: int, weekday: int | None) -> dt.date | None:
        """The next 14th; with a weekday, the next one that falls on it, if there is one within the year."""
        coming = [
            one
            for one in (
                _valid(
                    self.at.year + (self.at.month + more - 1) // 12, (self.at.month + more - 1) % 12 + 1, day
                )
                for more in range(12)
            )
            if one and one >= self.at
        ]
        agreeing = [one for one in coming[:4] if weekday is not None and one.weekday() == weekday]
        return (agreeing or coming or [None])[0]


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


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_RELATIVE = {
    "today": lambda at: (at, at),
    "tomorrow": lambda at: (at + DAY, at + DAY),
    "overmorrow": lambda at: (at + 2 * DAY, at + 2 * DAY),
    "soon": lambda at: (at + DAY, at + 5 * DAY),
    "thisweek": lambda at: (min(at + DAY, cal.week(at)[1]), cal.week(at)[1]),
    "nextweek": lambda at: cal.unit(at, "week", 1),
    "weekafternext": lambda at: cal.unit(at, "week", 2),
    "thismonth": lambda at: (at + DAY, cal.month(at.year, at.month)[1]),
    "nextmonth": lambda at: cal.unit(at, "month", 1),
    "monthafternext": lambda at: cal.unit(at, "month", 2),
    "nextquarter": lambda at: cal.unit(at, "quarter", 1),
    "thisyear": lambda at: (at + DAY, dt.date(at.year, 12, 31)),
    "nextyear": lambda at: cal.unit(at, "year", 1),
    "yearend": lambda at: (max(at, dt.date(at.year, 12, 1)), dt.date(at.year, 12, 31)),
    "yearmid": lambda at: cal.months(at.year + (at.month > 7), 6, 2),
    "monthend": lambda at: cal.third(cal.month(at.year, at.month + (at.day > 27)), "late"),
    "monthstart": lambda at: cal.third(cal.month(at.year, at.month + 1), "early"),
    "weekend": lambda at: cal.third(cal.week(at + DAY * (2 if at.weekday() >= 4 else 0)), "late"),
    "quarterend": lambda at: cal.third(cal.unit(at, "quarter", 0) or (at, at), "late"),
    "quarterstart": lambda at: cal.third(cal.unit(at, "quarter", 1) or (at, at), "early"),
    "nextfiscal": lambda at: cal.months(at.year + (at.month >= 4), 4, 2),
    "fiscalend": lambda at: cal.months(at.year + (at.month >= 4), 3, 1),
    "halfyear": lambda at: cal.later(at, 6, "month"),
    "schoolreturn": lambda at: cal.month(at.year + (at.month > 9), 9),
}
