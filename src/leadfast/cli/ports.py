"""Which port the web server takes: PORT, else 8000, else the next free one."""

import os
import socket

from leadfast.foundation.errors import Refusal

FIRST = 8000
TRIED = 100


class PortTaken(Refusal):
    """The port is taken by another program."""


class PortUnreadable(Refusal):
    """PORT must be a number between 1 and 65535."""


def host() -> str:
    """LEADFAST_HOST, else this machine only."""
    return os.environ.get("LEADFAST_HOST", "127.0.0.1")


def choose(given: int | None = None) -> int:
    """The port to serve on."""
    wanted = given if given is not None else _from_environment()
    if wanted is not None:
        if not _free(wanted):
            raise PortTaken(f"Port {wanted} is taken by another program. Choose another one with PORT.")
        return wanted
    for port in range(FIRST, FIRST + TRIED):
        if _free(port):
            return port
    raise PortTaken(f"No port between {FIRST} and {FIRST + TRIED - 1} is free. Choose one with PORT.")


def _from_environment() -> int | None:
    text = os.environ.get("PORT", "").strip()
    if not text:
        return None
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise PortUnreadable
    return int(text)


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host() else socket.AF_INET) as probe:
        # As the server itself binds: an address still in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host(), port))
            probe.listen(1)
        except OSError:
            return False
    return True
