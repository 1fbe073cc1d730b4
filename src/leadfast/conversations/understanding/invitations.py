"""Invitations to meetings in a mail: what a calendar asks, answers or calls off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """What an invitation does (RFC 5546)."""

    REQUEST = "REQUEST"
    REPLY = "REPLY"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who is invited, and what their calendar says of it: ACCEPTED, DECLINED, TENTATIVE, NEEDS-ACTION."""

    mail: str
    name: str
    status: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """One event of an invitation. `start` and `end` are aware; a day without time begins at midnight in its zone."""

    uid: str
    method: Method
    sequence: int
    start: dt.datetime
    end: dt.datetime
    whole_day: bool
    summary: str
    location: str
    organizer: str
    attendees: tuple[Attendee, ...]

    def status_of(self, mail: str) -> str:
        """What the calendar of this address says; '' when it is not among those invited."""
        return next((one.status for one in self.attendees if one.mail == mail.strip().lower()), "")
