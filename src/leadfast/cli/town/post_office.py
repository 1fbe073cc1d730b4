"""The town's post office: SMTP on loopback that takes everything, writes it down, and hands it on."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from leadfast.cli.town.faults import Faults
from leadfast.cli.town.journal import Journal, Taken

# It remarks on every conversation that passwords travel in the clear, which on loopback they may.
logging.getLogger("mail.log").setLevel(logging.ERROR)

HandOn = Callable[[Taken], Awaitable[None]]


class PostOffice:
    """Accepts mail of signed-in senders. ``hand_on`` delivers what was taken."""

    def __init__(
        self, *, password: str, journal: Journal, faults: Faults, hand_on: HandOn, users: set[str]
    ) -> None:
        self.port = 0
        self.journal = journal
        self.faults = faults
        self._password = password.encode()
        self._hand_on = hand_on
        self._users = users
        self._listening: asyncio.Server | None = None

    async def start(self, stack: AsyncExitStack, port: int = 0) -> None:
        loop = asyncio.get_running_loop()

        def conversation() -> SMTP:
            return SMTP(
                self,
                auth_require_tls=False,
                authenticator=self._authenticate,
                enable_SMTPUTF8=True,
                loop=loop,
                data_size_limit=50_000_000,
                ident="The mail town",
                hostname="post.town.example",
            )

        self._listening = await loop.create_server(conversation, "127.0.0.1", port)
        stack.callback(self._listening.close)
        self.port = self._listening.sockets[0].getsockname()[1]

    # aiosmtpd calls these by name and position.

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, *said: Any) -> str:  # noqa: N802
        if self.faults.closed:
            return _hang_up(server)
        if not session.authenticated:
            return "530 5.7.0 Sign in first"
        envelope.mail_from = said[0]
        envelope.mail_options.extend(said[1])
        return "250 OK"

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, *said: Any) -> str:  # noqa: N802
        refused = self.faults.refuse_recipient(said[0])
        if refused:
            return refused
        envelope.rcpt_tos.append(said[0])
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        recipients = tuple(str(one) for one in envelope.rcpt_tos)
        first = recipients[0]
        refused = self.faults.refuse_message(first)
        if refused:
            return refused
        if self.faults.drop_inside_message(first):
            return _hang_up(server)
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        taken = self.journal.note(str(envelope.mail_from), recipients, raw)
        await self._hand_on(taken)
        # Asked again after each wait, so that whoever made it hang can let go.
        while stall := self.faults.stall_after_message(first):
            await asyncio.sleep(stall)
        if self.faults.drop_after_message(first):
            return _hang_up(server)
        return "250 2.0.0 OK: the town has it"

    def _authenticate(self, *said: Any) -> AuthResult:
        who = said[-1]
        good = (
            isinstance(who, LoginPassword)
            and who.password == self._password
            and who.login.decode() in self._users
        )
        return AuthResult(success=good, handled=False, auth_data=who)


def _hang_up(server: SMTP) -> str:
    transport = server.transport
    assert isinstance(transport, asyncio.Transport)
    transport.abort()
    return "421 gone"
