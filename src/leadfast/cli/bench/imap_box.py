"""Mailboxes full of letters on an IMAP server in a process of its own, so that what is measured is the
reader: Dovecot where there is one, else pymap, which pip installs and which is several times slower."""

import asyncio
import contextlib
import datetime as dt
import email.utils
import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from multiprocessing.connection import Connection

from leadfast.cli.bench import dovecot_box
from leadfast.foundation import clock

ADDRESS = "alice@firm.example"
SERVERS = ("dovecot", "pymap")
PASSWORD = "password"  # noqa: S105  # of a server on loopback


def best() -> str:
    """The fastest server that is there."""
    return "dovecot" if dovecot_box.program() else "pymap"


@contextlib.contextmanager
def full(letters: Mapping[str, int], senders: int, *, server: str) -> Iterator[int]:
    """The port of a server with these mailboxes, each with so many letters from that many people."""
    if server == "dovecot":
        boxes = {
            address: [letter(one, senders) for one in range(count)] for address, count in letters.items()
        }
        with dovecot_box.full(boxes, password=PASSWORD) as port:
            yield port
        return
    here, there = multiprocessing.Pipe()
    # Spawned, not forked: a copy of this process would share its database connections.
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(there, dict(letters), senders), daemon=True
    )
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join(5)


def letter(number: int, senders: int) -> bytes:
    """A letter as a customer writes one: a reply with a quote and a signature."""
    sender = number % senders
    head = (
        f"From: Customer {sender} <customer{sender}@buyer{sender}.example>\r\n"
        f"To: Alice <{ADDRESS}>\r\nSubject: Re: The offer we spoke about\r\n"
        f"Date: {email.utils.format_datetime(clock.now() + dt.timedelta(seconds=number - 3600))}\r\n"
        f"Message-ID: <{number}@buyer{sender}.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    body = (
        f"Hello Alice,\r\n\r\nthank you, that looks good. Could you send us the price for {number} pieces?\r\n\r\n"
        f"Best regards\r\nCustomer {sender}\r\n+44 20 7946 0{sender:03d}\r\n\r\n"
        "On Mon, 23 Nov 2026 at 09:30, Alice <alice@firm.example> wrote:\r\n> Hello,\r\n> here is the offer.\r\n"
    )
    return (head + body).encode()


def _serve(said: Connection, letters: Mapping[str, int], senders: int) -> None:
    asyncio.run(_listen(said, letters, senders))


async def _listen(said: Connection, letters: Mapping[str, int], senders: int) -> None:
    from leadfast.cli.town.boxes import Boxes

    async with AsyncExitStack() as stack:
        boxes = Boxes(PASSWORD)
        await boxes.start(stack)
        for address, count in letters.items():
            await boxes.add(address)
            for number in range(count):
                await boxes.deliver(address, letter(number, senders))
        said.send(boxes.port)
        await asyncio.Event().wait()
