"""A port for a server that a test is about to start."""

import random
import socket

# Below those that systems lend to outgoing connections: while the server starts, nobody is given it by chance.
LENT_TO_NOBODY = range(10_000, 30_000)


def one() -> int:
    """A port on loopback at which nobody listens."""
    while True:
        # Not from a seed: each worker begins with the same one.
        port = random.SystemRandom().choice(LENT_TO_NOBODY)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
