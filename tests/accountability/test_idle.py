"""An idle tick reads the same few blocks, however many leads there are. Asked as the role of the sweeps."""

import datetime as dt
from typing import Any

import psycopg
import pytest
from django.db import connections

from leadfast.accountability import jobs
from leadfast.capture import jobs as capture_jobs
from leadfast.foundation import clock
from tests.fixtures import Someone
from tests.leads import crowd

AS_OF: dict[str, Any] = {"most": 500, "quick": [1, 2], "slow": [3, 4, 5]}

FINDS = {
    "came due": jobs._CAME_DUE,
    "rungs": jobs._RUNGS,
    "comebacks": jobs._COMEBACKS,
    "turns": jobs._TURNS,
    "deliveries": jobs._DELIVERIES,
    "uploads": capture_jobs._UPLOADS,
    "unread": capture_jobs._UNREAD,
}


def blocks(statement: str, as_of: dt.datetime) -> int:
    """How many blocks the sweep's question reads."""
    times = {**AS_OF, "as_of": as_of, "day_late": as_of - dt.timedelta(days=1), "before": as_of}
    with connections["sweep"].cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement, times)
        plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


@pytest.fixture
def full_house(alice: Someone, superuser: psycopg.Connection[Any]) -> None:
    """Twenty thousand open leads."""
    crowd.gather(alice.actor.workspace_id, alice.member.id, 20_000)
    crowd.settle(superuser)


def test_an_idle_tick_costs_the_same_at_any_size(
    alice: Someone, superuser: psycopg.Connection[Any], full_house: None
) -> None:
    # Before the first of the crowd is due: nothing is to be done.
    idle = clock.now() - dt.timedelta(days=30)
    for name, statement in FINDS.items():
        assert blocks(statement, idle) <= 12, name


def test_a_sweep_finds_what_is_due(alice: Someone) -> None:
    # The first of the crowd were due eight days ago.
    crowd.gather(alice.actor.workspace_id, alice.member.id, 20)
    assert jobs.escalate(as_of=clock.now() - dt.timedelta(days=1)).done >= 20
