"""One PostgreSQL server of our own: made, started, waited for, and stopped.

The programs are started directly. The wheel's own launcher opens the permissions of every parent
directory when it is root, and takes a zombie for a running server.
"""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import conf
from leadfast.foundation.postgres.account import Account
from leadfast.foundation.postgres.binaries import Binaries

log = logging.getLogger(__name__)

SUPERUSER = "postgres"
PORT = 5432
# How long a server that starts may be silent.
START_SECONDS = 120.0
# Whoever waits longer is told why.
SLOW_SECONDS = 5.0
STOP_SECONDS = 60.0
LINGER_SECONDS = 10.0


class ClusterFailed(Refusal):
    """The embedded database did not start. The last lines of its log say why."""


class ClusterStuck(Refusal):
    """The embedded database did not stop in time. It is left running, so that nothing is lost."""


@dataclass
class Patience:
    """How long to wait for a server that starts: until it has said nothing for so long.

    One that reads gigabytes of its log again after a crash says every ten seconds how far it is. Killed for being slow,
    it would begin anew the next time, and never be done.
    """

    until: float
    said: int

    def is_over(self, *, at: float, said: int) -> bool:
        """``at``: the time in seconds; ``said``: how much stands in the server's log, in bytes."""
        if said > self.said:
            self.until, self.said = at + START_SECONDS, said
        return at > self.until


