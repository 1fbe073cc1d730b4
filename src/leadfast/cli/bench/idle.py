"""What an idle tick costs at ten thousand and at a million open leads, in pages of the database.

Every sweep of the timetable is run while nothing is due, and the server's own count of pages touched is
read before and after. The gauges are not part of it: they count everything, every half minute, on
purpose, and are shown apart.
"""

import argparse
import datetime as dt
from typing import Any

import psycopg

from leadfast.cli.bench import invariant
from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures
from leadfast.foundation.postgres import roles

MOST_DIFFERENCE = 0.10
COUNTED = "worker.gauges"
RUNS = 5

# Beside each lead and its step: a mail that waits in every tenth, one that was read in every tenth.
MAILS = """
INSERT INTO mail_outgoing (
    id, workspace_id, mailbox_id, kind, key, message_id, recipients, subject, draft, zone, country, state,
    not_before, planned_at, attempt, code, words, looked_at_sent)
SELECT leadfast_uuid7(%(now)s), %(workspace)s, %(mailbox)s, 'automated', 'k' || n, 'm' || n || '@firm.example',
    ARRAY['maria@lopez.example'], 'Offer', '{}'::jsonb, 'UTC', 'GB', 'planned',
    %(now)s::timestamptz + make_interval(days => 1, secs => n), %(now)s, 0, 0, '', 0
FROM generate_series(%(after)s + 1, %(upto)s) AS n
"""
READ = """
INSERT INTO mail_fetchedmessage (
    id, workspace_id, mailbox_id, folder, role, uidvalidity, uid, fingerprint, message_id, raw, received_at,
    fetched_at, read_at, due_at, failures, error)
SELECT leadfast_uuid7(%(now)s), %(workspace)s, %(mailbox)s, 'INBOX', 'inbox', 1, n, int8send(n), '', 'x',
    %(now)s, %(now)s, %(now)s, %(now)s, 0, ''
FROM generate_series(%(after)s + 1, %(upto)s) AS n
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--few", type=int, default=10_000, metavar="N", help="open leads at first")
    parser.add_argument("--many", type=int, default=1_000_000, metavar="N", help="open leads at last")


def bench(arguments: argparse.Namespace) -> Figures:
    """Pages of an idle tick at both sizes, in all and for each sweep."""
    with scratches.scratch(durable=False) as scratch:
        from leadfast.cli.bench import mailbox

        box = mailbox.connected(smtp_port=9, imap_port=9)
        _quiet(scratch)
        few = _filled(scratch, box, 0, arguments.few)
        many = _filled(scratch, box, arguments.few, arguments.many)
    total_few, total_many = (
        sum(pages for name, pages in found.items() if name != COUNTED) for found in (few, many)
    )
    figures: dict[str, float] = {
        "idle_few_leads": arguments.few,
        "idle_many_leads": arguments.many,
        "idle_pages_few": total_few,
        "idle_pages_many": total_many,
        "idle_ratio": round(total_many / max(total_few, 1), 3),
    }
    for name in many:
        figures[f"idle_{name.replace('.', '_')}_few"] = few.get(name, 0)
        figures[f"idle_{name.replace('.', '_')}_many"] = many[name]
    found = Figures(figures)
    if abs(total_many - total_few) > MOST_DIFFERENCE * total_few:
        found.failures.append(f"idle_ratio: expected within 10 % of 1, got {total_many / total_few:.2f}")
    return found


def _filled(scratch: scratches.Scratch, box: Any, have: int, leads: int) -> dict[str, int]:
    """Add leads until there are ``leads``, then count."""
    from leadfast.foundation import clock

    fixed = {
        "workspace": box.workspace_id,
        "owner": box.owner_id,
        "mailbox": box.id,
        "now": clock.now(),
        "leads": leads - have,
    }
    with scratch.connect(roles.APP) as writer:
        writer.execute("DROP TABLE IF EXISTS wanted")
        writer.execute(invariant.WANTED, fixed)
        writer.execute("CREATE INDEX ON wanted (n); ANALYZE wanted")
        for after in range(0, leads - have, invariant.BATCH):
            batch = {**fixed, "after": after, "upto": after + invariant.BATCH, "batch": invariant.BATCH}
            tenth = {**fixed, "after": (have + after) // 10, "upto": (have + after + invariant.BATCH) // 10}
            with writer.transaction():
                writer.execute("SELECT set_config('leadfast.workspace', %s, true)", [str(box.workspace_id)])
                writer.execute(invariant.LEADS, batch)
                writer.execute(invariant.STEPS, batch)
                writer.execute(MAILS, tenth)
                writer.execute(READ, tenth)
    with scratch.superuser() as superuser:
        superuser.execute("ALTER SYSTEM SET autovacuum = off")
        superuser.execute("SELECT pg_reload_conf()")
        superuser.execute("VACUUM ANALYZE")
    with scratch.superuser("postgres") as observer:
        return _tick(observer)


def _quiet(scratch: scratches.Scratch) -> None:
    """Nothing is due: the mailbox was read a moment ago and its round trip came back."""
    from leadfast.foundation import clock

    later = clock.now() + dt.timedelta(days=1)
    with scratch.superuser() as superuser:
        superuser.execute("UPDATE mail_mailbox SET next_sync_at = %s, next_canary_at = %s", [later, later])


def _tick(observer: "psycopg.Connection[Any]") -> dict[str, int]:
    from leadfast.foundation import clock
    from leadfast.worker.timetable import TIMETABLE

    pages = {}
    for sweep in TIMETABLE:
        run = sweep.resolve()
        run(as_of=clock.now())  # the first one fills the caches of the connection
        # The least of several: whatever else the server does at the same moment is not the sweep's.
        pages[sweep.name] = min(_counted(observer, run, clock.now()) for _ in range(RUNS))
    return pages


def _counted(observer: "psycopg.Connection[Any]", run: Any, as_of: dt.datetime) -> int:
    before = _touched(observer)
    run(as_of=as_of)
    return _touched(observer) - before


def _touched(observer: "psycopg.Connection[Any]") -> int:
    from django.db import connections

    for alias in ("default", "sweep"):
        with connections[alias].cursor() as cursor:
            # A server process tells its counts once a second unless it is asked to.
            cursor.execute("SELECT pg_stat_force_next_flush()")
    row = observer.execute(
        "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = %s", [roles.DATABASE]
    ).fetchone()
    return int(row[0]) if row else 0
