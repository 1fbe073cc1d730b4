"""Every screen of the doors behind ten thousand rows: beside a page of the same frame that lists nothing.

The real views under row-level security as the application's role, asked in this process; the bare page is the form
that notes an expected lead. Queries and bytes are told as well, because they do not depend on the machine.
"""

import argparse
import statistics
import time
from typing import Any

from leadfast.cli.bench import door_rows
from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures

BARE = "/expected/add/"
MOST_QUERIES, MOST_BYTES, MOST_TIMES = 45, 150_000, 12.0
# Of a page that counts all that came in, however much that is: the 95th percentile.
MOST_MS = 300.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=10_000, metavar="N", help="rows behind each screen")
    parser.add_argument(
        "--arrivals", type=int, default=0, metavar="N", help="then count one more file of so many rows"
    )
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="times each is drawn")


def bench(arguments: argparse.Namespace) -> Figures:
    """Milliseconds of each screen as times the bare page, its queries and its bytes."""
    figures: dict[str, float] = {"doors_rows": arguments.rows}
    failures: list[str] = []
    with scratches.scratch(durable=False) as scratch:
        member, browser = _somebody()
        screens = door_rows.fill(workspace_id=member.workspace_id, member_id=member.id, count=arguments.rows)
        with scratch.superuser() as superuser:
            superuser.execute("VACUUM ANALYZE")
        bare = statistics.median(_drawn(browser, BARE, arguments.rounds)[0])
        figures["doors_bare_ms"] = round(bare * 1000, 2)
        for name, path in screens.items():
            seconds, queries, size = _drawn(browser, path, arguments.rounds)
            took = statistics.median(seconds)
            figures[f"doors_{name}_times_bare"] = round(took / bare, 2)
            figures[f"doors_{name}_queries"] = queries
            figures[f"doors_{name}_kb"] = round(size / 1000, 1)
            failures += [
                f"doors_{name}_{what}: at most {most:g}, got {got:g}"
                for what, got, most in (
                    ("times_bare", took / bare, MOST_TIMES),
                    ("queries", queries, MOST_QUERIES),
                    ("bytes", size, MOST_BYTES),
                )
                if got > most
            ]
        if arguments.arrivals:
            failures += _counted(arguments, member, browser, scratch, figures)
    return Figures(figures, failures)


def _counted(
    arguments: argparse.Namespace,
    member: Any,
    browser: Any,
    scratch: scratches.Scratch,
    figures: dict[str, float],
) -> list[str]:
    """Milliseconds of what counts every arrival, behind so many more of them; and what took too long."""
    where = {"workspace_id": member.workspace_id, "member_id": member.id}
    screens = door_rows.fill_file(**where, count=arguments.arrivals)
    with scratch.superuser() as superuser:
        superuser.execute("VACUUM ANALYZE")
    figures["doors_arrivals"] = arguments.arrivals
    slow = []
    for name, path in screens.items():
        seconds, _, _ = _drawn(browser, path, arguments.rounds)
        figures[f"doors_counted_{name}_ms"] = round(statistics.median(seconds) * 1000, 1)
        late = figures[f"doors_counted_{name}_p95_ms"] = round(
            statistics.quantiles(seconds, n=20, method="inclusive")[-1] * 1000, 1
        )
        if late > MOST_MS:
            slow.append(f"doors_counted_{name}_p95_ms: at most {MOST_MS:g}, got {late:g}")
    return slow


def _drawn(browser: Any, path: str, rounds: int) -> tuple[list[float], int, int]:
    """Seconds of each time, queries and bytes of one page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(path)
        # The next request forgets what this one asked.
        asked = len(queries)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}.")
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        browser.get(path)
        took.append(time.perf_counter() - began)
    return took, asked, len(answer.content)


def _somebody() -> tuple[Any, Any]:
    """An admin, and the browser in which they are signed in."""
    from django.test import Client

    from leadfast.workspaces import actions as workspaces
    from leadfast.workspaces import guard
    from leadfast.workspaces.models import Account

    workspace = workspaces.found(name="Bench", zone="UTC", country="GB", currency="GBP")
    account = Account.objects.create_user("admin@firm.example", "a long password")
    with guard.scope(workspace.id):
        member = workspaces.add_member(
            workspace_id=workspace.id, account=account, name="Admin", role="admin", by=None
        )
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return member, browser
