"""The town itself: its post office, its mailboxes, its people, on a thread and a loop of their own."""

import asyncio
import contextlib
import datetime as dt
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import leadfast.cli.town
from leadfast.cli.town.boxes import INBOX, SENT, Boxes
from leadfast.cli.town.characters import Back, Character, Heard
from leadfast.cli.town.faults import Faults
from leadfast.cli.town.journal import Journal, Taken, message_id, read
from leadfast.cli.town.letters import Address
from leadfast.cli.town.post_office import PostOffice
from leadfast.foundation import clock

log = logging.getLogger(__name__)

PASSWORD = leadfast.cli.town.PASSWORD
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who can be written to, and how they behave."""

    address: Address
    behaves: Character


class Town:
    """A running town. ``pace`` multiplies how long its people take to answer."""

    def __init__(
        self, *, pace: float = 1.0, copies_to_sent: bool = False, ports: tuple[int, int] = (0, 0)
    ) -> None:
        self._ports = ports
        self.journal = Journal()
        self.faults = Faults()
        self.copies_to_sent = copies_to_sent
        self.pace = pace
        #: Message-IDs of what its people sent back.
        self.sent_back: list[str] = []
        self.boxes = Boxes(PASSWORD)
        self._post = PostOffice(
            password=PASSWORD,
            journal=self.journal,
            faults=self.faults,
            hand_on=self._hand_on,
            users=self.boxes.users,
        )
        self._residents: dict[str, Resident] = {}
        self._before: Counter[str] = Counter()
        self._pending: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail town", daemon=True)

    @property
    def smtp_port(self) -> int:
        return self._post.port

    @property
    def imap_port(self) -> int:
        return self.boxes.port

    def open_mailbox(self, address: str) -> None:
        """Give somebody of the team a mailbox with INBOX and Sent."""
        self._run(self.boxes.add(address))

    def settle(self, *residents: Resident, written_to: int = 0) -> None:
        """People move in. ``written_to``: how many mails they had before the town began."""
        for resident in residents:
            self._residents[resident.address.mail] = resident
            self._before[resident.address.mail] = written_to

    def deliver(
        self,
        address: str,
        raw: bytes,
        *,
        folder: str = INBOX,
        seen: bool = False,
        at: dt.datetime | None = None,
    ) -> None:
        """Put a mail into a mailbox, as if it had come from outside."""
        self._run(self.boxes.deliver(address, raw, folder=folder, seen=seen, at=at))

    def contents(self, address: str, folder: str = INBOX) -> list[bytes]:
        """The mails that lie in a folder."""
        found: list[bytes] = self._run(self.boxes.contents(address, folder))
        return found

    def hang_up(self) -> int:
        """Cut every IMAP connection."""
        return int(self._run(_soon(self.boxes.hang_up)))

    def quiet(self) -> bool:
        """Nobody is about to answer."""
        return not self._pending

    def wait(self) -> None:
        """Until everybody has answered who is going to."""
        until = time.monotonic() + _PATIENCE
        while self._pending and time.monotonic() < until:
            time.sleep(0.005)

    async def _hand_on(self, taken: Taken) -> None:
        letter = read(taken.raw)
        for address in taken.recipients:
            if address in self.boxes.users:
                await self.boxes.deliver(address, taken.raw)
            resident = self._residents.get(address)
            if resident:
                self._think(resident, Heard(letter, taken.raw, resident.address, self._before[address]))
                self._before[address] += 1
        if self.copies_to_sent and taken.sender in self.boxes.users:
            await self.boxes.deliver(taken.sender, taken.raw, folder=SENT, seen=True)

    def _think(self, resident: Resident, heard: Heard) -> None:
        for back in resident.behaves(heard):
            task = self._loop.create_task(self._send_back(back, heard))
            self._pending.add(task)
            task.add_done_callback(self._pending.discard)

    async def _send_back(self, back: Back, heard: Heard) -> None:
        await asyncio.sleep(back.after * self.pace)
        to = next(iter((heard.letter["Reply-To"] or heard.letter["From"]).addresses)).addr_spec
        if to in self.boxes.users:
            raw = back.write(clock.now())
            await self.boxes.deliver(to, raw)
            self.sent_back.append(message_id(read(raw)))
        else:
            log.warning("%s answered somebody who has no mailbox in the town: %s", heard.me.mail, to)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(_PATIENCE)

    async def _open(self) -> None:
        smtp, imap = self._ports
        await self.boxes.start(self._stack, imap)
        await self._post.start(self._stack, smtp)

    async def _close(self) -> None:
        for task in list(self._pending):
            task.cancel()
        self.boxes.hang_up()
        await self._stack.aclose()

    def open(self) -> None:
        self._thread.start()
        self._run(self._open())

    def close(self) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)


async def _soon(act: Callable[[], int]) -> int:
    return act()


@contextlib.contextmanager
def running(
    *mailboxes: str, pace: float = 1.0, copies_to_sent: bool = False, ports: tuple[int, int] = (0, 0)
) -> Iterator[Town]:
    """A town with these mailboxes, gone at the end of the block. ``ports``: for SMTP and IMAP, 0 is any."""
    town = Town(pace=pace, copies_to_sent=copies_to_sent, ports=ports)
    town.open()
    try:
        for address in mailboxes:
            town.open_mailbox(address)
        yield town
    finally:
        town.close()
