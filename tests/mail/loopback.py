"""A mail server on loopback for the tests: SMTP by aiosmtpd, IMAP by pymap, faults on request.

What is sent to an address that has a mailbox here arrives in its INBOX.
"""

import asyncio
import base64
import contextlib
import datetime as dt
import json
import threading
from argparse import Namespace
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend, Login
from pymap.exceptions import InvalidAuth
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.creds.external import ExternalCredentials, ExternalVerificationRequired
from pysasl.hashing import BuiltinHash

PASSWORD = "correct horse"
TOKEN = "ya29.good"


@dataclass
class Faults:
    """What the server does wrong. Each is a function of the recipient, None for never."""

    reply_to_rcpt: Callable[[str], str | None] = lambda _: None
    reply_to_data: Callable[[str], str | None] = lambda _: None
    reply_to_message: Callable[[str], str | None] = lambda _: None
    drop_after_message: Callable[[str], bool] = lambda _: False
    drop_inside_message: Callable[[str], bool] = lambda _: False
    stall_after_message: Callable[[str], float] = lambda _: 0.0


@dataclass
class Delivery:
    """A mail that the SMTP side took in full, whatever it then answered."""

    sender: str
    recipients: list[str]
    raw: bytes


@dataclass
class Loopback:
    """The running server. Addresses are user names; every mailbox has the same password."""

    smtp_port: int = 0
    imap_port: int = 0
    deliveries: list[Delivery] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    copies_to_sent: bool = False
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _backend: Any = None
    _users: set[str] = field(default_factory=set)

    def add_mailbox(self, address: str, *, folders: tuple[str, ...] = ("Sent",)) -> None:
        """A mailbox with INBOX and these folders."""
        self.run(self._add(address, folders))

    def deliver(self, address: str, raw: bytes, *, folder: str = "INBOX", seen: bool = False) -> None:
        """Put a message into a mailbox, as if it had arrived."""
        self.run(self._append(address, folder, raw, seen))

    def messages(self, address: str, folder: str = "INBOX") -> list[bytes]:
        """What lies in a folder."""
        return self.run(self._contents(address, folder))

    def renumber(self, address: str, folder: str = "INBOX") -> None:
        """Give the folder a new UIDVALIDITY and its messages new UIDs, as a server move does."""
        self.run(self._renumber(address, folder))

    def uidvalidity(self, address: str, folder: str = "INBOX") -> int:
        """The number under which the UIDs of a folder mean something."""
        return int(self.run(self._uidvalidity(address, folder)))

    def run(self, work: "Coroutine[Any, Any, Any]") -> Any:
        """Run ``work`` on the server's thread and wait for it."""
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(20)

    async def _mailbox_set(self, address: str) -> Any:
        config = self._backend.config
        if address not in config.set_cache:
            async with _identity(self._backend.login, address).new_session():
                pass
        return config.set_cache[address][0]

    async def _add(self, address: str, folders: tuple[str, ...]) -> None:
        login = self._backend.login
        config = self._backend.config
        hashed = BuiltinHash(rounds=1).hash(PASSWORD)
        login.users_dict[address] = UserMetadata(config, address, password=hashed)
        self._users.add(address)
        mailboxes = await self._mailbox_set(address)
        for folder in folders:
            with contextlib.suppress(ValueError):
                await mailboxes.add_mailbox(folder)

    async def _append(self, address: str, folder: str, raw: bytes, seen: bool) -> None:
        mailboxes = await self._mailbox_set(address)
        mailbox = await mailboxes.get_mailbox(folder)
        flags = frozenset({Flag(b"\\Seen")}) if seen else frozenset()
        # The wall clock on purpose: a real server knows nothing of our simulated one.
        when = dt.datetime.now(dt.UTC)
        await mailbox.append(AppendMessage(raw, when, flags))

    async def _contents(self, address: str, folder: str) -> list[bytes]:
        mailboxes = await self._mailbox_set(address)
        mailbox = await mailboxes.get_mailbox(folder)
        return [bytes(message._content) async for message in mailbox.messages()]

    async def _uidvalidity(self, address: str, folder: str) -> int:
        mailboxes = await self._mailbox_set(address)
        mailbox = await mailboxes.get_mailbox(folder)
        return int(mailbox._uid_validity)

    async def _renumber(self, address: str, folder: str) -> None:
        kept = await self._contents(address, folder)
        mailboxes = await self._mailbox_set(address)
        mailbox = await mailboxes.get_mailbox(folder)
        await mailbox.delete([message.uid async for message in mailbox.messages()])
        mailbox._uid_validity += 1
        mailbox._max_uid = 0
        for raw in kept:
            await self._append(address, folder, raw, True)


def _identity(login: Login, address: str) -> Any:
    return type(login.demo_user_identity)(address, login, None, frozenset())


