"""A file of call records comes in, beside a raw COPY of the same rows in the same run; then it comes again.

Of ten calls eight are with leads, one comes from a number nobody knows and one goes to such a number. Each
becomes a proven call on its lead, a lead with somebody to call back, or a record with its reason.
"""

import argparse
import datetime as dt
import time
from typing import Any

from leadfast.cli.bench import importing
from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures
from leadfast.foundation.postgres import roles

MOST_S = 10.0
HEADER = "Start,From,To,Duration,Talk,Status,Direction,ID\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--calls", type=int, default=10_000, metavar="N", help="records of the file")
    parser.add_argument("--leads", type=int, default=3_000, metavar="N", help="leads there before")


def bench(arguments: argparse.Namespace) -> Figures:
    """Seconds for the file, for the same records again, and for the bare COPY."""
    with scratches.scratch(durable=True) as scratch:
        from leadfast.foundation import clock

        now = clock.now().replace(microsecond=0)
        fixed = _team(now - dt.timedelta(days=30))
        with scratch.connect(roles.APP) as writer:
            importing.known_before(writer, fixed, arguments.leads)
        _settle_in(now)
        rows = [_row(n, arguments.leads, now) for n in range(arguments.calls)]
        text, again = (HEADER + "".join(some) for some in (rows, reversed(rows)))
        with scratch.superuser() as owner:
            owner.execute("VACUUM ANALYZE")
            bare = _raw_copy(owner, text)
        return _take((text, again), fixed, bare, arguments)


def _settle_in(now: dt.datetime) -> None:
    """A worker runs for weeks: a first file of another workspace is read before the clock starts."""
    from leadfast.capture.actions import call_records
    from leadfast.worker import engine
    from leadfast.workspaces.actor import person

    fixed = _team(now - dt.timedelta(days=30))
    by = person(fixed["workspace"], fixed["owner"])
    text = HEADER + "".join(_row(n, 50, now) for n in range(100))
    file = call_records.keep_calls(name="first.csv", content=text.encode(), by=by)
    call_records.take_calls(file_id=file.id, by=by)
    engine.settle_in()


def _row(n: int, leads: int, now: dt.datetime) -> str:
    at = now - dt.timedelta(days=7) + dt.timedelta(seconds=n * 60)
    talked = 0 if n % 3 else 40 + n % 400
    status = "Answered" if talked else "No answer"
    known = f"+44{(1_000_000_000 + n * 7 % leads) % 10**10:010d}"
    stranger = f"+4420{79_000_000 + n:08d}"
    if n % 10 == 8:
        theirs, incoming = stranger, True
    elif n % 10 == 9:
        theirs, incoming = stranger, False
    else:
        theirs, incoming = known, n % 4 == 0
    sides = f"{theirs},100,{talked + 12},{talked},{status},Inbound" if incoming else (
        f"100,{theirs},{talked + 12},{talked},{status},Outbound"
    )  # fmt: skip
    return f"{at.isoformat()},{sides},call-{n}\n"


def _team(then: dt.datetime) -> dict[str, Any]:
    from leadfast.capture.actions import call_feeds
    from leadfast.workspaces import actions as workspaces
    from leadfast.workspaces.actor import person

    workspace = workspaces.found(name="Bench", zone="UTC", country="GB", currency="GBP")
    member = workspaces.add_member(workspace_id=workspace.id, account=None, name="Alice", role="rep", by=None)
    call_feeds.give_extension(member_id=member.id, number="100", by=person(workspace.id, member.id))
    return {"workspace": workspace.id, "owner": member.id, "now": then}


def _take(
    texts: tuple[str, str], fixed: dict[str, Any], bare: float, arguments: argparse.Namespace
) -> Figures:
    from leadfast.capture.actions import call_records
    from leadfast.capture.reads import calls as reads
    from leadfast.conversations.models import Call
    from leadfast.workspaces import guard
    from leadfast.workspaces.actor import person

    by = person(fixed["workspace"], fixed["owner"])
    spent, processor = time.perf_counter(), time.process_time()
    file = call_records.keep_calls(name="calls.csv", content=texts[0].encode(), by=by)
    file = call_records.take_calls(file_id=file.id, by=by)
    took, used = time.perf_counter() - spent, time.process_time() - processor
    began = time.perf_counter()
    again = call_records.keep_calls(name="calls.csv", content=texts[1].encode(), by=by)
    again = call_records.take_calls(file_id=again.id, by=by)
    repeated = time.perf_counter() - began
    with guard.scope(by.workspace_id):
        counts, twice, calls = reads.counts(file), reads.counts(again), Call.objects.count()
    found = Figures(
        {
            "calls": arguments.calls,
            "calls_s": round(took, 2),
            "calls_python_s": round(used, 2),
            "calls_again_s": round(repeated, 2),
            "calls_copy_s": round(bare, 3),
            "calls_times_copy": round(took / bare, 1),
            "calls_matched": counts.matched,
            "calls_created": counts.created,
            "calls_unmatched": counts.unmatched,
            "calls_added_by_second": twice.taken - twice.seen_before,
            "calls_on_leads": calls,
        }
    )
    scaled = MOST_S * max(1, arguments.calls / 10_000)
    if took > scaled:
        found.failures.append(f"calls_s: expected at most {scaled:.0f}, got {took:.1f}")
    if counts.difference or twice.taken != twice.seen_before:
        found.failures.append(f"calls: expected every record once, got {counts} and {twice}")
    return found


def _raw_copy(owner: Any, text: str) -> float:
    """Seconds for a bare COPY of the same rows into a table without index, key or check."""
    owner.execute(
        "CREATE TABLE bare (at timestamptz, caller text, called text, s int, talk int, status text, way text, id text)"
    )
    began = time.perf_counter()
    with owner.cursor().copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy:
        copy.write(text)
    took = time.perf_counter() - began
    owner.execute("DROP TABLE bare")
    return took
