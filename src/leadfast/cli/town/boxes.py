"""The mailboxes of the town, read over IMAP (pymap, with everything kept in memory)."""

import asyncio
import contextlib
import datetime as dt
from argparse import Namespace
from contextlib import AsyncExitStack
from typing import Any

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.hashing import BuiltinHash

from leadfast.foundation import clock

INBOX = "INBOX"
SENT = "Sent"
_SEEN = Flag(b"\\Seen")


class _Config(Config):
    """Signs in by password without TLS (loopback only), and does not look up its own name."""

    @property
    def tls_auth(self) -> Any:
        return SASLAuth.named([b"PLAIN", b"LOGIN"])

    @property
    def greeting(self) -> bytes:
        return b"The mail town"


class Boxes:
    """All mailboxes. Every method runs on the town's own loop."""

    def __init__(self, password: str) -> None:
        self.port = 0
        self.users: set[str] = set()
        self._hash = BuiltinHash(rounds=1)
        self._password = password
        self._config = _Config(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host="127.0.0.1",
            port=0,
            tls_enabled=False,
            hash_context=self._hash,
            demo_data=False,
            demo_user="nobody",
            demo_password=password,
            invalid_user_sleep=0.0,
        )
        self._backend: Any = None
        self._connections: set[asyncio.StreamWriter] = set()

    async def start(self, stack: AsyncExitStack, port: int = 0) -> None:
        from pymap.backend.dict import Login

        self._backend = DictBackend(Login(self._config), self._config)
        await self._backend.start(stack)
        speak = ProxyProtocolReader(self._config.proxy_protocol).get_callback(
            IMAPServer(self._backend.login, self._config)
        )

        async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._connections = {one for one in self._connections if not one.is_closing()} | {writer}
            await speak(reader, writer)

        listening = await asyncio.start_server(welcome, "127.0.0.1", port)
        stack.callback(listening.close)
        self.port = listening.sockets[0].getsockname()[1]

    def hang_up(self) -> int:
        """Cut every IMAP connection, as a server that restarts does; returns how many."""
        cut = [writer for writer in self._connections if not writer.is_closing()]
        for writer in cut:
            writer.transport.abort()
        return len(cut)

    async def add(self, address: str) -> None:
        self._backend.login.users_dict[address] = UserMetadata(
            self._config, address, password=self._hash.hash(self._password)
        )
        self.users.add(address)
        folders = await self._folders(address)
        with contextlib.suppress(ValueError):
            await folders.add_mailbox(SENT)

    async def deliver(
        self,
        address: str,
        raw: bytes,
        *,
        folder: str = INBOX,
        seen: bool = False,
        at: dt.datetime | None = None,
    ) -> None:
        mailbox = await (await self._folders(address)).get_mailbox(folder)
        flags = frozenset({_SEEN}) if seen else frozenset()
        await mailbox.append(AppendMessage(raw, at or clock.now(), flags))

    async def contents(self, address: str, folder: str = INBOX) -> list[bytes]:
        mailbox = await (await self._folders(address)).get_mailbox(folder)
        return [bytes(message._content) async for message in mailbox.messages()]  # noqa: SLF001

    async def _folders(self, address: str) -> Any:
        if address not in self._config.set_cache:
            login = self._backend.login
            identity = type(login.demo_user_identity)(address, login, None, frozenset())
            async with identity.new_session():
                pass
        return self._config.set_cache[address][0]
