"""The hour that the demo shows is one in which people work, whenever it is started."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from leadfast.cli.town import hour
from leadfast.foundation import business_time
from leadfast.foundation.business_time import Calendar

LONDON = ZoneInfo("Europe/London")
# The first call reads a country's holidays, which takes longer than hypothesis allows one example.
PATIENT = settings(deadline=None, max_examples=200)
MOMENTS = some.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
)


@PATIENT
@given(MOMENTS)
def test_it_is_a_working_hour_there(now: dt.datetime) -> None:
    shown = (now + hour.shift(now)).astimezone(LONDON)
    assert business_time.is_business_day(Calendar(zone="Europe/London", country="GB"), shown.date())
    assert dt.time(10, 3) <= shown.time() <= dt.time(15, 31)


@PATIENT
@given(MOMENTS)
def test_it_never_runs_ahead(now: dt.datetime) -> None:
    # Half a minute is rounding.
    assert hour.shift(now) <= dt.timedelta(seconds=30)


def test_a_working_morning_is_shown_as_it_is() -> None:
    assert hour.shift(dt.datetime(2026, 11, 24, 11, 0, tzinfo=LONDON)) == dt.timedelta()


def test_a_morning_whose_follow_ups_are_still_to_go_shows_the_one_before() -> None:
    nine = dt.datetime(2026, 11, 25, 9, 27, tzinfo=LONDON)
    assert (nine + hour.shift(nine)).astimezone(LONDON) == dt.datetime(2026, 11, 24, 10, 4, tzinfo=LONDON)


def test_a_sunday_night_shows_thursday_at_ten() -> None:
    sunday = dt.datetime(2026, 11, 22, 23, 0, tzinfo=LONDON)
    assert (sunday + hour.shift(sunday)).astimezone(LONDON) == dt.datetime(2026, 11, 19, 10, 4, tzinfo=LONDON)


def test_christmas_is_no_working_day() -> None:
    christmas = dt.datetime(2026, 12, 25, 11, 0, tzinfo=LONDON)
    assert (christmas + hour.shift(christmas)).astimezone(LONDON).day == 24
