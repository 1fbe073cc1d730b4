"""Run everything: the database if it is ours, the web server and a worker.

Stops cleanly on SIGTERM or Ctrl-C.
"""

import argparse
import sys

from django.conf import settings

from leadfast.cli import ground, ports, supervise
from leadfast.foundation.postgres import server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="how many worker processes")
    parser.add_argument("--web", type=int, default=1, metavar="N", help="how many web processes")


def run(arguments: argparse.Namespace) -> int:
    with ports.held() as port, ground.ready(migrate=True):
        web = ["web", "--port", str(port), "--processes", str(arguments.web)]
        children = [supervise.Child("web server", web)]
        children += [supervise.Child(f"worker {n + 1}", ["worker"]) for n in range(arguments.workers)]
        address = f"http://{ports.host()}:{port}"
        print(f"Leadfast runs at {address}/", flush=True)
        _welcome(address)
        supervise.run(children, _database())
    print("Leadfast has stopped.", file=sys.stderr)
    return 0


def _database() -> supervise.Database | None:
    """The embedded one; whoever brings a database of their own keeps it running."""
    return supervise.Database(lambda: server.revive(settings.PLACES)) if settings.EMBEDDED_DATABASE else None


def _welcome(address: str) -> None:
    """Until somebody has an account, the one-time link that makes the first one."""
    from leadfast.workspaces import accounts

    if path := accounts.first_run_path():
        print(
            f"Nobody has an account yet. Set up your team with this link, once:\n  {address}{path}",
            flush=True,
        )
