"""Which port the web server takes: PORT, else 8000, else the next free one."""

import contextlib
import os
import socket
import sys
from collections.abc import Iterator

from leadfast.foundation.errors import Refusal

FIRST = 8000
TRIED = 100
#: The port that whoever started us keeps for us.
HELD = "LEADFAST_PORT_HELD"


class PortTaken(Refusal):
    """The port is taken by another program."""


class PortUnreadable(Refusal):
    """PORT must be a number between 1 and 65535."""


def host() -> str:
    """LEADFAST_HOST, else this machine only."""
    return os.environ.get("LEADFAST_HOST", "127.0.0.1")


@contextlib.contextmanager
def held(given: int | None = None) -> Iterator[int]:
    """The port to serve on, kept until the block ends: the web server takes it seconds after it was chosen.

    Kept by a socket that is bound and listens no more, so that nobody connects to it. Nobody else can listen there;
    the web server that we start can, since it is of the same user and says SO_REUSEPORT as this socket does.
    """
    if given is not None and os.environ.get(HELD) == str(given):
        # Whoever started us keeps it.
        yield given
        return
    with _first_free(given) as ours:
        port = _port_of(ours)
        # Elsewhere a socket that has listened cannot be brought back to only being bound.
        if sys.platform == "linux":
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            ours.shutdown(socket.SHUT_RDWR)
            os.environ[HELD] = str(port)
        else:
            ours.close()
        try:
            yield port
        finally:
            os.environ.pop(HELD, None)


def _first_free(given: int | None) -> socket.socket:
    wanted = given if given is not None else _from_environment()
    if wanted is not None:
        found = _listening(wanted)
        if found is None:
            raise PortTaken(f"Port {wanted} is taken by another program. Choose another one with PORT.")
        return found
    for port in range(FIRST, FIRST + TRIED):
        found = _listening(port)
        if found is not None:
            return found
    raise PortTaken(f"No port between {FIRST} and {FIRST + TRIED - 1} is free. Choose one with PORT.")


def _from_environment() -> int | None:
    text = os.environ.get("PORT", "").strip()
    if not text:
        return None
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise PortUnreadable
    return int(text)


def _listening(port: int) -> socket.socket | None:
    """A socket that listens there; None where another one does."""
    found = socket.socket(socket.AF_INET6 if ":" in host() else socket.AF_INET)
    # As the server itself binds: an address still in TIME_WAIT is free.
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host(), port))
        found.listen(1)
    except OSError:
        found.close()
        return None
    return found


def _port_of(found: socket.socket) -> int:
    return int(found.getsockname()[1])
