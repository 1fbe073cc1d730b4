"""What the invariant costs: leads with their steps, under all constraints and without.

Every run inserts the same rows in the same way, as the application's role under row-level security,
into the tables as they ship, with every index that a query reads. *Without* lacks what the invariant
adds to tables that know their owner and their lead: its deferred keys, the unique keys that exist
only so that those can point at them, and its CHECKs. *Bare* lacks every CHECK and every foreign key;
it has no bound and is shown so that nothing is hidden.

Rows are committed in batches, as every bulk verb does: in one huge transaction the statistics would
say "empty" while it runs, and each check could choose a wrong index. Rounds alternate, so that a
busy machine is equally busy for each; the median counts.
"""

import argparse
import statistics
import time
from typing import Any

import psycopg
from psycopg import sql

from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures
from leadfast.foundation.postgres import roles

MOST = 1.6
BATCH = 10_000
TABLES = ("leads_lead", "leads_step")
UNIQUE_KEYS = ("lead_open_once", "step_pending_key", "closure_once")
INVARIANT = (
    *UNIQUE_KEYS,
    *("next_step_is_pending", "pending_step_needs_open_lead", "closure_is_this_leads", "rest_was_agreed"),
    *("open_lead_has_next_step", "next_step_has_its_date", "their_turn_has_an_end"),
    *("resting_needs_two_people", "step_state_has_its_end", "step_within_horizon", "step_has_a_fallback"),
)

Constraint = tuple[str, str, str]

WANTED = """
CREATE TEMPORARY TABLE wanted AS
SELECT n, leadfast_uuid7(%(now)s) AS lead_id, leadfast_uuid7(%(now)s) AS step_id,
       %(now)s::timestamptz + make_interval(mins => n %% 40000) AS due_at
FROM generate_series(1, %(leads)s) AS n
"""

STEPS = """
INSERT INTO leads_step (
    workspace_id, id, lead_id, kind, block, says, note, owner_id, by_assistant, due_at, first_due_at,
    dated_at, redated, fallback, fallback_at, nudges, created_at, state, ended_by_kind, outcome, proof)
SELECT %(workspace)s, step_id, lead_id, 'call', 4, 'Call lead ' || n, '', %(owner)s, false, due_at, due_at,
    %(now)s, 0, 'manager_told', due_at + interval '72 hours', 0, %(now)s, 'pending', '', '', ''
FROM wanted WHERE n > %(after)s AND n <= %(upto)s
"""

LEADS = """
INSERT INTO leads_lead (
    workspace_id, id, label, owner_id, source, campaign, tags, note, is_incomplete, is_synthetic, stage,
    turn, arrived_at, paused_why, next_step_id, next_due_at, comebacks, search_text, updated_at)
SELECT %(workspace)s, lead_id, 'Lead ' || n, %(owner)s, 'trade fair', '', '{}', '', false, false, 'new',
    'ours', %(now)s, '', step_id, due_at, 0, 'lead ' || n || ' trade fair', %(now)s
FROM wanted WHERE n > %(after)s AND n <= %(upto)s
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--leads", type=int, default=300_000, metavar="N", help="leads in each round")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of each kind")


def bench(arguments: argparse.Namespace) -> Figures:
    """Seconds with and without, and their ratio."""
    leads, rounds = arguments.leads, arguments.rounds
    with scratches.scratch(durable=True) as scratch:
        owner = scratch.superuser()
        fixed = _somebody(leads)
        everything = _constraints(owner)
        kinds: dict[str, list[Constraint]] = {
            "with": [],
            "without": [one for one in everything if one[1] in INVARIANT],
            "bare": everything,
        }
        seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
        with scratch.connect(roles.APP) as writer:
            writer.execute(WANTED, fixed)
            writer.execute("CREATE INDEX ON wanted (n); ANALYZE wanted")
            for _ in range(rounds):
                for kind, lacking in kinds.items():
                    _take_off(owner, lacking)
                    seconds[kind].append(_insert(owner, writer, fixed))
                    _put_back(owner, lacking)
        owner.close()
    took = {kind: statistics.median(found) for kind, found in seconds.items()}
    ratio = took["with"] / took["without"]
    found = {
        "invariant_leads": float(leads),
        "invariant_with_s": round(took["with"], 3),
        "invariant_without_s": round(took["without"], 3),
        "invariant_bare_s": round(took["bare"], 3),
        "invariant_ratio": round(ratio, 3),
        "invariant_ratio_to_bare": round(took["with"] / took["bare"], 3),
    }
    failures = [] if ratio <= MOST else [f"invariant_ratio: at most {MOST}, got {ratio:.2f}"]
    return Figures(found, failures)


def _somebody(leads: int) -> dict[str, Any]:
    from leadfast.foundation import clock
    from leadfast.workspaces import actions as workspaces

    workspace = workspaces.found(name="Bench", zone="UTC", country="GB", currency="GBP")
    owner = workspaces.add_member(
        workspace_id=workspace.id, account=None, name="Somebody", role="rep", by=None
    )
    return {"workspace": workspace.id, "owner": owner.id, "now": clock.now(), "leads": leads}


def _insert(owner: psycopg.Connection[Any], writer: psycopg.Connection[Any], fixed: dict[str, Any]) -> float:
    owner.execute("TRUNCATE leads_lead, leads_step CASCADE")
    owner.execute("CHECKPOINT")
    began = time.perf_counter()
    for after in range(0, fixed["leads"], BATCH):
        batch = {**fixed, "after": after, "upto": after + BATCH}
        with writer.transaction():
            writer.execute("SELECT set_config('leadfast.workspace', %s, true)", [str(fixed["workspace"])])
            # A step's key to its lead is checked at once, a lead's key to its step at commit.
            writer.execute(LEADS, batch)
            writer.execute(STEPS, batch)
    return time.perf_counter() - began


def _constraints(owner: psycopg.Connection[Any]) -> list[Constraint]:
    """(table, name, definition) of every constraint, keys before what they point at."""
    found = owner.execute(
        """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid::regclass::text = ANY (%s)
          AND (contype IN ('c', 'f') OR conname = ANY (%s))
        ORDER BY contype = 'u', conname
        """,
        [list(TABLES), list(UNIQUE_KEYS)],
    ).fetchall()
    return [(row[0], row[1], row[2]) for row in found]


def _take_off(owner: psycopg.Connection[Any], constraints: list[Constraint]) -> None:
    for table, name, _ in constraints:
        owner.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
        )


def _put_back(owner: psycopg.Connection[Any], constraints: list[Constraint]) -> None:
    owner.execute("TRUNCATE leads_lead, leads_step CASCADE")
    for table, name, definition in reversed(constraints):
        owner.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(sql.Identifier(table), sql.Identifier(name))
            + sql.SQL(definition)
        )
