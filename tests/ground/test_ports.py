"""The port of `up`, of `web` and of the demo is nobody else's between the moment it is chosen and the first page."""

import contextlib
import os
import socket
from collections.abc import Iterator

import pytest

from leadfast.cli import ports
from tests.ground import free_ports


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    found = free_ports.one()
    monkeypatch.setenv("PORT", str(found))
    monkeypatch.delenv("LEADFAST_HOST", raising=False)
    return found


@contextlib.contextmanager
def listening(at: int, *options: int) -> Iterator[socket.socket]:
    """Another program."""
    with socket.socket() as other:
        for option in options:
            other.setsockopt(socket.SOL_SOCKET, option, 1)
        other.bind(("127.0.0.1", at))
        other.listen()
        yield other


@pytest.mark.parametrize("asked_for", [False, True], ids=["up", "the web server alone"])
def test_nobody_else_takes_it_meanwhile(port: int, asked_for: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if asked_for:
        monkeypatch.delenv("PORT")
    with ports.held(port if asked_for else None) as ours:
        assert ours == port
        for options in ((), (socket.SO_REUSEADDR,)):
            with pytest.raises(OSError, match="already in use"), listening(port, *options):
                pass
        # Nobody is left waiting at a port that nobody serves yet.
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)
    with listening(port):
        pass


def test_the_web_server_that_we_start_takes_it(port: int) -> None:
    with ports.held() as ours:
        # It is kept by us, and the web server leaves that so.
        with ports.held(ours) as theirs:
            assert theirs == port
        assert os.environ[ports.HELD] == str(port)
        with served(port), reached(port):
            pass
        # It ended and begins anew: nobody came between.
        with pytest.raises(OSError, match="already in use"), listening(port, socket.SO_REUSEADDR):
            pass
        with served(port), reached(port):
            pass
    assert ports.HELD not in os.environ


def test_a_second_one_says_so_or_takes_the_next(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with ports.held():
        # As another program would start: nothing is kept for it.
        monkeypatch.delenv(ports.HELD)
        with pytest.raises(ports.PortTaken, match="is taken by another program"), ports.held():
            pass
        with pytest.raises(ports.PortTaken), ports.held(port):
            pass
        monkeypatch.delenv("PORT")
        monkeypatch.setattr(ports, "FIRST", port)
        with ports.held() as other:
            assert port < other < port + ports.TRIED


def served(at: int) -> contextlib.AbstractContextManager[socket.socket]:
    """As the web server listens there; that it does, `test_up` shows."""
    return listening(at, socket.SO_REUSEADDR, socket.SO_REUSEPORT)


@contextlib.contextmanager
def reached(at: int) -> Iterator[None]:
    """Every one of many who come is answered by it."""
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(socket.create_connection(("127.0.0.1", at), timeout=5))
        yield
