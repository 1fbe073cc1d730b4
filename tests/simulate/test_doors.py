"""How leads come in to a simulated company: by every door, and whoever was met at a fair is called on the next day."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from leadfast.capture.models import Arrival, CallRecord, Event, Upload
from leadfast.capture.reads import watching
from leadfast.cli.simulate import playing
from leadfast.cli.simulate.characters import CHARACTERS, SOURCES
from leadfast.cli.simulate.doors import Fair
from leadfast.cli.simulate.world import Plan, World
from leadfast.workspaces import guard

pytestmark = [pytest.mark.promises, pytest.mark.usefixtures("db")]

#: A Tuesday; the simulated company begins on the Monday before it.
TUESDAY = dt.date(2026, 1, 13)


@pytest.fixture
def world() -> Iterator[World]:
    fair = Fair(TUESDAY, "Leeds show", "Leeds", Decimal(900), crowd=3)
    found = World(Plan(seed=4, leads_per_day=0.1, fairs=[fair]), playing.BEGINS)
    with found.standing():
        yield found


def test_whoever_was_met_at_a_fair_is_called_on_the_next_day(world: World) -> None:
    world.live(playing.BEGINS + dt.timedelta(days=4))
    with guard.scope(world.team.workspace.id):
        event = Event.objects.get()
        found = watching.coverage(event, now=world.clockwork.now)
        assert Upload.objects.filter(event_id=event.id, state="done").count() == 2
    assert found.leads >= 6
    assert found.percent >= 60
    assert world.clockwork.troubles == []


def test_they_write_ring_and_ring_in_vain(world: World) -> None:
    rep = world.office.reps[0]
    with world.now():
        world.doors.writes(world.stranger("website"))
        world.doors.rings(world.stranger("Phone"), rep)
        world.doors.rings_in_vain(world.stranger("Phone"), rep)
    with guard.scope(world.team.workspace.id):
        came = Arrival.objects.filter(settlement="created")
        assert sorted(came.values_list("door", flat=True)) == ["calls", "mail", "phone"]
        assert CallRecord.objects.get().outcome == "missed" or CallRecord.objects.get().lead_id
    # Each is somebody whom a rep knows to call, and who answers in their own way.
    assert len(world.office.by_lead) == 3


def test_a_quarter_or_so_means_to_buy() -> None:
    means = total = 0.0
    for share, weights in SOURCES.values():
        buyers = sum(n for name, n in weights.items() if "order" in CHARACTERS[name].wishes)
        means, total = means + share * buyers / sum(weights.values()), total + share
    assert 0.24 <= means / total <= 0.34
