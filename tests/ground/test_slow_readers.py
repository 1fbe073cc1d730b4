"""The real `leadfast web`: however slowly people read their exports, pages answer, and everybody gets whole files."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from django.conf import settings

from leadfast.web import exports
from tests.fixtures import Someone
from tests.ground import test_web_server as server
from tests.leads import crowd

served = server.served
EXPORT = "/leads/export.csv"
LEADS = 3_000
#: More than a socket and the server keep of what nobody reads.
NOTE = 8_000


def test_exports_that_are_read_slowly_keep_nobody_waiting(
    served: server.Served, alice: Someone, superuser: "psycopg.Connection[object]"
) -> None:
    crowd.gather(alice.actor.workspace_id, alice.member.id, LEADS)
    superuser.execute("UPDATE leads_lead SET note = repeat('x', %s)", [NOTE])
    cookie = server._cookie(alice)
    with ExitStack() as readers:
        for _ in range(exports.AT_ONCE):
            reader = readers.enter_context(asked(served, cookie))
            assert reader.recv(12) == b"HTTP/1.1 200"
        # As many again, and one for each thread: they are told so at once, and none of them waits.
        for _ in range(settings.WEB_THREADS + 1):
            with asked(served, cookie) as refused:
                answer = whole(refused)
            assert answer.startswith(b"HTTP/1.1 409")
            assert b"Try again in a moment." in answer
        began = time.monotonic()
        assert server._at_once(served.port, cookie) == [200] * server.AT_ONCE
        assert time.monotonic() - began < 60
        # Nor does the database wait for whoever reads.
        assert set(server._connections(superuser)) == {"idle"}
    # They hung up: their turns are free again, and whoever reads gets all of it.
    until = time.monotonic() + 30
    while (answer := read(served, cookie)).startswith(b"HTTP/1.1 409") and time.monotonic() < until:
        time.sleep(0.2)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    assert body.count(b"\r\n") == LEADS + 1
    assert f"content-length: {len(body)}".encode() in head.lower()


@contextmanager
def asked(served: server.Served, cookie: str) -> Iterator[socket.socket]:
    """An export that was asked for, over a line that takes little of what is not read."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(60)
        line.connect(("127.0.0.1", served.port))
        line.sendall(
            f"GET {EXPORT} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode()
        )
        yield line


def whole(line: socket.socket) -> bytes:
    """Everything that comes until the server has said it all."""
    return b"".join(iter(lambda: line.recv(65536), b""))


def read(served: server.Served, cookie: str) -> bytes:
    """What somebody gets who reads as fast as it comes."""
    with server._ask(served.port, EXPORT, cookie) as line:
        return whole(line)
