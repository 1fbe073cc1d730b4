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
