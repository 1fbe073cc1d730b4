"""Playing the ninety days beside the demo, in a process and a database of their own, and keeping them."""

import contextlib
import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from leadfast.cli import ground, supervise
from leadfast.cli.town import kept
from leadfast.cli.town.kept import Kept, Played
from leadfast.foundation import stopping

#: Set for the process that plays: the moment the history leads up to, and the ports of the town's servers.
ENDS, PORTS = "LEADFAST_DEMO_ENDS", "LEADFAST_DEMO_PORTS"


@contextlib.contextmanager
def being_played(
    home: Path, *, days: int, ends: dt.datetime, ports: tuple[int, int], ready: Callable[[], None]
) -> Iterator[None]:
    """For the length of the block a second process plays; ``ready`` is called when it has come to the end."""
    from leadfast.cli.town import opening

    kept.forget(home)
    surroundings = {
        **os.environ,
        supervise.PARENT: str(os.getpid()),
        "DATABASE_URL": opening.begin_history(),
        "LEADFAST_ROLES_READY": "1",
        "PYTHONHASHSEED": "0",
        ENDS: ends.isoformat(),
        PORTS: f"{ports[0]},{ports[1]}",
    }
    command = [sys.executable, "-m", "leadfast", "demo", "--play-history", "--days", str(days)]
    playing = subprocess.Popen(command, env=surroundings, start_new_session=True)

    def wait() -> None:
        if playing.wait() == 0:
            ready()
        elif not stopping.asked():
            kept.forget(home)
            print("The long history could not be played to its end; what is open goes on.", file=sys.stderr)

    threading.Thread(target=wait, name="history", daemon=True).start()
    kept.tell(home, Played(0, days, ready=False))
    try:
        yield
    finally:
        if playing.poll() is None:
            playing.terminate()
            playing.wait(30)
            kept.forget(home)


def play(home: Path, *, days: int, say: Callable[[str], None]) -> None:
    """What the second process does: play to the end, then keep it."""
    supervise.end_with_parent()
    os.nice(10)
    ends = dt.datetime.fromisoformat(os.environ[ENDS])
    smtp, imap = (int(port) for port in os.environ[PORTS].split(","))
    with ground.ready(check=False):
        from django.db import connections

        from leadfast.cli.town import opening

        def told(day: int) -> None:
            kept.tell(home, Played(min(day, days), days, ready=False))
            if day % 15 == 0:
                say(f"{day} of {days} days of history have been played.")

        customers = opening.play_long(opening.servers_at(smtp, imap), now=ends, days=days, told=told)
        connections.close_all()
        opening.keep_history()
        found = Kept(opening.migrations(), ends.isoformat(), days, opening.SEED, customers, smtp, imap)
        kept.write(home, found)
        kept.tell(home, Played(days, days, ready=True))
