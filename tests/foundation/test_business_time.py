"""When do people work there, and when may they be written to: example days, then any day with hypothesis."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadfast.foundation import business_time as bt
from leadfast.foundation import business_time_zones as zones

LONDON = bt.Calendar(zone="Europe/London", country="GB", subdivision="ENG")
NEW_YORK = bt.Calendar(zone="America/New_York", country="US")

# Zones with edges at every awkward place: jumps at local midnight (Beirut, Santiago, Azores), half an hour
# (Lord Howe), far east and west of UTC, no jump at all.
EDGES = [
    "Europe/London",
    "America/New_York",
    "Asia/Beirut",
    "America/Santiago",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Niue",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "America/Havana",
    "Asia/Tehran",
]

moments = st.integers(0, 12 * 365 * 24 * 60).map(
    lambda m: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)
windows = st.sampled_from(
    [bt.SENDING_WINDOW, bt.WORKING_HOURS, bt.week(time(0), time(0), days=7), bt.week(time(23, 30), time(0)),
     bt.week(time(0), time(1), days=7), bt.week(time(2), time(3), days=7)]
)  # fmt: skip
calendars = st.builds(
    bt.Calendar,
    zone=st.sampled_from(EDGES),
    country=st.sampled_from(["", "GB", "US", "DE", "IN"]),
    hours=windows,
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_three_business_days_after_a_thursday_is_a_tuesday() -> None:
    assert bt.add_business_days(LONDON, utc(2026, 11, 19, 10), 3) == utc(2026, 11, 24, 10)


def test_one_business_day_after_a_monday_evening_is_tuesday_morning() -> None:
    assert bt.add_business_days(LONDON, utc(2026, 11, 23, 20), 1) == utc(2026, 11, 24, 9)
    assert bt.add_business_days(LONDON, utc(2026, 11, 23, 20), 0) == utc(2026, 11, 24, 9)


def test_one_business_day_after_a_saturday_is_monday() -> None:
    assert bt.shift_business_days(LONDON, date(2026, 11, 21), 1) == date(2026, 11, 23)


def test_zero_business_days_on_a_saturday_is_monday() -> None:
    assert bt.shift_business_days(LONDON, date(2026, 11, 21), 0) == date(2026, 11, 23)


def test_thanksgiving_is_nobodys_business_day_in_america_and_a_thursday_in_london() -> None:
    thanksgiving = date(2026, 11, 26)
    assert bt.closed_because(NEW_YORK, thanksgiving) == "26 November is Thanksgiving Day"
    assert bt.is_business_day(LONDON, thanksgiving)
    assert bt.next_slot(NEW_YORK.window(), utc(2026, 11, 26, 15)) == utc(2026, 11, 27, 13)


def test_leave_closes_a_day_for_the_person_and_not_for_those_who_may_be_written_to() -> None:
    away = bt.Calendar(zone="Europe/London", leave=((date(2026, 11, 23), date(2026, 11, 27)),))
    assert bt.next_slot(away, utc(2026, 11, 23, 9)) == utc(2026, 11, 30, 9)
    assert bt.closed_because(away, date(2026, 11, 24)) == "24 November is a day of leave"
    assert bt.next_slot(away.window(), utc(2026, 11, 23, 9)) == utc(2026, 11, 23, 9)


def test_a_mail_due_at_night_waits_for_eight_in_the_leads_own_morning() -> None:
    auckland = bt.Calendar(zone="Pacific/Auckland", country="NZ", hours=bt.SENDING_WINDOW)
    assert bt.next_slot(auckland, utc(2026, 11, 23, 9)) == utc(2026, 11, 23, 19)  # 08:00 on the 24th, NZDT


def test_four_business_hours_run_over_the_night() -> None:
    assert bt.add_business_time(LONDON, utc(2026, 11, 20, 15), timedelta(hours=4)) == utc(2026, 11, 23, 11)
    assert bt.business_time_between(LONDON, utc(2026, 11, 20, 15), utc(2026, 11, 23, 11)) == timedelta(
        hours=4
    )


def test_lunch_is_not_open_time() -> None:
    lunch = ((time(9), time(12)), (time(13), time(17)))
    calendar = bt.Calendar(zone="UTC", hours=(lunch,) * 5 + ((), ()))
    assert bt.next_slot(calendar, utc(2026, 11, 23, 12, 30)) == utc(2026, 11, 23, 13)
    assert bt.add_business_time(calendar, utc(2026, 11, 23, 11), timedelta(hours=2)) == utc(2026, 11, 23, 14)


def test_the_first_business_day_of_a_vague_march() -> None:
    assert bt.first_business_day(LONDON, 2027, 5) == date(2027, 5, 4)  # a weekend, then a bank holiday


def test_a_month_after_the_thirty_first_is_the_last_of_the_next() -> None:
    assert bt.add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert bt.add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)


def test_nine_in_the_morning_stays_nine_when_the_clocks_change() -> None:
    friday = utc(2026, 10, 23, 8)  # 09:00 in summer time
    assert bt.add_business_days(LONDON, friday, 1) == utc(2026, 10, 26, 9)


def test_a_time_skipped_in_spring_is_the_instant_of_the_jump() -> None:
    assert zones.instant(date(2027, 3, 28), time(1, 30), "Europe/London") == utc(2027, 3, 28, 1)


def test_a_time_that_happens_twice_is_the_first_unless_the_later_is_asked_for() -> None:
    assert zones.instant(date(2026, 10, 25), time(1, 30), "Europe/London") == utc(2026, 10, 25, 0, 30)
    assert zones.instant(date(2026, 10, 25), time(1, 30), "Europe/London", later=True) == utc(
        2026, 10, 25, 1, 30
    )


def test_a_day_that_begins_at_one_begins_there() -> None:
    beirut = zones.start_of_day(date(2026, 3, 29), "Asia/Beirut")
    assert zones.local(beirut, "Asia/Beirut").time() == time(1)
    assert zones.local(beirut - timedelta(seconds=1), "Asia/Beirut").date() == date(2026, 3, 28)


def test_hours_that_never_open_are_refused_in_a_sentence() -> None:
    with pytest.raises(bt.NeverOpen, match="no open hour"):
        bt.next_slot(bt.Calendar(zone="UTC", hours=((),) * 7), utc(2026, 1, 1))


def test_an_unknown_zone_is_refused_in_a_sentence() -> None:
    with pytest.raises(zones.UnknownZone, match="choose one such as Europe/London"):
        bt.next_slot(bt.Calendar(zone="Mars/Olympus"), utc(2026, 1, 1))


@given(calendars, moments)
@example(bt.Calendar(zone="Asia/Beirut", hours=bt.week(time(0), time(1), days=7)), utc(2026, 3, 28, 23))
def test_the_next_slot_is_open_never_earlier_and_settled(calendar: bt.Calendar, moment: datetime) -> None:
    slot = bt.next_slot(calendar, moment)
    assert slot >= moment
    assert bt.is_open(calendar, slot)
    assert bt.next_slot(calendar, slot) == slot
    if bt.is_open(calendar, moment):
        assert slot == moment


@given(calendars, moments, st.integers(0, 40))
def test_business_days_are_counted_as_a_person_counts_them(
    calendar: bt.Calendar, moment: datetime, days: int
) -> None:
    start = zones.local(moment, calendar.zone).date()
    there = bt.shift_business_days(calendar, start, days)
    assert bt.is_business_day(calendar, there)
    assert bt.business_days_between(calendar, start, there) == days or days == 0
    if days:
        assert bt.shift_business_days(calendar, there, -days) <= start or bt.is_business_day(calendar, start)


@given(calendars, moments, st.integers(0, 20))
def test_adding_business_days_lands_in_open_hours_and_keeps_order(
    calendar: bt.Calendar, moment: datetime, days: int
) -> None:
    one, two = (bt.add_business_days(calendar, moment, n) for n in (days, days + 1))
    assert moment - timedelta(days=1) <= one <= two
    assert one < two or days == 0
    assert bt.is_open(calendar, one)


@given(calendars, moments, st.integers(0, 60 * 24 * 5))
def test_open_time_added_is_the_open_time_between(
    calendar: bt.Calendar, moment: datetime, minutes: int
) -> None:
    amount = timedelta(minutes=minutes)
    end = bt.add_business_time(calendar, moment, amount)
    assert end >= moment or amount == timedelta(0)
    assert bt.business_time_between(calendar, moment, end) == amount


@given(st.sampled_from(EDGES), moments)
def test_every_instant_survives_the_way_to_its_wall_clock_and_back(zone: str, moment: datetime) -> None:
    wall = zones.local(moment, zone)
    back = zones.instant(wall.date(), wall.time(), zone, later=bool(wall.fold))
    assert back == moment


@given(st.sampled_from(EDGES), st.dates(date(2020, 1, 1), date(2031, 12, 1)))
def test_a_local_day_starts_where_the_day_before_ended(zone: str, on: date) -> None:
    start = zones.start_of_day(on, zone)
    assert zones.local(start, zone).date() == on
    assert zones.local(start - timedelta(microseconds=1), zone).date() < on


@given(calendars, moments, st.integers(1, 30))
def test_nobody_is_written_to_on_a_closed_day_or_outside_the_window(
    calendar: bt.Calendar, moment: datetime, days: int
) -> None:
    window = calendar.window()
    wall = zones.local(bt.add_business_days(window, moment, days), window.zone)
    assert bt.is_business_day(window, wall.date())
    assert time(8) <= wall.time() < time(18)
