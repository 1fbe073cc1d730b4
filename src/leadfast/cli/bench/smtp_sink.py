"""An SMTP server that takes everything and keeps nothing, in a process of its own, so that what is
measured is the sender. It speaks just enough for smtplib."""

import contextlib
import multiprocessing
import socketserver
from collections.abc import Iterator
from multiprocessing.connection import Connection


@contextlib.contextmanager
def listening() -> Iterator[int]:
    """The port of a running sink."""
    here, there = multiprocessing.Pipe()
    # Spawned, not forked: a copy of this process would share its database connections.
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join(5)


def _serve(said: Connection) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server:
        said.send(server.server_address[1])
        server.serve_forever()


class _Conversation(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self._say(b"220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"EHLO":
                self._say(b"250-sink\r\n250-SIZE 50000000\r\n250-AUTH PLAIN\r\n250 8BITMIME")
            elif word == b"AUTH":
                self._say(b"235 ok")
            elif word == b"DATA":
                self._say(b"354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                self._say(b"250 taken")
            elif word == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"250 ok")

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")
