"""Ours is solid, theirs is outlined, and there is no third."""

import datetime as dt

from leadfast.web.marks import turn

NOW = dt.datetime(2026, 11, 23, 9, 20, tzinfo=dt.UTC)


def test_ours_says_its_deadline_of_today() -> None:
    drawn = turn.pill("ours", NOW, dt.UTC, until=NOW.replace(hour=11, minute=30))
    assert 'class="turn ours"' in drawn
    assert ">Ours, by 11:30<" in drawn


def test_theirs_says_until_when() -> None:
    assert ">Theirs until Thu<" in turn.pill("theirs", NOW, dt.UTC, until=NOW.replace(day=26))
    assert ">Theirs until Thu 10 Dec<" in turn.pill(
        "theirs", NOW, dt.UTC, until=NOW.replace(month=12, day=10)
    )


def test_ours_and_late_is_ringed_and_does_not_promise_a_time_that_has_passed() -> None:
    drawn = turn.pill("ours", NOW, dt.UTC, until=NOW.replace(hour=8), late=True)
    assert "turn ours late" in drawn
    assert ">Ours<" in drawn


def test_closed_is_escaped() -> None:
    assert "<b>" not in turn.closed("<b>Won</b>")
