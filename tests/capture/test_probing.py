"""A synthetic lead through each door comes through, leaves nothing, and is missed where a door is broken."""

import datetime as dt

import pytest

from leadfast.capture import actions as capture
from leadfast.capture import doors, errors, jobs, reads
from leadfast.capture.actions import probing
from leadfast.capture.models import Arrival, Probe, Source, Upload
from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead
from leadfast.people.models import Person
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.models import Member
from tests.fixtures import Someone

# A photo waits for its reader, and a rescue is a member's own search: neither is one arrival.
WITHOUT = {"card", "rescue"}


def everything(someone: Someone) -> list[int]:
    with guard.scope(someone.actor.workspace_id):
        models = (Arrival, Lead, Person, Source, Upload, RecordedFact)
        counts = [model.objects.count() for model in models]
        return [*counts, Member.objects.exclude(last_assigned_at=None).count()]


def test_every_door_has_a_probe() -> None:
    assert set(doors.names()) - set(probing.probed()) == WITHOUT


@pytest.mark.parametrize("door", probing.probed())
def test_it_comes_through_and_leaves_nothing(door: str, alice: Someone, bob: Someone) -> None:
    before = everything(alice)
    probe = capture.probe(door=door, by=alice.actor)
    assert (probe.why, probe.failed_at) == ("", None)
    assert probe.came_back_at is not None
    assert everything(alice) == before
    with guard.scope(alice.actor.workspace_id):
        assert reads.difference(reads.ledger()) == 0


def test_one_that_does_not_come_through_is_an_alarm(alice: Someone, bob: Someone) -> None:
    with guard.scope(alice.actor.workspace_id):
        Member.objects.update(left_at=clock.now())
    before = everything(alice)
    probe = capture.probe(door="api", by=alice.actor)
    assert probe.came_back_at is None
    assert "no active member" in probe.why
    assert everything(alice)[:5] == before[:5]
    with guard.scope(alice.actor.workspace_id):
        assert RecordedFact.objects.filter(kind="probe_failed").count() == 1
    with pytest.raises(errors.DoorHasNoProbe):
        capture.probe(door="card", by=alice.actor)


def test_the_sweep_sends_one_a_day_and_none_where_none_is_wanted(bob: Someone, charlie: Someone) -> None:
    workspaces.set_policies(values={"probe_hours": 0}, by=charlie.actor, reason="")
    now = clock.now()
    for later, so_many in ((0, 1), (2, 1), (24, 2)):
        at = now + dt.timedelta(hours=later)
        with clock.frozen(at):
            for _ in range(2):
                jobs.probes(as_of=at)
        with guard.scope(bob.actor.workspace_id):
            assert Probe.objects.filter(door="hand", failed_at=None).count() == so_many
    with guard.scope(charlie.actor.workspace_id):
        assert Probe.objects.count() == 0
