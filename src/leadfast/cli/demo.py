"""Run the demo: a small sales team, and a town of customers who answer their mail.

Everything happens on this machine: an embedded database of the demo's own, a mail server on
loopback, and simulated customers. Each start begins anew; your own installation is not touched.
The first start shows two weeks of work at once and plays ninety days beside them; Enter opens these
when they are ready, and so does every later start. Stops cleanly on Ctrl-C.
"""

import argparse
import datetime as dt
import importlib.util
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from leadfast.cli import ground, ports, supervise
from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import places

if TYPE_CHECKING:
    from leadfast.cli.town.kept import Kept

NEEDS = ("aiosmtpd", "pymap")
DAYS = 90


class DemoNotInstalled(Refusal):
    """The demo's mail town is not installed. Start it with bin/demo, which installs what it needs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="how many worker processes")
    parser.add_argument(
        "--now", action="store_true", help="keep the real clock, even when nobody works at this hour"
    )
    parser.add_argument(
        "--days",
        type=int,
        default=DAYS,
        metavar="N",
        help="how many days of history, at least 18 (0: two weeks only)",
    )
    parser.add_argument("--play-history", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    if any(importlib.util.find_spec(name) is None for name in NEEDS):
        raise DemoNotInstalled
    if arguments.play_history:
        from leadfast.cli.town import history

        history.play(Path(os.environ["LEADFAST_HOME"]), days=arguments.days, say=_say)
        return 0
    if _serve(arguments):
        # A process of its own again: the clock of this one stands where the short past ended.
        os.execv(sys.executable, [sys.executable, "-m", "leadfast", *sys.argv[1:]])  # noqa: S606
    _say("The demo has stopped. Its next start begins anew.")
    return 0


def _serve(arguments: argparse.Namespace) -> bool:
    """Run until stopped; whether it is to open once more, with the history that was played meanwhile."""
    began = time.monotonic()
    where = home()
    found = _point_environment(where, shown=not arguments.now, days=arguments.days)
    again = threading.Event()
    with ports.held() as port, ground.ready(check=False), ExitStack() as stack:
        from leadfast.cli.town import history, kept, opening, square
        from leadfast.foundation import clock, stopping

        if found is not None and (
            found.migrations != opening.migrations() or not opening.has(found.database)
        ):
            found = None
        opening.begin_anew(history=found.database if found else "")
        mail = (found.smtp_port, found.imap_port) if found else (0, 0)
        town = stack.enter_context(square.running(pace=0.0, ports=mail))
        opening.open_mailboxes(town)
        if found is None:
            _say("Two weeks of work are played through the product itself; this takes a few seconds.")
            now = clock.now()
            customers = opening.play(opening.servers_of(town), now=now)
        else:
            customers = found.customers
        opening.settle(town, customers=customers)
        town.pace = 1.0
        shows = f"{found.days} days" if found else "two weeks"
        _say(f"Ready after {time.monotonic() - began:.0f} s, with {shows}. {opening.what_to_watch()}")
        if found is None and arguments.days and not arguments.now:

            def open_it() -> None:
                again.set()
                stopping.ask()

            def ready() -> None:
                _say(f"{arguments.days} days of history are ready. Press Enter here to open them.")
                _on_enter(open_it)

            _say(f"{arguments.days} days of history are being played beside it, which takes some minutes.")
            playing = history.being_played(
                where, days=arguments.days, ends=now, ports=(town.smtp_port, town.imap_port), ready=ready
            )
            stack.enter_context(playing)
        elif found is None:
            kept.forget(where)
        else:
            kept.opened(where)
        children = [supervise.Child("web server", ["web", "--port", str(port)])]
        children += [supervise.Child(f"worker {n + 1}", ["worker"]) for n in range(arguments.workers)]
        print(f"The demo runs at http://{ports.host()}:{port}/", flush=True)
        supervise.run(children)
    return again.is_set()


def _on_enter(act: Callable[[], object]) -> None:
    """Call ``act`` when somebody at the terminal presses Enter."""
    if sys.stdin is None or not sys.stdin.isatty():
        return

    def wait() -> None:
        sys.stdin.readline()
        act()

    threading.Thread(target=wait, name="enter", daemon=True).start()


def home() -> Path:
    """Where the demo keeps its own database, beside an installation's."""
    given = os.environ.get("LEADFAST_DEMO_OF") or os.environ.get("LEADFAST_HOME")
    # Opened once more, this process already stands in the demo's own home.
    os.environ["LEADFAST_DEMO_OF"] = given or ""
    base = Path(given) if given else places.default_home()
    return base.with_name(f"{base.name}-demo")


def _point_environment(where: Path, *, shown: bool, days: int) -> "Kept | None":
    """The demo's own home and clock, for this process and its children, before Django is set up.

    Returns the history that is kept there. It is shown as of the moment at which it ends.
    """
    from leadfast.cli.town import hour, kept

    os.environ["LEADFAST_HOME"] = str(where)
    os.environ["LEADFAST_DEMO"] = "1"
    # Never somebody's database: the demo empties its own at every start.
    for name in [name for name in os.environ if name.startswith("DATABASE_URL")]:
        del os.environ[name]
    for name in ("LEADFAST_BASE_URL", "LEADFAST_SECRET_KEY", "LEADFAST_POOL"):
        os.environ.pop(name, None)
    hour.keep(dt.timedelta())
    found = kept.read(where) if shown and days else None
    if found is not None and found.days == days:
        hour.keep(found.moment - dt.datetime.now(dt.UTC))
        return found
    hour.keep(hour.shift(dt.datetime.now(dt.UTC)) if shown else dt.timedelta())
    return None


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
