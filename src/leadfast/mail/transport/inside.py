"""A mail server inside this process: what a simulation puts in the place of the network, and nothing more.

Everything on our side of the wire is the real thing: claims, the transaction that allows DATA, settling,
folders with their UIDs, batches, filing in Sent. Only the sockets are missing, which make ninety days of
mail last for minutes. The live demo, the stories and the crash tests speak to real sockets.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from leadfast.mail.errors import Withheld
from leadfast.mail.rules.folders import role
from leadfast.mail.transport import imap, smtp
from leadfast.mail.transport.settings import Credentials, Server

INBOX, SENT = "INBOX", "Sent"

Take = Callable[[bytes, str, Sequence[str]], str | None]
"""Hands a mail on: (raw, sender, recipients) to the words of a refusal, or None when it was taken."""


@dataclass
class _Folder:
    messages: dict[int, tuple[bytes, dt.datetime]] = field(default_factory=dict)
    next_uid: int = 1

    def add(self, raw: bytes, at: dt.datetime) -> None:
        # A server gives every message whole lines with CRLF.
        self.messages[self.next_uid] = (re.sub(rb"\r?\n", b"\r\n", raw), at)
        self.next_uid += 1


class Inside:
    """Mailboxes by the name one signs in with, and somebody who takes what is sent."""

    def __init__(self, take: Take) -> None:
        self.take = take
        self._boxes: dict[str, dict[str, _Folder]] = {}

    def add(self, address: str) -> None:
        """A new mailbox with an inbox and a folder of sent mail."""
        self._boxes[address] = {INBOX: _Folder(), SENT: _Folder()}

    def knows(self, address: str) -> bool:
        return address in self._boxes

    def deliver(self, address: str, raw: bytes, *, at: dt.datetime, folder: str = INBOX) -> None:
        """Put a mail into a mailbox."""
        self.folder(address, folder).add(raw, at)

    def folder(self, address: str, name: str) -> _Folder:
        return self._boxes[address].setdefault(name, _Folder())

    def folders(self, address: str) -> list[str]:
        return list(self._boxes[address])


_offices: Final[dict[tuple[str, int], Inside]] = {}


@contextlib.contextmanager
def standing_in(office: Inside, *servers: Server) -> Iterator[None]:
    """For the length of the block these servers are answered by ``office``, inside this process."""
    places = [(server.host, server.port) for server in servers]
    _offices.update(dict.fromkeys(places, office))
    try:
        yield
    finally:
        for place in places:
            del _offices[place]


def to_send(server: Server, credentials: Credentials) -> smtp.Connection:
    """The connection to send through: the network's, unless somebody stands in for that server."""
    office = _offices.get((server.host, server.port))
    return smtp.Connection(server, credentials) if office is None else _Sending(server, credentials, office)


def to_read(server: Server, credentials: Credentials) -> imap.Connection:
    """The connection to read a mailbox with: the network's, unless somebody stands in for that server."""
    office = _offices.get((server.host, server.port))
    return imap.Connection(server, credentials) if office is None else _Reading(server, credentials, office)


class _Sending(smtp.Connection):
    def __init__(self, server: Server, credentials: Credentials, office: Inside) -> None:
        super().__init__(server, credentials)
        self._office = office

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def transmit(
        self,
        raw: bytes,
        *,
        sender: str,
        recipients: Sequence[str],
        around_data: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext,
    ) -> smtp.Outcome:
        try:
            with around_data():
                pass
        except Withheld as error:
            return smtp.Outcome("withheld", words=error.sentence)
        refused = self._office.take(raw, sender, recipients)
        if refused:
            return smtp.Outcome("refused", 550, refused)
        return smtp.Outcome("accepted", 250, "2.0.0 OK")


class _Reading(imap.Connection):
    def __init__(self, server: Server, credentials: Credentials, office: Inside) -> None:
        super().__init__(server, credentials)
        self._office = office
        self._address = credentials.user
        self._open = _Folder()

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def folders(self) -> list[imap.Folder]:
        return [imap.Folder(name, role(name, (), "/")) for name in self._office.folders(self._address)]

    def select(self, folder: str) -> imap.State:
        self._open = self._office.folder(self._address, folder)
        return imap.State(1, self._open.next_uid, len(self._open.messages))

    def uids_after(self, uid: int) -> list[tuple[int, int]]:
        # Newest last, as they were given out: only the end is looked at.
        found = []
        for number in range(self._open.next_uid - 1, uid, -1):
            if number in self._open.messages:
                found.append((number, len(self._open.messages[number][0])))
        return found[::-1]

    def uids_since(self, day: dt.date) -> list[int]:
        return [uid for uid, (_, at) in self._open.messages.items() if at.date() >= day]

    def uids_on(self, day: dt.date) -> list[int]:
        return [uid for uid, (_, at) in self._open.messages.items() if at.date() == day]

    def uids_with(self, header: str, value: str) -> list[int]:
        wanted = re.compile(
            rb"(?im)^" + re.escape(header.encode()) + rb":(?:.|\r\n[ \t])*" + re.escape(value.encode())
        )
        # A mail that is looked for lies near the end; the whole of a grown folder need not be read.
        newest = sorted(self._open.messages)[-SEARCHED:]
        return [uid for uid in newest if wanted.search(_head(self._open.messages[uid][0]))]

    def heads(self, uids: Sequence[int]) -> Iterator[imap.Fetched]:
        return self._given(uids, whole=False)

    def messages(self, uids: Sequence[int]) -> Iterator[imap.Fetched]:
        return self._given(uids, whole=True)

    def _given(self, uids: Sequence[int], *, whole: bool) -> Iterator[imap.Fetched]:
        for uid in uids:
            if uid in self._open.messages:
                raw, at = self._open.messages[uid]
                yield imap.Fetched(uid, raw if whole else _head(raw), at, (), len(raw))

    def append(self, folder: str, raw: bytes, *, at: dt.datetime, seen: bool = True) -> None:  # noqa: ARG002
        self._office.deliver(self._address, raw, at=at, folder=folder)

    def create(self, folder: str) -> None:
        self._office.folder(self._address, folder)

    def delete(self, uids: Sequence[int]) -> None:
        for uid in uids:
            self._open.messages.pop(uid, None)

    def alive(self) -> bool:
        return True


SEARCHED: Final = 200


def _head(raw: bytes) -> bytes:
    return raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
