"""The real `leadfast web`: people hang up in mid-answer, the database ends connections, and pages still answer."""

import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import Client

from leadfast.foundation.postgres import roles
from tests.fixtures import Someone
from tests.ground import free_ports
from tests.leads import crowd

#: As the settings have it.
POOL = 10
AT_ONCE = 12
PAGES = ("/today/", "/leads/", "/uploads/", "/leads/export.csv")


@dataclass(frozen=True)
class Served:
    """Where it listens, and how many connections it held before its first page."""

    port: int
    connections: int


@pytest.fixture(scope="module")
def served(_database_of_this_worker: psycopg.Connection[Any]) -> Iterator[Served]:
    """`leadfast web` on the database of these tests."""
    found = free_ports.one()
    server = subprocess.Popen(
        [sys.executable, "-m", "leadfast", "web", "--port", str(found)],
        env={**os.environ, "LEADFAST_ROLES_READY": "1"},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(server, found)
        yield Served(found, len(_connections(_database_of_this_worker)))
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0


def test_what_is_opened_before_it_serves_is_carried_into_no_process(
    served: Served, alice: Someone, superuser: psycopg.Connection[Any]
) -> None:
    # It has asked the database whether it may serve, and has forked since.
    assert served.connections == 0
    assert _status(served.port, "/today/", _cookie(alice)) == 200
    assert 1 <= len(_connections(superuser)) <= POOL


def test_it_answers_again_when_the_database_has_ended_every_connection(
    served: Served, alice: Someone, superuser: psycopg.Connection[Any]
) -> None:
    cookie = _cookie(alice)
    assert _status(served.port, "/today/", cookie) == 200
    ended = superuser.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE usename = %s AND datname = current_database() AND pid <> ALL (%s)",
        [roles.APP, _our_own()],
    )
    assert ended.rowcount >= 1
    assert _at_once(served.port, cookie) == [200] * AT_ONCE


def test_people_who_hang_up_keep_no_connection(
    served: Served, alice: Someone, superuser: psycopg.Connection[Any]
) -> None:
    crowd.gather(alice.actor.workspace_id, alice.member.id, 1_000)
    cookie = _cookie(alice)

    def one(number: int) -> None:
        HANG_UPS[number % len(HANG_UPS)](_ask(served.port, PAGES[number % len(PAGES)], cookie))

    with ThreadPoolExecutor(AT_ONCE) as people:
        # Every way on every page, and each of them more often than the pool has connections.
        list(people.map(one, (n + n // len(PAGES) for n in range(4 * POOL * len(HANG_UPS)))))
    assert _at_once(served.port, cookie) == [200] * AT_ONCE
    until = time.monotonic() + 30
    while set(left := _connections(superuser)) != {"idle"} and time.monotonic() < until:
        time.sleep(0.1)
    assert set(left) == {"idle"}
    assert len(left) <= POOL


def _cookie(someone: Someone) -> str:
    client = Client()
    client.force_login(someone.account)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _connections(superuser: psycopg.Connection[Any]) -> list[str]:
    """The state of each connection that serves pages. The test's own go by what they were opened from."""
    return [
        str(state)
        for (state,) in superuser.execute(
            "SELECT state FROM pg_stat_activity WHERE usename = %s AND datname = current_database()"
            " AND pid <> ALL (%s)",
            [roles.APP, _our_own()],
        )
    ]


def _our_own() -> list[int]:
    default = connections["default"]
    return [default.connection.info.backend_pid] if default.connection is not None else []


def _at_once(port: int, cookie: str) -> list[int]:
    with ThreadPoolExecutor(AT_ONCE) as people:
        return list(people.map(lambda _: _status(port, "/today/", cookie), range(AT_ONCE)))


def _status(port: int, path: str, cookie: str) -> int:
    with _ask(port, path, cookie) as asked:
        answer = b""
        while more := asked.recv(65536):
            answer += more
    return int(answer.split(b" ", 2)[1])


def _ask(port: int, path: str, cookie: str) -> socket.socket:
    asked = socket.create_connection(("127.0.0.1", port), 60)
    asked.sendall(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode()
    )
    return asked


def _reset(asked: socket.socket) -> None:
    # Closing with no time to linger sends RST, as a phone that lost its network does in the end.
    asked.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    asked.close()


def _after_the_first_bytes(asked: socket.socket) -> None:
    asked.recv(100)
    _reset(asked)


def _a_moment_later(asked: socket.socket) -> None:
    time.sleep(0.05)
    _reset(asked)


HANG_UPS = (socket.socket.close, _reset, _after_the_first_bytes, _a_moment_later)


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The web server does not come up.")
