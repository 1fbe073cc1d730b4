"""What somebody said they would do by a day, on our side or on theirs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leadfast.conversations.understanding.dates.spans import Span


class Side(StrEnum):
    """Who has to keep a promise."""

    US = "us"
    THEM = "them"


@dataclass(frozen=True, slots=True)
class Promise:
    """`by` has to do `what` within `when`. `what` is in the words of the mail, without the day."""

    by: Side
    what: str
    when: Span
