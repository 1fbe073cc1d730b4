"""Keeps child processes alive, and stops them all when asked to stop."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from leadfast.foundation import stopping
from leadfast.foundation.errors import Refusal

PARENT = "LEADFAST_PARENT"
STOP_SECONDS = 35.0
#: A child that lived this long was healthy; one that dies sooner is restarted more and more slowly.
HEALTHY_SECONDS = 30.0
#: How often is looked whether the database is there.
LOOK_SECONDS = 1.0


@dataclass
class Child:
    """One command of ours that must keep running."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    due: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "leadfast", *self.arguments],
            env={**os.environ, PARENT: str(os.getpid())},
            # A group of its own: Ctrl-C reaches us, and we stop the children in order.
            start_new_session=True,
        )
        self.started = time.monotonic()

    def look(self) -> None:
        """Start it again when it is gone."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.pause = 0.5 if now - self.started > HEALTHY_SECONDS else min(self.pause * 2, 30.0)
        print(f"The {self.name} ended with {code}; it starts again in {self.pause:.0f} s.", file=sys.stderr)
        self.process, self.due = None, now + self.pause

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)


@dataclass
class Database:
    """The embedded database, which nobody else starts anew when it was killed."""

    revive: Callable[[], bool]
    pause: float = LOOK_SECONDS
    due: float = field(default=0.0)

    def look(self) -> None:
        """Start it again when it is gone. Children that wait for it go on by themselves."""
        if time.monotonic() < self.due:
            return
        try:
            if self.revive():
                print(
                    "The database had ended and was started again; nothing committed is lost.",
                    file=sys.stderr,
                )
            self.pause = LOOK_SECONDS
        except (Refusal, OSError) as error:
            self.pause = min(self.pause * 2, 30.0)
            print(f"The database ended and does not start: {error}", file=sys.stderr)
        self.due = time.monotonic() + self.pause


def run(children: list[Child], database: Database | None = None) -> None:
    """Until SIGTERM or SIGINT: keep every child running, and the database where it is ours; then stop the children."""
    stop_on_signals()
    for child in children:
        child.start()
    while not stopping.wait(0.2):
        if database is not None:
            database.look()
        for child in children:
            child.look()
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        child.stop()
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            # What it was doing is rolled back by the database and done again after the next start.
            child.process.kill()
            child.process.wait()


def stop_on_signals() -> None:
    """SIGTERM and SIGINT set the flag that ``stopping`` shows."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.ask())


def end_with_parent() -> None:
    """When `up` is killed, its children must not live on unseen: each ends itself."""
    parent = os.environ.get(PARENT)
    if parent is None:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
