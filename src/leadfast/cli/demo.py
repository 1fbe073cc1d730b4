"""Run the demo: a small sales team, and a town of customers who answer their mail.

Everything happens on this machine: an embedded database of the demo's own, a mail server on
loopback, and simulated customers. Each start begins anew; your own installation is not touched.
Stops cleanly on Ctrl-C.
"""

import argparse
import datetime as dt
import importlib.util
import os
import sys
import time
from pathlib import Path

from leadfast.cli import ground, ports, supervise
from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import places

NEEDS = ("aiosmtpd", "pymap")


class DemoNotInstalled(Refusal):
    """The demo's mail town is not installed. Start it with bin/demo, which installs what it needs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="how many worker processes")
    parser.add_argument(
        "--now", action="store_true", help="keep the real clock, even when nobody works at this hour"
    )


def run(arguments: argparse.Namespace) -> int:
    if any(importlib.util.find_spec(name) is None for name in NEEDS):
        raise DemoNotInstalled
    began = time.monotonic()
    port = ports.choose()
    _point_environment(shown=not arguments.now)
    with ground.ready(check=False):
        from leadfast.cli.town import opening, square

        opening.begin_anew()
        with square.running(pace=0.0) as town:
            _say("Two weeks of work are played through the product itself; this takes a few seconds.")
            opening.play(town)
            town.pace = 1.0
            _say(f"Ready after {time.monotonic() - began:.0f} s. {opening.what_to_watch()}")
            children = [supervise.Child("web server", ["web", "--port", str(port)])]
            children += [supervise.Child(f"worker {n + 1}", ["worker"]) for n in range(arguments.workers)]
            print(f"The demo runs at http://{ports.host()}:{port}/", flush=True)
            supervise.run(children)
    _say("The demo has stopped. Its next start begins anew.")
    return 0


def home() -> Path:
    """Where the demo keeps its own database, beside an installation's."""
    given = os.environ.get("LEADFAST_HOME")
    base = Path(given) if given else places.default_home()
    return base.with_name(f"{base.name}-demo")


def _point_environment(*, shown: bool) -> None:
    """The demo's own home and clock, for this process and its children, before Django is set up."""
    from leadfast.cli.town import hour

    os.environ["LEADFAST_HOME"] = str(home())
    os.environ["LEADFAST_DEMO"] = "1"
    # Never somebody's database: the demo empties its own at every start.
    for name in [name for name in os.environ if name.startswith("DATABASE_URL")]:
        del os.environ[name]
    for name in ("LEADFAST_BASE_URL", "LEADFAST_SECRET_KEY", "LEADFAST_POOL"):
        os.environ.pop(name, None)
    shift = hour.shift(dt.datetime.now(dt.UTC)) if shown else dt.timedelta()
    hour.keep(shift)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
