"""A sweep that fails is written down, and a poison row does not stop the rows behind it."""

import datetime as dt
import sys
import types
import uuid
from collections.abc import Iterator

import pytest

from leadfast.foundation import clock
from leadfast.worker import cleaning, running
from leadfast.worker.models import SetAside, SweepRun
from leadfast.worker.timetable import TIMETABLE, WATCHES, Sweep
from leadfast.workspaces import guard, sweeping
from leadfast.workspaces.models import Workspace

SWEEP = Sweep("tests.sweep", "tests_sweep:sweep", every=5)


@pytest.fixture
def sweep_module() -> Iterator[types.ModuleType]:
    module = types.ModuleType("leadfast.tests_sweep")
    sys.modules[module.__name__] = module
    yield module
    del sys.modules[module.__name__]


def test_every_line_of_the_timetable_leads_somewhere() -> None:
    assert len({sweep.name for sweep in TIMETABLE}) == len(TIMETABLE)
    for sweep in TIMETABLE:
        assert callable(sweep.resolve()), sweep.name
    for watch in WATCHES:
        assert callable(watch.resolve()), watch.name


def test_a_run_is_written_down(database: None, sweep_module: types.ModuleType) -> None:
    sweep_module.sweep = lambda *, as_of: 3
    running.once(SWEEP)
    running.once(SWEEP)
    run = SweepRun.objects.get(sweep="tests.sweep")
    assert (run.done, run.failures_in_a_row, run.error) == (6, 0, "")
    assert run.finished_at is not None


def test_a_failing_sweep_is_written_down(database: None, sweep_module: types.ModuleType) -> None:
    def fail(*, as_of: dt.datetime) -> None:
        raise ValueError("the mail server is on fire")

    sweep_module.sweep = fail
    running.once(SWEEP)
    running.once(SWEEP)
    run = SweepRun.objects.get(sweep="tests.sweep")
    assert run.failures_in_a_row == 2
    assert "on fire" in run.error


def test_a_poison_row_is_set_aside_and_the_sweep_goes_on(
    workspace: Workspace, sweep_module: types.ModuleType
) -> None:
    rows = [sweeping.Due(workspace.id, uuid.uuid4()) for _ in range(3)]
    worked, pushed = [], []

    def act(row: sweeping.Due) -> None:
        if row == rows[0]:
            raise ValueError("poison")
        worked.append(row)

    sweep_module.sweep = lambda *, as_of: sweeping.each(
        rows, act, push_away=lambda row, error: pushed.append((row, str(error)))
    )
    running.once(SWEEP)
    running.once(SWEEP)
    assert worked == rows[1:] * 2
    assert pushed == [(rows[0], "poison")] * 2
    with guard.scope(workspace.id):
        entry = SetAside.objects.get()
    assert (entry.row, entry.times, entry.sweep) == (rows[0].id, 2, "tests.sweep")


def test_a_batch_with_a_poison_row_is_worked_row_by_row(workspace: Workspace) -> None:
    rows = [sweeping.Due(workspace.id, uuid.uuid4()) for _ in range(4)]

    def act(workspace_id: uuid.UUID, ids: list[uuid.UUID]) -> None:
        if rows[2].id in ids:
            raise ValueError("poison")

    outcome = sweeping.each_batch(rows, act)
    assert outcome.done == 3
    assert [poison.row for poison in outcome.poisoned] == [rows[2]]


def test_cleaning_twice_changes_nothing(database: None) -> None:
    cleaning.clean(as_of=clock.now())
    assert cleaning.clean(as_of=clock.now()) == 0
