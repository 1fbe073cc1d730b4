"""What was planned in the program a file comes from: a promise that is kept here, on its day."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from leadfast.capture import actions as capture
from leadfast.capture import jobs
from leadfast.foundation import clock
from leadfast.leads.models import Step
from leadfast.workspaces import guard
from tests.capture.test_uploads import balanced, upload
from tests.fixtures import Someone

HEADER = (
    b"Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Contact owner,Create Date,Last Activity Date,"
    b"Next Activity Date\n"
)


def _planned(
    someone: Someone, on: dt.date, status: str = "OPEN", *, last: str = "", fresh: bool = False
) -> Step:
    row = f"1,Maria,Lopez,maria@lopez.example,+34955550117,{status},,2026-01-08,{last},{on.isoformat()}\n"
    upload(someone, HEADER + row.encode(), fresh=fresh)
    jobs.uploads(as_of=clock.now())
    with guard.scope(someone.actor.workspace_id):
        return Step.objects.select_related("lead").get(state="pending")


# A Tuesday among working days, whatever day it is when the tests run.
NOW = dt.datetime(2031, 9, 9, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def tuesday(alice: Someone) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_what_was_planned_there_is_done_here_on_that_day(alice: Someone, tuesday: None) -> None:
    step = _planned(alice, dt.date(2031, 10, 15), last="2031-08-20", fresh=True)
    assert (
        step.says
        == "Call Maria Lopez: planned in HubSpot for 15 October 2031, last in touch on 20 August 2031"
    )
    # Half past nine in London.
    assert step.due_at == dt.datetime(2031, 10, 15, 8, 30, tzinfo=dt.UTC)
    assert (step.kind, step.lead.first_response_due_at) == ("call", None)
    assert balanced(alice)


def test_what_was_planned_for_a_day_off_is_done_on_the_next_working_day(
    alice: Someone, tuesday: None
) -> None:
    step = _planned(alice, dt.date(2031, 10, 18))
    assert step.says == "Call Maria Lopez: planned in HubSpot for 18 October 2031"
    assert step.due_at.date() == dt.date(2031, 10, 20)


def test_what_was_planned_there_and_is_over_is_done_on_the_next_working_day(
    alice: Someone, tuesday: None
) -> None:
    step = _planned(alice, dt.date(2031, 8, 26))
    assert step.says == "Call Maria Lopez: was planned in HubSpot for 26 August 2031"
    assert step.due_at.date() == dt.date(2031, 9, 10)


def test_what_was_planned_for_today_is_done_today(alice: Someone, tuesday: None) -> None:
    step = _planned(alice, NOW.date())
    assert step.says == "Call Maria Lopez: planned in HubSpot for 9 September 2031"
    assert (step.due_at.date(), step.due_at >= NOW) == (NOW.date(), True)


def test_what_is_planned_there_is_counted_before_it_comes_in(alice: Someone, tuesday: None) -> None:
    rows = [
        f"{n},Person,X{n},p{n}@x.example,,OPEN,,2026-01-08,,{on}\n" for n, on in enumerate(("", "2031-10-15"))
    ]
    begun = upload(alice, HEADER + "".join(rows).encode(), start=False)
    assert capture.preview(upload_id=begun.id, by=alice.actor).elsewhere.planned == 1


@pytest.mark.parametrize(
    ("on", "status", "says"),
    [
        (dt.date(2999, 1, 1), "OPEN", "Call Maria Lopez"),
        (dt.date(2031, 10, 15), "UNQUALIFIED", "Ask Maria Lopez again: lost in HubSpot (UNQUALIFIED)"),
    ],
)
def test_a_plan_beyond_the_horizon_or_of_somebody_lost_is_none(
    alice: Someone, tuesday: None, on: dt.date, status: str, says: str
) -> None:
    step = _planned(alice, on, status)
    assert step.says == says
    assert step.due_at.date() != on
