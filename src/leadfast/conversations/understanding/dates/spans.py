"""A stretch of time that somebody named: from when, to when, and the words that said it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a named time is for."""

    CALLBACK = "callback"
    MEETING = "meeting"
    RETURN = "return"
    DEADLINE = "deadline"


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


@dataclass(frozen=True, slots=True)
class Span:
    """A named time, aware, in the zone of the mail that names it.

    `earliest` and `latest` hold whole days (00:00 of the first to 23:59 of the last) unless `timed`: then a time of
    day was named and both are that moment (or `earliest` alone, when it was "after five"). A vague phrase is a wide
    span: "in March" is the whole month.
    """

    earliest: dt.datetime
    latest: dt.datetime
    kind: Purpose
    words: str
    timed: bool = False

    @property
    def first_day(self) -> dt.date:
        """The day to act on: the first of the span."""
        return self.earliest.date()

    @property
    def last_day(self) -> dt.date:
        return self.latest.date()


def span_of(one: Named, sent_at: dt.datetime, kind: Purpose) -> Span:
    """A named time as a span in the zone of the mail."""
    zone = sent_at.tzinfo
    if one.time is not None and one.first == one.last:
        moment = dt.datetime.combine(one.first, one.time, tzinfo=zone)
        open_end = one.relation in ("after", "from")
        latest = dt.datetime.combine(one.last, dt.time(23, 59), tzinfo=zone) if open_end else moment
        return Span(moment, latest, kind, one.words, timed=True)
    return Span(
        dt.datetime.combine(one.first, dt.time(), tzinfo=zone),
        dt.datetime.combine(max(one.first, one.last), dt.time(23, 59), tzinfo=zone),
        kind,
        one.words,
    )
