"""A search counts in the days of the team. In Honolulu it is still Monday when Greenwich has Tuesday for long."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from leadfast.drops import actions, jobs
from leadfast.drops.models import RescuedFinding
from leadfast.drops.rules import dropping
from leadfast.drops.rules.dropping import Said
from leadfast.foundation import clock
from leadfast.workspaces import guard
from leadfast.workspaces.models import Workspace
from tests.fixtures import Someone

MONDAY_EVENING = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
HONOLULU = ZoneInfo("Pacific/Honolulu")
LEADS = b"""Record ID,First Name,Last Name,Email,Lead Status,Last Activity Date
1,Maria,Lopez,maria@lopez.example,OPEN,2026-11-17 10:00
"""


@pytest.mark.parametrize(("zone", "found"), [("Europe/London", 1), ("Pacific/Honolulu", 0)])
def test_a_silence_is_as_many_days_old_as_the_team_counts(alice: Someone, zone: str, found: int) -> None:
    with guard.scope(alice.actor.workspace_id):
        Workspace.objects.filter(id=alice.actor.workspace_id).update(zone=zone)
    with clock.frozen(MONDAY_EVENING):
        rescue = actions.begin_file(name="leads.csv", us=[], months=24, by=alice.actor)
        actions.bring(rescue_id=rescue.id, content=LEADS, last=True, by=alice.actor)
        assert jobs.rescues(as_of=clock.now()).done == 1
    with guard.scope(alice.actor.workspace_id):
        assert RescuedFinding.objects.count() == found


@pytest.mark.parametrize(
    ("named", "passed"), [("2026-11-02", True), ("2026-11-22", True), ("2026-11-23", False)]
)
def test_a_day_they_named_lay_ahead_and_has_passed_by_the_clock_of_the_team(named: str, passed: bool) -> None:
    """Written on the evening of the 1st of November, judged on the evening of the 23rd."""
    day = dt.date.fromisoformat(named)
    wrote = dt.datetime(2026, 11, 2, 5, tzinfo=dt.UTC)
    now = MONDAY_EVENING.astimezone(HONOLULU)
    said = Said(words="Then we talk.", when=day)
    assert dropping._passed_date(said, wrote, now, answered=True) == (day if passed else None)
