"""The walk over the days to come: what does not fit waits, and nothing is counted twice or dropped."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from leadfast.followup.rules import ahead
from leadfast.followup.rules.ahead import Load

MONDAY = dt.date(2026, 11, 23)
DAYS = [MONDAY + dt.timedelta(days=count) for count in range(14)]
LOADS = st.lists(st.builds(Load, *[st.integers(0, 40)] * 4), min_size=len(DAYS), max_size=len(DAYS))


def test_what_does_not_fit_waits_for_the_next_day() -> None:
    walked = ahead.walk(
        DAYS[:3], {DAYS[0]: Load(12, 0, 10, 0), DAYS[1]: Load(0, 0, 0, 0), DAYS[2]: Load(1, 0, 10, 0)}
    )
    assert [(day.done_by_people, day.left_by_people) for day in walked] == [(10, 2), (0, 2), (3, 0)]
    assert [day.is_full for day in walked] == [True, False, False]


@given(LOADS)
def test_due_is_done_or_left(loads: list[Load]) -> None:
    walked = ahead.walk(DAYS, dict(zip(DAYS, loads, strict=True)))
    assert (
        sum(load.by_people for load in loads)
        == sum(day.done_by_people for day in walked) + walked[-1].left_by_people
    )
    assert sum(load.by_machine for load in loads) == sum(day.sent for day in walked) + walked[-1].left_to_send
    by_week = ahead.weeks(walked)
    assert [week.first for week in by_week] == [MONDAY, MONDAY + dt.timedelta(days=7)]
    assert sum(week.by_people for week in by_week) == sum(load.by_people for load in loads)
    assert by_week[-1].left_by_people == walked[-1].left_by_people