class _Config(Config):
    """Signs in by password or XOAUTH2, and does not look up its own name."""

    @property
    def tls_auth(self) -> SASLAuth:
        return SASLAuth.named([b"PLAIN", b"LOGIN", b"XOAUTH2"])

    @property
    def greeting(self) -> bytes:
        return b"Loopback mail"


class _Login(Login):
    async def authenticate(self, credentials: Any) -> Any:
        if isinstance(credentials, ExternalCredentials):
            try:
                credentials.verify(None)
            except ExternalVerificationRequired as asked:
                if asked.token == TOKEN and credentials.authzid in self.users_dict:
                    return _identity(self, credentials.authzid)
            raise InvalidAuth
        return await super().authenticate(credentials)


class _Smtp:
    def __init__(self, town: Loopback) -> None:
        self.town = town

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refused = self.town.faults.reply_to_rcpt(address)
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        recipients = [str(one) for one in envelope.rcpt_tos]
        first = recipients[0]
        faults = self.town.faults
        refused = faults.reply_to_message(first)
        if refused:
            return refused
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        if faults.drop_inside_message(first):
            server.transport.abort()
            return "421 gone"
        self.town.deliveries.append(Delivery(str(envelope.mail_from), recipients, raw))
        for one in recipients:
            if one in self.town._users:
                await self.town._append(one, "INBOX", raw, False)
        if self.town.copies_to_sent and envelope.mail_from in self.town._users:
            await self.town._append(str(envelope.mail_from), "Sent", raw, True)
        # Asked again after each wait, so that a test says when it is over.
        while pause := faults.stall_after_message(first):
            await asyncio.sleep(pause)
        if faults.drop_after_message(first):
            server.transport.abort()
            return "421 gone"
        return "250 2.0.0 OK: queued"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: Any
    ) -> AuthResult:
        if isinstance(said, LoginPassword):
            good = said.password == PASSWORD.encode() and said.login.decode() in self.town._users
            return AuthResult(success=good, handled=False, auth_data=said)
        return AuthResult(success=False, handled=False)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        said = base64.b64decode(args[1]).decode() if len(args) > 1 else ""
        if f"auth=Bearer {TOKEN}\x01" in said:
            return AuthResult(success=True, auth_data=said)
        detail = base64.b64encode(json.dumps({"status": "401", "scope": "mail"}).encode()).decode()
        await server.challenge_auth(detail, encode_to_b64=False)
        return AuthResult(success=False, handled=False)


class _Conversation(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        assert self.envelope is not None
        town = self.event_handler.town
        refused = (
            town.faults.reply_to_data(str(self.envelope.rcpt_tos[0])) if self.envelope.rcpt_tos else None
        )
        if refused:
            await self.push(refused)
            return
        await super().smtp_DATA(arg)


@contextlib.contextmanager
def running(*addresses: str) -> Iterator[Loopback]:
    """A server with these mailboxes, stopped at the end of the block."""
    town = Loopback()
    thread = threading.Thread(target=town._loop.run_forever, name="loopback-mail", daemon=True)
    thread.start()
    stack = AsyncExitStack()

    async def start() -> None:
        arguments = Namespace(passlib_cfg=None, proxy_protocol=None)
        config = _Config(
            arguments,
            host="127.0.0.1",
            port=0,
            tls_enabled=False,
            hash_context=BuiltinHash(rounds=1),
            demo_data=False,
            demo_user="nobody",
            demo_password="nobody",
            invalid_user_sleep=0.0,
        )
        town._backend = DictBackend(_Login(config), config)
        await town._backend.start(stack)
        imap = IMAPServer(town._backend.login, config)
        reader = ProxyProtocolReader(config.proxy_protocol)
        listening = await asyncio.start_server(reader.get_callback(imap), "127.0.0.1", 0)
        town.imap_port = listening.sockets[0].getsockname()[1]
        handler = _Smtp(town)

        def conversation() -> SMTP:
            return _Conversation(
                handler,
                auth_require_tls=False,
                authenticator=handler.authenticate,
                enable_SMTPUTF8=True,
                loop=town._loop,
                data_size_limit=50_000_000,
            )

        smtp = await town._loop.create_server(conversation, "127.0.0.1", 0)
        town.smtp_port = smtp.sockets[0].getsockname()[1]
        stack.callback(listening.close)
        stack.callback(smtp.close)

    town.run(start())
    for address in addresses:
        town.add_mailbox(address)
    try:
        yield town
    finally:
        town.run(_end(stack))
        town._loop.call_soon_threadsafe(town._loop.stop)
        thread.join(20)
        town._loop.close()


async def _end(stack: AsyncExitStack) -> None:
    """Nobody is heard any more, and whoever is still connected is hung up on before the loop stops."""
    await stack.aclose()
    talking = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in talking:
        task.cancel()
    await asyncio.gather(*talking, return_exceptions=True)
    # What they closed is closed in the next turn.
    await asyncio.sleep(0)
