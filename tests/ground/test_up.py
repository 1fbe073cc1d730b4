"""`leadfast up`: one command, one port, a clean stop, and nothing left behind after a kill."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadfast.foundation.postgres import throwaway
from tests.ground.installation import Installation, Running, lives

pytestmark = pytest.mark.setup


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    place: Path = throwaway.place()
    made = Installation(place / "home")
    made.leadfast("migrate")
    yield made
    made.run("-c", "import shutil, sys; shutil.rmtree(sys.argv[1], ignore_errors=True)", str(place))


def test_it_serves_works_and_stops_cleanly(installation: Installation) -> None:
    with installation.up() as running:
        found = running.wait_until_well()
        assert (found["open_without_next_step"], found["ledger_difference"]) == (0, 0)
        everything = running.children()
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(60) == 0
    assert [pid for pid in everything if lives(pid)] == []


def test_it_takes_the_next_port_when_8000_is_taken(installation: Installation) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("127.0.0.1", 8000))
            other.listen()
        except OSError:
            # Somebody else has it, which is just as well.
            assert other
        with installation.up() as running:
            assert 8000 < running.port < 8100
            running.wait_until_well()


def test_a_port_that_is_asked_for_and_taken_is_refused(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        asked = Installation(
            Path(installation.environment["LEADFAST_HOME"]), PORT=str(other.getsockname()[1])
        )
        assert "is taken by another program" in asked.leadfast("up", ok=False).stderr


def test_after_a_kill_everything_starts_again(installation: Installation) -> None:
    with installation.up() as running:
        running.wait_until_well()
        children = running.children()
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
    ours = [pid for pid in children if "postgres" not in _command(pid)]
    until = time.monotonic() + 60
    while any(lives(pid) for pid in ours) and time.monotonic() < until:
        time.sleep(0.1)
    assert [pid for pid in ours if lives(pid)] == []
    with installation.up() as running:
        running.wait_until_well()
    assert "promises are kept" in installation.leadfast("audit").stdout


def test_a_worker_that_is_killed_is_replaced(installation: Installation) -> None:
    with installation.up() as running:
        running.wait_until_well()
        for pid in running.children():
            if "leadfast worker" in _command(pid):
                os.kill(pid, signal.SIGKILL)
        time.sleep(1)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if any("leadfast worker" in _command(pid) for pid in running.children()):
                break
            time.sleep(0.2)
        assert running.wait_until_well()["worker_heartbeat_age_s"] < 60


def test_a_database_that_is_killed_is_started_anew_and_everything_goes_on(installation: Installation) -> None:
    with installation.up() as running:
        running.wait_until_well()
        [killed] = _servers(running)
        web_and_worker = {pid for pid in running.children() if "leadfast w" in _command(pid)}
        os.kill(killed, signal.SIGKILL)
        until = time.monotonic() + 60
        while not (again := _servers(running) - {killed}) and time.monotonic() < until:
            time.sleep(0.1)
        assert len(again) == 1
        assert running.wait_until_well()["database"] == "ok"
        # Nobody had to be started anew for it.
        assert all(lives(pid) for pid in web_and_worker)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(60) == 0
    assert [pid for pid in again if lives(pid)] == []


def _servers(running: Running) -> set[int]:
    return {pid for pid in running.children() if "bin/postgres -D" in _command(pid)}


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
