"""Looking through a whole mailbox from the outside: its folders, the heads of its mails, the words of a few.

Nothing is kept and nothing is marked as read. Batches are small, so that a provider's limits end one of
them and not the whole.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from leadfast.mail.actions import connecting
from leadfast.mail.models import Mailbox
from leadfast.mail.rules.folders import Role
from leadfast.mail.transport.imap import Connection
from leadfast.mail.transport.settings import Credentials, Password, Security, Server
from leadfast.workspaces.actor import Actor

FIELDS: Final = (
    "From", "Sender", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "References", "List-Id",
    "List-Unsubscribe", "List-Post", "Precedence", "Auto-Submitted", "Mailing-List", "Feedback-ID", "Delivered-To",
    "X-Original-To", "Envelope-To", "X-Auto-Response-Suppress",
)  # fmt: skip
_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, what it is for, and the number under which its UIDs mean something."""

    name: str
    role: Role
    uidvalidity: int


class Survey:
    """One signed-in look through a mailbox. Use as a context manager."""

    def __init__(self, server: Server, credentials: Credentials) -> None:
        self._connection = Connection(server, credentials)
        self._selected = ""

    def __enter__(self) -> Self:
        self._connection.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._connection.close()

    def again(self) -> None:
        """Sign in anew, after the line broke or the server sent us away."""
        self._connection.close()
        self._selected = ""
        self._connection.open()

    def places(self) -> list[Place]:
        """Every folder, by name."""
        found = []
        for folder in sorted(self._connection.folders(), key=lambda one: one.name):
            self._selected = folder.name
            found.append(Place(folder.name, folder.role, self._connection.select(folder.name).uidvalidity))
        return found

    def uids(self, place: Place, *, since: dt.date, after: int) -> list[int]:
        """The UIDs above ``after`` of what came in on ``since`` or later, ascending."""
        self._open(place)
        return [uid for uid in self._connection.uids_since(since) if uid > after]

    def heads(self, place: Place, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """The header fields that tell who wrote to whom and in answer to what, ascending."""
        self._open(place)
        for start in range(0, len(uids), _BATCH):
            batch = self._connection.fields(uids[start : start + _BATCH], FIELDS)
            yield from sorted((one.uid, one.raw) for one in batch)

    def beginnings(self, place: Place, uids: Sequence[int], *, octets: int) -> Iterator[tuple[int, bytes]]:
        """The first ``octets`` of these mails."""
        self._open(place)
        for one in self._connection.beginnings(uids, octets):
            yield one.uid, one.raw

    def _open(self, place: Place) -> None:
        if self._selected != place.name:
            self._connection.select(place.name)
            self._selected = place.name


def of_mailbox(box: Mailbox, *, by: Actor) -> Survey:
    """A look through a connected mailbox."""
    access, _ = connecting.access(box, by=by)
    return Survey(access.server, access.credentials)


def of_server(*, host: str, port: int, security: Security, user: str, password: str) -> Survey:
    """A look through a mailbox that is not connected here."""
    return Survey(Server(host, port, security), Password(user, password))
