"""Random days of a simulated team: every promise is checked again each evening, and a seed is a run.

Longer ones are played by ``leadfast simulate --days 30 --seed N --check daily``.
"""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from pytest_django.fixtures import Settings

from leadfast.cli.simulate import HoldsAnEarlierRun, HoldsRealWork, playing, report
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.ground import database

pytestmark = [pytest.mark.promises, pytest.mark.usefixtures("db")]

EmptyAgain = Callable[[], None]


@pytest.fixture
def empty_again(superuser: psycopg.Connection[Any]) -> EmptyAgain:
    """Empty the database in the middle of a test."""
    return lambda: database.empty(superuser)


@pytest.mark.parametrize("seed", [11, 42])
def test_every_promise_holds_on_every_evening(seed: int) -> None:
    said = playing.play(days=2, seed=seed, leads_per_day=3, daily=True)
    assert said.broken == []
    assert said.troubles == []
    figures = said.tally.figures
    assert figures["leads in"] == figures["accounted for"] > 0
    assert figures["open"] == figures["open with a next step"]
    assert figures["mails of unknown fate"] == 0


def test_the_same_seed_is_the_same_run(empty_again: EmptyAgain, settings: Settings) -> None:
    first = playing.play(days=1, seed=5, leads_per_day=2)
    empty_again()
    # In another installation, which signs with another key.
    settings.SECRET_KEY = "another key of fifty characters, or of a few more."
    second = playing.play(days=1, seed=5, leads_per_day=2)
    assert first.lines == second.lines
    assert first.journal == second.journal
    assert first.facts > 10
    empty_again()
    assert first.journal != playing.play(days=1, seed=6, leads_per_day=2).journal


def test_it_refuses_to_run_beside_real_work(alice: Someone, make_lead: MakeLead) -> None:
    lead = make_lead("Maria Lopez")
    with pytest.raises(HoldsRealWork):
        playing.refuse_real_work()
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.get().next_step_id == lead.next_step_id


def test_it_refuses_to_run_beside_an_earlier_run() -> None:
    playing.play(days=0, seed=1, people=2)
    with pytest.raises(HoldsAnEarlierRun):
        playing.refuse_real_work()


def test_the_table_and_the_object_tell_the_same() -> None:
    said = playing.play(days=1, seed=3, people=2, leads_per_day=2)
    table, found = report.table(said), report.as_json(said)
    assert said.journal in table
    assert said.journal in found
    assert "Every open lead has a next step with a date." in table
