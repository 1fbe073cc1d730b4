"""Everything that goes wrong, at random moments drawn from one seed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from leadfast.cli.bench.crash.proxy import Proxy
from leadfast.cli.bench.scratch import Scratch
from leadfast.cli.town.faults import Faults
from leadfast.cli.town.square import Town
from leadfast.foundation.postgres.cluster import PORT


@dataclass
class Worker:
    """One worker process. ``door``: the proxy it reaches the database through, if it has one."""

    log: Path
    door: Proxy | None = None
    process: subprocess.Popen[bytes] | None = None
    killed: int = 0

    def start(self) -> None:
        environment = dict(os.environ)
        if self.door is not None:
            before, _, _ = environment["DATABASE_URL"].partition("?host=")
            environment["DATABASE_URL"] = f"{before}?host={quote(str(self.door.directory))}&port={PORT}"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "leadfast", "worker"],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            self.killed += 1

    def freeze(self, seconds: float) -> None:
        """Stopped, and later going on as if nothing had happened: a machine that swaps, a paused guest."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGSTOP)
            time.sleep(seconds)
            self.process.send_signal(signal.SIGCONT)

    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Havoc:
    """The workers, the database and the town, and how often each was hurt."""

    scratch: Scratch
    town: Town
    chance: random.Random
    workers: list[Worker]
    counts: dict[str, int] = field(default_factory=dict)

    def rage(self, seconds: float, meanwhile: Callable[[], object]) -> None:
        """Hurt something every second or so; between two blows, ``meanwhile`` goes on working."""
        until = time.monotonic() + seconds
        self._spoil_mail()
        blows = [self._kill_worker] * 4 + [self._kill_database, self._hang_up, self._freeze, self._pull_cable]
        while time.monotonic() < until:
            pause = time.monotonic() + self.chance.uniform(1.0, 4.0)
            while time.monotonic() < pause:
                meanwhile()
            self.chance.choice(blows)()
            for worker in self.workers:
                if not worker.lives():
                    worker.start()

    def end(self) -> None:
        """The last blow: every worker is killed. Then the weather is fine again."""
        for worker in self.workers:
            worker.kill()
            if worker.door is not None:
                worker.door.cut()
        self.town.faults.__init__()  # type: ignore[misc]
        if self.scratch.cluster.running_pid() is None:
            self.scratch.cluster.start()

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def _kill_worker(self) -> None:
        self._wait_for_a_mail()
        self.chance.choice(self.workers).kill()
        self._count("workers_killed")

    def _wait_for_a_mail(self) -> None:
        """Most harm is done while a mail is on its way: strike within a moment of one."""
        before, until = len(self.town.journal), time.monotonic() + 3
        while len(self.town.journal) == before and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(self.chance.uniform(0, 0.03))

    def _kill_database(self) -> None:
        self._wait_for_a_mail()
        self.scratch.cluster.kill()
        time.sleep(self.chance.uniform(0.1, 1.0))
        self.scratch.cluster.start()
        self._count("database_killed")

    def _hang_up(self) -> None:
        self._count("imap_disconnects")
        self.town.hang_up()

    def _freeze(self) -> None:
        self.chance.choice(self.workers).freeze(self.chance.uniform(0.5, 2.5))
        self._count("workers_frozen")

    def _pull_cable(self) -> None:
        doors = [worker.door for worker in self.workers if worker.door is not None]
        if doors:
            doors[0].shut()
            time.sleep(self.chance.uniform(0.5, 3.0))
            doors[0].cut()
            self._count("workers_cut_off")

    def _spoil_mail(self) -> None:
        draw = random.Random(self.chance.random())  # noqa: S311  # its numbers must come back
        faults = Faults(
            refuse_recipient=lambda _: draw.choices(
                (None, "550 5.1.1 No such user", "451 4.3.0 Try later"), weights=(93, 1, 6)
            )[0],
            refuse_message=lambda _: "452 4.3.1 Out of space" if draw.random() < 0.02 else None,
            drop_inside_message=lambda _: draw.random() < 0.05,
            drop_after_message=lambda _: draw.random() < 0.07,
            stall_after_message=lambda _: draw.uniform(0.5, 2.0) if draw.random() < 0.05 else 0.0,
        )
        self.town.faults.__dict__.update(faults.__dict__)
