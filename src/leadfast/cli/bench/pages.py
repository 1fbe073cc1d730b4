"""How long *Today* and *Leads* take over HTTP, at ten thousand and at a million open leads.

A real web server runs as the application's role under row-level security; one client asks, one request
after another, on one connection. The rep who asks has the same day at both sizes (a team grows by more
people, not by more hours in one person's day). The answer of `/healthz` is the reference: what a request
costs that draws nothing.
"""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

from leadfast.cli.bench import invariant
from leadfast.cli.bench import scratch as scratches
from leadfast.cli.figures import Figures
from leadfast.foundation.postgres import roles

MOST_P95_MS = 60.0
MOST_GROWTH = 1.5
A_DAY = 300
COLLEAGUES = 20
ROUNDS = 120
PAGES = {
    "today": "/today/",
    "leads": "/leads/",
    "leads_filtered": "/leads/?turn=ours&stage=new&has_phone=no",
    "leads_searched": "/leads/?search=lead+99+fair",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--few", type=int, default=10_000, metavar="N", help="open leads at first")
    parser.add_argument("--many", type=int, default=1_000_000, metavar="N", help="open leads at last")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="requests of each page")


def bench(arguments: argparse.Namespace) -> Figures:
    """Milliseconds of each page at both sizes: the median and the 95th percentile."""
    figures: dict[str, float] = {"pages_few_leads": arguments.few, "pages_many_leads": arguments.many}
    failures: list[str] = []
    with scratches.scratch(durable=False) as scratch:
        team, cookie = _team()
        _fill(scratch, team[0], team[:1], A_DAY)
        have = A_DAY
        for size, leads in (("few", arguments.few), ("many", arguments.many)):
            _fill(scratch, team[0], team[1:], leads - have)
            have = max(have, leads)
            with scratch.superuser() as superuser:
                superuser.execute("VACUUM ANALYZE")
            with _server() as port:
                for name, path in {"reference": "/healthz", **PAGES}.items():
                    took = _ask(port, path, cookie, arguments.rounds)
                    figures[f"pages_{name}_{size}_p50_ms"] = round(statistics.median(took), 2)
                    figures[f"pages_{name}_{size}_p95_ms"] = round(statistics.quantiles(took, n=20)[-1], 2)
    for name in ("today", "leads"):
        few, many = (figures[f"pages_{name}_{size}_p95_ms"] for size in ("few", "many"))
        if many > MOST_P95_MS:
            failures.append(f"pages_{name}_many_p95_ms: at most {MOST_P95_MS:g}, got {many:g}")
        if many > few * MOST_GROWTH:
            failures.append(f"pages_{name}: at most {MOST_GROWTH:g} times of few, got {many / few:.2f}")
    return Figures(figures, failures)


def _team() -> tuple[list[Any], str]:
    """A rep who asks and her colleagues, and the cookie of her session."""
    from django.conf import settings
    from django.test import Client

    from leadfast.workspaces import actions as workspaces
    from leadfast.workspaces import guard
    from leadfast.workspaces.models import Account

    workspace = workspaces.found(name="Bench", zone="UTC", country="GB", currency="GBP")
    account = Account.objects.create_user("rep@firm.example", "a long password")
    with guard.scope(workspace.id):
        rep = workspaces.add_member(
            workspace_id=workspace.id, account=account, name="Rep", role="rep", by=None
        )
        others = [
            workspaces.add_member(
                workspace_id=workspace.id,
                account=Account.objects.create_user(f"{uuid.uuid4().hex}@firm.example", "a long password"),
                name=f"Colleague {number}",
                role="rep",
                by=None,
            )
            for number in range(COLLEAGUES)
        ]
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return [
        rep,
        *others,
    ], f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _fill(scratch: scratches.Scratch, rep: Any, owners: list[Any], leads: int) -> None:
    """Add ``leads`` leads with their steps, shared out among ``owners``."""
    from leadfast.foundation import clock

    if leads <= 0:
        return
    fixed = {"workspace": rep.workspace_id, "now": clock.now(), "leads": leads}
    with scratch.connect(roles.APP) as writer:
        writer.execute("DROP TABLE IF EXISTS wanted")
        writer.execute(invariant.WANTED, fixed)
        writer.execute("CREATE INDEX ON wanted (n); ANALYZE wanted")
        for number, after in enumerate(range(0, leads, invariant.BATCH)):
            owner = owners[number % len(owners)].id
            batch = {**fixed, "owner": owner, "after": after, "upto": after + invariant.BATCH}
            with writer.transaction():
                writer.execute("SELECT set_config('leadfast.workspace', %s, true)", [str(rep.workspace_id)])
                writer.execute(invariant.LEADS, batch)
                writer.execute(invariant.STEPS, batch)


@contextlib.contextmanager
def _server() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "leadfast", "web", "--port", str(port)]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ}
    )
    try:
        _wait(server, port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        time.sleep(0.2)
    raise RuntimeError("The web server did not start.")


def _ask(port: int, path: str, cookie: str, rounds: int) -> list[float]:
    """Milliseconds of each request, after a few that warm the caches."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took = []
    for number in range(rounds + 5):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}.")
        if number >= 5:
            took.append((time.perf_counter() - began) * 1000)
    connection.close()
    return took
