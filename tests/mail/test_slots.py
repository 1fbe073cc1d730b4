"""When an automated mail may leave, in the recipient's own time."""

import datetime as dt
import uuid
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from leadfast.foundation import business_time
from leadfast.mail.rules import slots

PACE = slots.Pace(50, 60, dt.time(8), dt.time(18), "Europe/London")
LONDON = slots.Place("Europe/London", "GB")
SEED = uuid.UUID("018f3c1e-0000-7000-8000-000000000001")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def slot(
    asked: str, *, pace: slots.Pace = PACE, place: slots.Place = LONDON, diary: slots.Diary | None = None
) -> slots.Slot:
    return slots.next_slot(asked=at(asked), pace=pace, place=place, diary=diary or slots.Diary(), seed=SEED)


def test_inside_the_window_it_leaves_at_once() -> None:
    assert slot("2026-11-24T10:00") == slots.Slot(at("2026-11-24T10:00"))


def test_at_night_it_waits_until_morning_there() -> None:
    found = slot("2026-11-24T10:00", place=slots.Place("America/New_York", "US"))
    assert found.at == at("2026-11-24T13:00")  # 08:00 in New York
    assert "outside the sending hours" in found.why


def test_on_a_holiday_it_waits_and_says_which() -> None:
    found = slot("2026-11-26T15:00", place=slots.Place("America/New_York", "US"))
    assert found.at == at("2026-11-27T13:00")
    assert "Thanksgiving" in found.why


def test_at_the_weekend_it_waits() -> None:
    assert slot("2026-11-28T10:00").at == at("2026-11-30T08:00")


def test_over_the_limit_it_moves_to_the_next_day_and_says_so() -> None:
    full = slots.Diary(Counter({dt.date(2026, 11, 24): 50, dt.date(2026, 11, 25): 50}))
    found = slot("2026-11-24T10:00", diary=full)
    assert found.at == at("2026-11-26T08:00")
    assert found.why == "This mailbox has reached its 50 mails a day, so it moves to the next free day."


def test_two_mails_keep_their_distance() -> None:
    diary = slots.Diary(times=[at("2026-11-24T10:00")])
    found = slot("2026-11-24T10:00", diary=diary)
    assert dt.timedelta(seconds=60) <= found.at - at("2026-11-24T10:00") <= dt.timedelta(seconds=90)
    assert "at least 60 seconds" in found.why


def test_a_mail_planned_for_next_week_does_not_hold_up_todays() -> None:
    diary = slots.Diary(times=[at("2026-12-01T10:00")])
    assert slot("2026-11-24T10:00", diary=diary).at == at("2026-11-24T10:00")


@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    zone=st.sampled_from(
        ["Europe/London", "America/St_Johns", "Asia/Kolkata", "Pacific/Apia", "Africa/Cairo"]
    ),
    country=st.sampled_from(["", "GB", "US", "IN", "EG"]),
    booked=st.lists(st.integers(0, 600), max_size=30),
    full=st.integers(0, 3),
)
def test_every_slot_keeps_every_rule(
    minutes: int, zone: str, country: str, booked: list[int], full: int
) -> None:
    start = at("2026-01-01T00:00") + dt.timedelta(minutes=minutes)
    pace = slots.Pace(3, 60, dt.time(8), dt.time(18), zone)
    place = slots.Place(zone, country)
    diary = slots.Diary(
        Counter({slots.day_of(start, zone) + dt.timedelta(days=day): 3 for day in range(full)}),
        sorted(start + dt.timedelta(seconds=one) for one in booked),
    )
    found = slots.next_slot(asked=start, pace=pace, place=place, diary=diary, seed=SEED)
    assert found.at >= start
    window = business_time.week(pace.window_from, pace.window_to)
    assert business_time.is_open(
        business_time.Calendar(zone=place.zone, country=place.country, hours=window), found.at
    )
    assert diary.per_day[slots.day_of(found.at, zone)] < 3
    assert all(abs(found.at - one) >= dt.timedelta(seconds=60) for one in diary.times)
    assert bool(found.why) == (found.at > start)
