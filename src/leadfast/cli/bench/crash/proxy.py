"""A door to the database that can be shut: what a worker on another machine has when its network goes."""

import asyncio
import contextlib
import threading
from pathlib import Path


class Proxy:
    """Passes a Unix socket on to another one. ``shut`` stops every byte; ``cut`` ends the connections."""

    def __init__(self, directory: Path, target: Path) -> None:
        self.directory = directory
        self._name = target.name
        self._target = target
        self._open = threading.Event()
        self._open.set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._writers: set[asyncio.StreamWriter] = set()

    def start(self) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)

    def shut(self) -> None:
        """From now on nothing passes, and nobody is told: a cable that was pulled."""
        self._open.clear()

    def cut(self) -> None:
        """The far end finds out: connections end. New ones pass again."""
        self._loop.call_soon_threadsafe(self._cut)
        self._open.set()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._cut)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _serve(self) -> None:
        await asyncio.start_unix_server(self._pass_on, str(self.directory / self._name))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(str(self._target))
        except OSError:
            writer.transport.abort()
            return
        self._writers.add(far_writer)
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                while not self._open.is_set():
                    await asyncio.sleep(0.02)
                writer.write(piece)
                await writer.drain()
        writer.transport.abort()
