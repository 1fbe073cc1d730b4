"""A Leadfast of its own, driven from outside by its command line."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

# A test's own surroundings must not reach what it starts.
OURS = ("LEADFAST_", "DATABASE_URL", "DJANGO_", "PG", "PORT")


class Installation:
    """One home, and the commands that are run in it."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environment |= {"LEADFAST_HOME": str(home), "DJANGO_SETTINGS_MODULE": "leadfast.config.settings"}
        self.environment |= environment

    def run(self, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Python with ``words``; it must succeed, or fail when ``ok`` is False."""
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert (done.returncode == 0) == ok, done.stdout + done.stderr
        return done

    def leadfast(self, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "leadfast", *words, ok=ok)

    @contextlib.contextmanager
    def up(self, *words: str) -> "Iterator[Running]":
        """``leadfast up`` for the length of the block; killed at the end if it still runs."""
        # Into a file: a pipe that nobody reads would stop it when it is full.
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "leadfast", "up", *words],
                env=self.environment,
                stdout=said,
                stderr=said,
            )
            try:
                yield Running(process, _port(process, said))
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                    process.wait(90)


def _port(process: subprocess.Popen[bytes], said: IO[str], seconds: float = 120) -> int:
    """The port that it prints once it is ready."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        said.seek(0)
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", said.read()):
            return int(found.group(1))
        time.sleep(0.1)
    said.seek(0)
    raise AssertionError(said.read())


class Running:
    """A running ``leadfast up``."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def wait_until_well(self, seconds: float = 90) -> dict[str, Any]:
        """Until web, database and worker all answer, and everything has been counted once."""
        until, last = time.monotonic() + seconds, "nothing"
        while time.monotonic() < until:
            try:
                found = self.health()
                counted = ("open_leads", "open_without_next_step", "ledger_difference")
                if found["status"] == "ok" and all(found.get(name) is not None for name in counted):
                    return found
                last = str(found)
            except OSError as error:
                last = str(error)
            time.sleep(0.2)
        raise AssertionError(f"It did not get well; the last answer was: {last}")

    def children(self) -> list[int]:
        """The pids of everything that descends from it."""
        said = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        parents = {int(pid): int(parent) for pid, parent in (line.split() for line in said.splitlines())}
        found, front = [], [self.process.pid]
        while front:
            front = [pid for pid, parent in parents.items() if parent in front]
            found += front
        return found


def lives(pid: int) -> bool:
    """Whether ``pid`` still runs (a zombie does not)."""
    said = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return bool(said.strip()) and not said.strip().startswith("Z")
