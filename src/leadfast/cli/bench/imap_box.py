"""A mailbox full of letters on an IMAP server in a process of its own, so that what is measured is the
reader."""

import asyncio
import contextlib
import datetime as dt
import email.utils
import multiprocessing
from collections.abc import Iterator
from contextlib import AsyncExitStack
from multiprocessing.connection import Connection

from leadfast.foundation import clock

ADDRESS = "alice@firm.example"
PASSWORD = "password"  # noqa: S105  # of a server on loopback


@contextlib.contextmanager
def full(letters: int, senders: int) -> Iterator[int]:
    """The port of a server whose one mailbox holds ``letters`` from that many people."""
    here, there = multiprocessing.Pipe()
    # Spawned, not forked: a copy of this process would share its database connections.
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(there, letters, senders), daemon=True
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


def _serve(said: Connection, letters: int, senders: int) -> None:
    asyncio.run(_listen(said, letters, senders))


async def _listen(said: Connection, letters: int, senders: int) -> None:
    from leadfast.cli.town.boxes import Boxes

    async with AsyncExitStack() as stack:
        boxes = Boxes(PASSWORD)
        await boxes.start(stack)
        await boxes.add(ADDRESS)
        for number in range(letters):
            await boxes.deliver(ADDRESS, letter(number, senders))
        said.send(boxes.port)
        await asyncio.Event().wait()