@dataclass
class Cluster:
    """A data directory and the programs that serve it."""

    binaries: Binaries
    data: Path
    sockets: Path
    log: Path
    account: Account
    durable: bool = True
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    @property
    def major(self) -> int:
        """The major version that wrote the data."""
        return int((self.data / "PG_VERSION").read_text().strip())

    def make(self, password: str) -> None:
        """initdb with SCRAM for everyone; a half-made cluster of an earlier crash is replaced."""
        fresh = self.data.with_name(f"{self.data.name}.new")
        subprocess.run(["rm", "-rf", str(fresh)], check=True)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self.account.own(fresh)
        # The builtin provider (17 and newer) sorts by code point everywhere, so an upgrade of the
        # system's C library cannot silently break an index.
        builtin = ["--locale-provider=builtin"] if self.binaries.major >= 17 else []
        passwords = fresh / "password"
        descriptor = os.open(passwords, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(password)
        if self.account.step_down:
            os.chown(passwords, self.account.uid, self.account.gid)
        password_place = passwords.rename(fresh.with_name(f"{fresh.name}.password"))
        try:
            made = self._run(
                "initdb",
                f"--pgdata={fresh}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_place}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                *builtin,
                *([] if self.durable else ["--no-sync"]),
            )
        finally:
            password_place.unlink(missing_ok=True)
        if made.returncode != 0:
            raise ClusterFailed(f"initdb failed: {made.stderr.strip()[-800:]}")
        with (fresh / "postgresql.conf").open("a") as file:
            file.write("\ninclude_if_exists = 'leadfast.conf'\ninclude_if_exists = 'own.conf'\n")
        fresh.rename(self.data)

    def start(self) -> None:
        """Start the server and return when it accepts connections."""
        until = time.monotonic() + LINGER_SECONDS
        while True:
            try:
                return self._start()
            except ClusterFailed as failure:
                # After a SIGKILL the backends need a moment to notice that their server is gone.
                if "shared memory block" not in failure.sentence or time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _start(self) -> None:
        (self.data / "leadfast.conf").write_text(
            conf.written(conf.settings(self.sockets, data=self.data, durable=self.durable))
        )
        self._drop_stale_pid_file()
        with self._log_file() as its_log:
            log_start = its_log.tell()
            self._child = subprocess.Popen(
                [self.binaries.program("postgres"), "-D", str(self.data)],
                stdin=subprocess.DEVNULL,
                stdout=its_log,
                stderr=its_log,
                # A session of its own: Ctrl-C in the terminal stops us first, and we stop the server.
                start_new_session=True,
                **self._as_account(),  # type: ignore[call-overload]
            )
        began, told = time.monotonic(), False
        patience = Patience(until=began + START_SECONDS, said=log_start)
        while not patience.is_over(at=time.monotonic(), said=self.log.stat().st_size):
            if self._child.poll() is not None:
                break
            if self._ready_pid() == self._child.pid and self.accepts():
                return
            if not told and time.monotonic() > began + SLOW_SECONDS:
                log.warning(
                    "The database is not up yet; after a power cut it reads its log again, which can take minutes"
                )
                told = True
            time.sleep(0.02)
        self._child.kill()
        self._child.wait()
        raise ClusterFailed(f"The embedded database did not start. Its log says: {self._said(log_start)}")

    def stop(self) -> None:
        """Fast shutdown (SIGINT): running transactions are rolled back, everything committed stays."""
        pid = self.running_pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until:
            if self._child is not None and self._child.pid == pid:
                if self._child.poll() is not None:
                    self._child = None
                    return
            elif not _lives(pid):
                return
            time.sleep(0.02)
        raise ClusterStuck

    def kill(self) -> None:
        """SIGKILL to the server, as a power cut would do it. For crash tests."""
        pid = self.running_pid()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            if self._child is not None:
                self._child.wait()
                self._child = None
            while _lives(pid):
                time.sleep(0.01)

    def running_pid(self) -> int | None:
        """The pid of the server that serves these data now, whoever started it."""
        pid = self._pid_file_line(0)
        return int(pid) if pid and self._is_our_server(int(pid)) else None

    def accepts(self) -> bool:
        """Whether the server takes connections."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(5)
            try:
                probe.connect(str(self.sockets / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return self._pid_file_line(7) == "ready"

    def _ready_pid(self) -> int | None:
        pid, status = self._pid_file_line(0), self._pid_file_line(7)
        return int(pid) if pid and status == "ready" else None

    def _pid_file_line(self, number: int) -> str | None:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        return lines[number].strip() if len(lines) > number else None

    def _drop_stale_pid_file(self) -> None:
        # After a power cut the number in the file may belong to another program of this user, and
        # PostgreSQL would then refuse to start for ever.
        pid = self._pid_file_line(0)
        if pid and not self._is_our_server(int(pid)):
            # A server that was killed stays in the list of processes until its parent has asked how it ended, and
            # PostgreSQL takes that for a running one. Where we are not its parent, there is nothing to ask.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(int(pid), os.WNOHANG)
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _is_our_server(self, pid: int) -> bool:
        if not _lives(pid):
            return False
        if self._child is not None and self._child.pid == pid:
            return True
        command = Path(f"/proc/{pid}/cmdline")
        if command.exists():
            words = command.read_bytes().split(b"\0")
            return os.fsencode(self.data) in words
        said = subprocess.run(
            ["ps", "-p", str(pid), "-o", "command="], capture_output=True, check=False
        ).stdout
        return os.fsencode(self.data) in said

    def _log_file(self) -> IO[bytes]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > 20 * 2**20:
            self.log.replace(self.log.with_name(f"{self.log.name}.old"))
        return self.log.open("ab")

    def _said(self, since: int) -> str:
        with self.log.open("rb") as file:
            file.seek(since)
            return file.read().decode(errors="replace").strip()[-1000:]

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [self.binaries.program(program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            **self._as_account(),  # type: ignore[call-overload]
        )
        return done

    def _as_account(self) -> dict[str, object]:
        # A directory the account can enter, and nothing of our environment: no PG* variable, no locale.
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "HOME": "/", "TZ": "UTC"}
        common: dict[str, object] = {"cwd": "/", "env": environment, "umask": 0o077}
        if self.account.step_down:
            common |= {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        return common


def _lives(pid: int) -> bool:
    """Whether ``pid`` is a process that is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b") ")[2][:1]
    except OSError:
        return True
    return state != b"Z"
