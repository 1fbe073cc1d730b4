"""A provider that has had enough: it stands before a mail server and refuses every so many requests."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass
class Provider:
    """``refuse_at``: numbers of the FETCHes that are refused; ``hang_up_at``: after which the line is cut.

    ``first_do``: what is done before a FETCH of that number is passed on.
    """

    port: int = 0
    refuse_at: set[int] = field(default_factory=set)
    hang_up_at: set[int] = field(default_factory=set)
    first_do: dict[int, Callable[[], None]] = field(default_factory=dict)
    fetches: int = 0
    asked: list[bytes] = field(default_factory=list)


@contextlib.contextmanager
def before(server_port: int) -> Iterator[Provider]:
    """Listen on a port of one's own and pass everything on."""
    provider = Provider()
    door = socket.create_server(("127.0.0.1", 0))
    provider.port = door.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                here, _ = door.accept()
            except OSError:
                return
            threading.Thread(target=_line, args=(provider, here, server_port), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield provider
    finally:
        door.close()


def _line(provider: Provider, here: socket.socket, server_port: int) -> None:
    there = socket.create_connection(("127.0.0.1", server_port))

    def back() -> None:
        with contextlib.suppress(OSError):
            while piece := there.recv(65536):
                here.sendall(piece)

    threading.Thread(target=back, daemon=True).start()
    with contextlib.suppress(OSError), here.makefile("rb") as said:
        for line in said:
            if b"UID FETCH" in line.upper():
                provider.asked.append(line)
                provider.fetches += 1
                if provider.fetches in provider.first_do:
                    provider.first_do[provider.fetches]()
                if provider.fetches in provider.refuse_at:
                    here.sendall(
                        line.split()[0]
                        + b" NO [THROTTLED] Request is throttled. Suggested Backoff Time: 9\r\n"
                    )
                    continue
                if provider.fetches in provider.hang_up_at:
                    here.close()
                    there.close()
                    return
            there.sendall(line)
