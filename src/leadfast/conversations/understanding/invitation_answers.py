"""Answering an invitation as calendars do it (RFC 5546, iTIP): a REPLY that names the event and what we say to it.

The answer repeats the event's own id, its number (SEQUENCE) and, of a series, the one meant; times that name a zone are
written in UTC, a day stays a day, and a time without a zone stays without one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from leadfast.conversations.understanding.invitations import Method, events_of
from leadfast.conversations.understanding.letter import Letter

#: What one may say to an invitation, as calendars write it.
STATUS = {"accepted": "ACCEPTED", "tentative": "TENTATIVE", "declined": "DECLINED"}
_PRODUCT = "-//Leadfast//Invitations//EN"
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID")


@dataclass(frozen=True, slots=True)
class Answer:
    """The calendar of the answer, and whom it goes to."""

    calendar: str
    organizer: str


def answer_to(
    letter: Letter, *, says: str, ours: Collection[str], address: str, name: str, at: dt.datetime
) -> Answer | None:
    """The answer to the first event that a mail asks for; None when it asks for none, or nobody can be answered.

    `ours` are addresses of ours: whichever of them was invited is the one that answers, else `address`.
    """
    import icalendar

    for method, event in events_of(letter):
        organizer = _mail(event.get("ORGANIZER"))
        if method is not Method.REQUEST or "@" not in organizer or not str(event.get("UID", "")).strip():
            continue
        reply = icalendar.Event()
        for field in ("UID", "SEQUENCE", "SUMMARY", "ORGANIZER"):
            if field in event:
                reply.add(field, event[field], encode=False)
        if "SEQUENCE" not in event:
            reply.add("SEQUENCE", 0)
        reply.add("DTSTAMP", at.astimezone(dt.UTC))
        for field in _TIMES:
            moment = getattr(event.get(field), "dt", None)
            if moment is not None:
                reply.add(field, _in_utc(moment))
        reply.add("ATTENDEE", _attendee(event, says, ours, address, name), encode=False)
        calendar = icalendar.Calendar()
        calendar.add("PRODID", _PRODUCT)
        calendar.add("VERSION", "2.0")
        calendar.add("METHOD", Method.REPLY.value)
        calendar.add_component(reply)
        return Answer(calendar.to_ical().decode(), organizer)
    return None


def _attendee(event: Any, says: str, ours: Collection[str], address: str, name: str) -> Any:
    import icalendar

    invited = event.get("ATTENDEE")
    listed = invited if isinstance(invited, list) else [invited] if invited else []
    wanted = {one.lower() for one in ours}
    # The address as the invitation writes it: calendars compare it letter by letter.
    written = next((str(one)[7:] for one in listed if _mail(one) in wanted), address)
    attendee = icalendar.vCalAddress(f"mailto:{written}")
    attendee.params["PARTSTAT"] = icalendar.vText(STATUS[says])
    if name:
        attendee.params["CN"] = icalendar.vText(name)
    return attendee


def _in_utc(moment: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        return moment.astimezone(dt.UTC)
    return moment


def _mail(value: object) -> str:
    text = str(value or "").strip().lower()
    return text.removeprefix("mailto:")
