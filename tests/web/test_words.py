"""Dates, counts and names as people say them."""

import datetime as dt
import zoneinfo

import pytest

from leadfast.web import words

NOW = dt.datetime(2026, 11, 23, 9, 20, tzinfo=dt.UTC)
TODAY = NOW.date()
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (dt.date(2026, 11, 26), "Thu 26 Nov"),
        (dt.date(2027, 1, 4), "Mon 4 Jan"),
        (dt.date(2027, 11, 1), "Mon 1 Nov 2027"),
        (dt.date(2025, 5, 2), "Fri 2 May 2025"),
    ],
)
def test_a_day_names_its_year_only_when_it_could_be_mistaken(on: dt.date, said: str) -> None:
    assert words.day(on, TODAY) == said


def test_a_day_and_how_far_it_is() -> None:
    assert words.in_days(dt.date(2026, 11, 26), TODAY) == "Thu 26 Nov, in 3 days"
    assert words.in_days(dt.date(2026, 11, 20), TODAY) == "Fri 20 Nov, 3 days ago"
    assert words.in_days(dt.date(2026, 11, 24), TODAY) == "tomorrow"


@pytest.mark.parametrize(
    ("hours", "said", "state"),
    [
        (-3, "3 hours late", "late"),
        (-30, "1 day late", "late"),
        (-24 * 9, "9 days late", "late"),
        (2, "11:20", "today"),
        (24, "tomorrow 09:20", "later"),
        (72, "Thu 26 Nov", "later"),
    ],
)
def test_due_in_three_colours(hours: int, said: str, state: str) -> None:
    due = words.due(NOW + dt.timedelta(hours=hours), NOW, dt.UTC)
    assert (due.text, due.state) == (said, state)


def test_a_step_due_that_day_is_not_late_before_the_day_is_over() -> None:
    midnight_in_berlin = dt.datetime(2026, 11, 23, tzinfo=BERLIN)
    assert words.due(midnight_in_berlin, NOW, BERLIN) == words.Due("today", "today")
    assert words.due(midnight_in_berlin - dt.timedelta(days=1), NOW, BERLIN).state == "late"


def test_what_is_late_and_what_is_ago_counts_the_days_of_the_reader() -> None:
    """From Friday to Monday are three days, by every hour of either; the date that stands beside it says so too."""
    friday_evening = dt.datetime(2026, 11, 20, 22, 30, tzinfo=dt.UTC)
    assert words.ago(friday_evening, NOW, dt.UTC) == "3 days ago"
    assert words.in_days(friday_evening.date(), TODAY) == "Fri 20 Nov, 3 days ago"
    assert words.due(friday_evening, NOW, dt.UTC).text == "3 days late"
    # In Tokyo it was Saturday by then.
    tokyo = zoneinfo.ZoneInfo("Asia/Tokyo")
    assert words.ago(friday_evening, NOW, tokyo) == "2 days ago"
    assert words.ago(NOW - dt.timedelta(hours=23, minutes=59), NOW, dt.UTC) == "23 hours ago"


def test_a_deadline_says_by() -> None:
    assert words.due(NOW + dt.timedelta(hours=2), NOW, dt.UTC, deadline=True).text == "by 11:20"


def test_a_moment_is_told_in_the_readers_zone() -> None:
    assert words.moment(NOW, NOW, BERLIN) == "today, 10:20"
    assert words.exact(NOW, BERLIN) == "Monday 23 November 2026, 10:20 CET"


@pytest.mark.parametrize(
    ("count", "one", "said"),
    [(1, "reply", "1 reply"), (3, "reply", "3 replies"), (2, "day", "2 days"), (1204, "lead", "1,204 leads"),
     (2, "address", "2 addresses")],
)  # fmt: skip
def test_counts_with_their_noun(count: int, one: str, said: str) -> None:
    assert words.plural(count, one) == said


def test_small_things() -> None:
    assert words.spelt(9) == "Nine"
    assert words.spelt(31) == "31"
    assert words.at_most(1001, 1000) == "1,000+"
    assert words.initials("João Pires") == "JP"
    assert words.initials("") == "?"
    assert words.listed(["Thu", "Fri", "Mon"]) == "Thu, Fri and Mon"
    assert words.greeting(NOW, BERLIN) == "Good morning"
    assert words.zone_of("Nowhere/Here") is dt.UTC


def test_what_is_written_from_the_right_stands_by_itself() -> None:
    assert words.dotted(["Ruiz & Sons", "", None, "£12"]) == "Ruiz &amp; Sons · £12"
    assert (
        words.dotted(["כהן ובניו", "¥1,400,000", "شركة"])
        == "<bdi>כהן ובניו</bdi> · ¥1,400,000 · <bdi>شركة</bdi>"
    )
    assert words.dotted(["<b>"]) == "&lt;b&gt;"
    assert words.dotted([]) == ""
