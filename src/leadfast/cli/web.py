"""Run the web server alone."""

import argparse
import os

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from leadfast.cli import ground, ports, supervise


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="instead of PORT, 8000 or the next free one")
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="how many web processes")


def run(arguments: argparse.Namespace) -> int:
    # Read by the settings, here and in the processes that granian starts.
    os.environ["LEADFAST_POOL"] = "1"
    os.environ["LEADFAST_STATIC_COLLECTED"] = "1"
    with ports.held(arguments.port) as port, ground.ready():
        call_command("collectstatic", interactive=False, verbosity=0)
        supervise.end_with_parent()
        if supervise.PARENT not in os.environ:
            print(f"Leadfast's web server runs at http://{ports.host()}:{port}/", flush=True)
        _leave_connections()
        _server(port, arguments.processes).serve()
    return 0


def _leave_connections() -> None:
    """Close what the checks opened: granian forks, and no connection or pool may be carried over.

    A pool that a fork copies has lost its threads. It never grows, replaces no connection that the database or
    age ended, and every process shares its first one: an hour later nobody is answered any more.
    """
    connections.close_all()
    for alias in connections:
        if close_pool := getattr(connections[alias], "close_pool", None):
            close_pool()


def _server(port: int, processes: int) -> MPServer:
    return MPServer(
        target="leadfast.config.wsgi:application",
        address=ports.host(),
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=settings.WEB_THREADS,
        # A request that arrives while all threads are busy waits here, not in the kernel.
        backpressure=settings.WEB_THREADS * 16,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        log_level=LogLevels.info if settings.DEBUG else LogLevels.warning,
        websockets=False,
    )
