# ruff: noqa: N999  # the command is called so
"""A file of a million leads comes in, beside a raw COPY of the same rows in the same run.

One row in twenty is about somebody of the same file, one in twenty about one of the leads that were there
before. Every row is kept raw, normalised, joined or opened as a lead with its owner, its first step and its
clock, and has its outcome in the ledger. The importer is the one of the product: the verbs that a worker
calls, on a database whose commits reach the disk.
"""

import argparse
import resource
import threading
import time
from pathlib import Path
from typing import Any

from leadfast.cli.bench import importing
from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures
from leadfast.foundation.postgres import roles

LEAST_PER_S = 10_000
MOST_S_TO_SEE = 3.0
SEEN = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N", help="rows of the file")
    parser.add_argument("--known", type=int, default=1_000_000, metavar="N", help="leads there before")


def bench(arguments: argparse.Namespace) -> Figures:
    """Wall time, rows a second, memory, and how soon the first rows are seen."""
    with scratches.scratch(durable=True) as scratch:
        path = scratch.home / "leads.csv"
        with path.open("w") as file:
            file.write(importing.HEADER)
            file.writelines(importing.rows(arguments.rows, arguments.known))
        fixed = _team()
        with scratch.connect(roles.APP) as writer:
            importing.known_before(writer, fixed, arguments.known)
        with scratch.superuser() as owner:
            owner.execute("VACUUM ANALYZE")
            bare = importing.raw_copy(owner, path)
            owner.execute("CHECKPOINT")
        found = _import(scratch, path, fixed, arguments.rows)
    found.figures["import_copy_s"] = round(bare, 3)
    found.figures["import_copy_rows_per_s"] = round(arguments.rows / bare)
    return found


def _team() -> dict[str, Any]:
    from leadfast.foundation import clock
    from leadfast.workspaces import actions as workspaces

    workspace = workspaces.found(name="Bench", zone="UTC", country="GB", currency="GBP")
    members = [
        workspaces.add_member(workspace_id=workspace.id, account=None, name=name, role="rep", by=None)
        for name in ("Alice", "Ben", "Chris")
    ]
    return {"workspace": workspace.id, "owner": members[0].id, "now": clock.now()}


def _import(scratch: scratches.Scratch, path: Path, fixed: dict[str, Any], rows: int) -> Figures:
    from leadfast.capture import actions as capture
    from leadfast.capture import reads
    from leadfast.leads.models import Lead
    from leadfast.workspaces import guard
    from leadfast.workspaces.actor import person

    by = person(fixed["workspace"], fixed["owner"])
    _settle_in(by)
    before = _memory()
    looking = time.perf_counter()
    upload = capture.begin(name=path.name, content=path.read_bytes(), by=by)
    looked = time.perf_counter() - looking
    # From here on a person waits: they have seen the columns and let the file come in.
    held = _memory()
    cpu, database, began = _cpu(), scratch.cpu_s(), time.perf_counter()
    capture.start(upload_id=upload.id, source="Leeds show", fresh=True, by=by)
    seen: list[float] = []
    stop = threading.Event()
    watch = threading.Thread(target=_watch, args=(upload.id, by, min(SEEN, rows), began, seen, stop))
    watch.start()
    capture.run(upload_id=upload.id, by=by)
    took, spent, database = time.perf_counter() - began, _cpu() - cpu, scratch.cpu_s() - database
    stop.set()
    watch.join()
    with guard.scope(by.workspace_id):
        progress = reads.progress(reads.upload(upload.id))
        difference = reads.difference(reads.ledger())
        owned = Lead.objects.filter(upload_id=upload.id, first_response_due_at__isnull=False).count()
    found = Figures(
        {
            "import_rows": rows,
            "import_s": round(took, 3),
            "import_rows_per_s": round(rows / took),
            "import_created": progress.created,
            "import_joined": progress.joined,
            "import_with_clock": owned,
            "import_ledger_difference": difference,
            "import_first_10000_s": round(seen[0], 3) if seen else -1,
            "import_peak_mb": round(_memory() / 1024, 1),
            "import_before_mb": round(before / 1024, 1),
            "import_looked_at_mb": round(held / 1024, 1),
            "import_looked_at_s": round(looked, 3),
            "import_python_us_per_row": round(1e6 * spent / rows, 1),
            "import_database_us_per_row": round(1e6 * database / rows, 1),
        }
    )
    if rows / took < LEAST_PER_S:
        found.failures.append(f"import_rows_per_s: expected at least {LEAST_PER_S}, got {rows / took:.0f}")
    if not seen or seen[0] > MOST_S_TO_SEE:
        found.failures.append(f"import_first_10000_s: expected at most {MOST_S_TO_SEE}, got {seen}")
    if difference or progress.difference or progress.waiting:
        found.failures.append(f"import_ledger_difference: expected 0, got {difference} and {progress}")
    return found


def _settle_in(by: Any) -> None:
    """A worker has imported what it needs, and other files came in before this one."""
    from leadfast.capture import actions as capture
    from leadfast.worker import engine

    engine.settle_in()
    content = f"{importing.HEADER}{importing.ONE_BEFORE}".encode()
    upload = capture.begin(name="before.csv", content=content, by=by)
    capture.start(upload_id=upload.id, source="Leeds show", fresh=True, by=by)
    capture.run(upload_id=upload.id, by=by)


def _watch(
    upload_id: Any, by: Any, wanted: int, began: float, seen: list[float], stop: threading.Event
) -> None:
    """When can the importer see so many rows?"""
    from django.db import connection

    from leadfast.capture.models import Upload
    from leadfast.workspaces import guard

    while not seen:
        with guard.scope(by.workspace_id):
            taken = Upload.objects.values_list("rows_taken", flat=True).get(id=upload_id)
        if taken >= wanted:
            seen.append(time.perf_counter() - began)
        elif stop.wait(0.05):
            break
    connection.close()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _memory() -> float:
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
