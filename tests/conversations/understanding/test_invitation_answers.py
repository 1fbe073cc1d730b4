"""An answer that calendars understand: the same event, the same number, its time in UTC, and what we say to it."""

import datetime as dt

import icalendar
import pytest

from leadfast.conversations.understanding.invitation_answers import Answer, answer_to
from leadfast.conversations.understanding.letter import Letter

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
OURS = "Alice@Brightline.example"


def invitation(*lines: str, method: str = "REQUEST") -> bytes:
    """A mail with a calendar in it."""
    calendar = "\n".join(
        (
            "BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}",
            "BEGIN:VTIMEZONE", "TZID:Romance", "BEGIN:STANDARD", "DTSTART:16011028T030000", "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD", "BEGIN:DAYLIGHT",
            "DTSTART:16010325T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE",
            "BEGIN:VEVENT", "UID:meet-1@lopez.example", "ORGANIZER;CN=Maria Lopez:mailto:Maria@lopez.example",
            f"ATTENDEE;CN=Alice;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{OURS}",
            "ATTENDEE:mailto:jan@lopez.example", "SUMMARY:Forklifts\\, two of them", *lines,
            "END:VEVENT", "END:VCALENDAR",
        )
    )  # fmt: skip
    return (
        "From: Maria Lopez <maria@lopez.example>\nTo: alice@brightline.example\nSubject: Forklifts\n"
        f"MIME-Version: 1.0\nContent-Type: text/calendar; method={method}; charset=utf-8\n\n{calendar}\n"
    ).encode()


def answered(raw: bytes, says: str = "accepted", address: str = "alice@brightline.example") -> Answer | None:
    return answer_to(Letter(raw), says=says, ours={address}, address=address, name="Alice Ade", at=NOW)


def event_of(answer: Answer | None) -> icalendar.Event:
    assert answer is not None
    calendar = icalendar.Calendar.from_ical(answer.calendar)
    assert str(calendar["METHOD"]) == "REPLY"
    [event] = calendar.walk("VEVENT")
    return event


@pytest.mark.parametrize(
    ("says", "status"), [("accepted", "ACCEPTED"), ("tentative", "TENTATIVE"), ("declined", "DECLINED")]
)
def test_the_event_is_named_as_they_named_it(says: str, status: str) -> None:
    answer = answered(invitation("SEQUENCE:3", "DTSTART:20260305T140000Z", "DTEND:20260305T150000Z"), says)
    event = event_of(answer)
    assert answer is not None
    assert answer.organizer == "maria@lopez.example"
    assert str(event["UID"]) == "meet-1@lopez.example"
    assert int(event["SEQUENCE"]) == 3
    assert str(event["SUMMARY"]) == "Forklifts, two of them"
    assert event["DTSTAMP"].dt == NOW
    # One attendee answers: us, written as the invitation wrote us.
    assert str(event["ATTENDEE"]) == f"mailto:{OURS}"
    assert (event["ATTENDEE"].params["PARTSTAT"], event["ATTENDEE"].params["CN"]) == (status, "Alice Ade")
    assert str(event["ORGANIZER"]) == "mailto:Maria@lopez.example"


@pytest.mark.parametrize(
    ("day", "hour"), [("20260305T140000", 13), ("20260706T140000", 12)], ids=["winter", "summer"]
)
def test_a_time_in_a_zone_of_theirs_is_written_in_utc(day: str, hour: int) -> None:
    event = event_of(answered(invitation(f"DTSTART;TZID=Romance:{day}", f"DTEND;TZID=Romance:{day}")))
    assert event["DTSTART"].dt.astimezone(dt.UTC).hour == hour
    assert b"TZID" not in event.to_ical()


def test_a_day_stays_a_day_and_a_time_without_a_zone_stays_without_one() -> None:
    assert event_of(answered(invitation("DTSTART;VALUE=DATE:20260305")))["DTSTART"].dt == dt.date(2026, 3, 5)
    floating = event_of(answered(invitation("DTSTART:20260305T140000")))["DTSTART"].dt
    assert (floating.hour, floating.tzinfo) == (14, None)


def test_one_of_a_series_is_answered_and_not_the_series() -> None:
    event = event_of(
        answered(
            invitation("RECURRENCE-ID;TZID=Romance:20260305T140000", "DTSTART;TZID=Romance:20260306T150000")
        )
    )
    assert event["RECURRENCE-ID"].dt == dt.datetime(2026, 3, 5, 13, tzinfo=dt.UTC)
    assert int(event["SEQUENCE"]) == 0


def test_who_was_invited_under_no_address_of_ours_answers_with_their_own() -> None:
    event = event_of(answered(invitation("DTSTART:20260305T140000Z"), address="bob@brightline.example"))
    assert str(event["ATTENDEE"]) == "mailto:bob@brightline.example"


def test_what_asks_nothing_is_not_answered() -> None:
    assert answered(invitation("DTSTART:20260305T140000Z", method="CANCEL")) is None
    assert answered(b"From: a@b.example\n\nSee you on Thursday.") is None
    nobody = invitation("DTSTART:20260305T140000Z").replace(
        b"ORGANIZER;CN=Maria Lopez:mailto:Maria@lopez.example\n", b""
    )
    assert answered(nobody) is None
