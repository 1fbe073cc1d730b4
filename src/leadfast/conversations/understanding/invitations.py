"""Invitations to meetings in a mail: what a calendar asks, answers or calls off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leadfast.conversations.understanding.letter import Letter, Part


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


_MOST = 500_000  # characters of a calendar part that are read
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)


def invitation_of(letter: Letter, *, zone: dt.tzinfo) -> Invitation | None:
    """The first event of the mail's own calendar part. `zone` is that of times which name none."""
    for method, event in events_of(letter):
        try:
            found = _event(event, method, zone)
        except _BROKEN:
            # A calendar that cannot be read is no invitation; the mail's words are read all the same.
            return None
        if found is not None:
            return found
    return None


def events_of(letter: Letter) -> Iterator[tuple[Method, Any]]:
    """Every event of the mail's own calendar parts, as the calendar has it, and what the calendar does with it."""
    for part in letter.own_parts:
        if _is_calendar(part):
            yield from _events(part.text[:_MOST])


def _is_calendar(part: Part) -> bool:
    return part.kind in ("text/calendar", "application/ics") or part.filename.lower().endswith(".ics")


def _events(text: str) -> list[tuple[Method, Any]]:
    # Loaded where it is needed: one mail in hundreds carries a calendar.
    import icalendar

    begin = text.find("BEGIN:VCALENDAR")
    if begin < 0:
        return []
    try:
        calendar = icalendar.Calendar.from_ical(text[begin:])
        method = str(calendar.get("METHOD", "")).strip().upper()
        if method not in Method.__members__:
            return []
        return [(Method(method), event) for event in calendar.walk("VEVENT")]
    except _BROKEN:
        return []


def _event(event: Any, method: Method, zone: dt.tzinfo) -> Invitation | None:
    begins = getattr(event.get("DTSTART"), "dt", None)
    if begins is None:
        return None
    whole_day = not isinstance(begins, dt.datetime)
    start = _aware(begins, zone)
    ends = getattr(event.get("DTEND"), "dt", None)
    length = getattr(event.get("DURATION"), "dt", None)
    if ends is not None:
        end = _aware(ends, zone)
    else:
        end = start + (length or dt.timedelta(days=1 if whole_day else 0))
    return Invitation(
        uid=str(event.get("UID", "")).strip(),
        method=method,
        sequence=int(str(event.get("SEQUENCE", "0")) or 0),
        start=start,
        end=max(start, end),
        whole_day=whole_day,
        summary=_line(event.get("SUMMARY")),
        location=_line(event.get("LOCATION")),
        organizer=_mail(event.get("ORGANIZER")),
        attendees=tuple(_attendees(event.get("ATTENDEE"))),
    )


def _aware(value: dt.date | dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time(), tzinfo=zone)
    return value if value.tzinfo is not None else value.replace(tzinfo=zone)


def _attendees(found: Any) -> Iterator[Attendee]:
    for one in found if isinstance(found, list) else [found] if found else []:
        given = getattr(one, "params", {})
        yield Attendee(_mail(one), _line(given.get("CN")), str(given.get("PARTSTAT", "NEEDS-ACTION")).upper())


def _mail(value: object) -> str:
    text = str(value or "").strip()
    return text[7:].lower() if text.lower().startswith("mailto:") else text.lower()


def _line(value: object) -> str:
    return " ".join(str(value or "").split())[:500]
