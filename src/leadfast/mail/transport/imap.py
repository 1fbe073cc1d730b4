"""Reading a mailbox over one connection: folders, batches by UID, IDLE as a wake-up.

Bodies are asked for with BODY.PEEK, so that what we read stays unread for its owner.
"""

import contextlib
import datetime as dt
import imaplib
import re
import select
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import imap_tools
from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError

from leadfast.mail.errors import ConnectionLost, FolderMissing, TlsMissing
from leadfast.mail.rules.folders import Role, role
from leadfast.mail.transport import troubles
from leadfast.mail.transport.settings import AccessToken, Credentials, Server

STEP_SECONDS: Final = 60
IDLE_SECONDS: Final = 25 * 60  # RFC 2177: renew before the server's 30 minutes
BATCH_MESSAGES: Final = 200
BATCH_BYTES: Final = 20 * 1024 * 1024

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEWS = re.compile(rb"\b(?:EXISTS|RECENT)\b")
_ITEM = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_WHEN = re.compile(
    rb'INTERNALDATE "\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"'
)
_FLAGS = re.compile(rb"FLAGS \(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the server and what it is for."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class State:
    """A folder as it was when opened. UIDs mean something only together with ``uidvalidity``."""

    uidvalidity: int
    uidnext: int
    messages: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message, or its head, as the server gave it."""

    uid: int
    raw: bytes
    received_at: dt.datetime | None
    flags: tuple[str, ...]
    size: int = 0  # of the whole message, also where only the head was asked for


class Connection:
    """One signed-in IMAP connection. Use as a context manager; not for use by two threads."""

    def __init__(
        self, server: Server, credentials: Credentials, *, step_seconds: float = STEP_SECONDS
    ) -> None:
        self.server = server
        self.credentials = credentials
        self._step_seconds = step_seconds
        self._box: Any = None
        self._can: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connect and sign in; raises a :class:`MailboxTrouble`."""
        with self._speaking():
            self._box = self._connected()
        try:
            self._sign_in()
            with self._speaking():
                # Asked again: most servers only tell who has signed in what they can do.
                _, said = self._box.client.capability()
            self._can = frozenset(b" ".join(said).decode("ascii", "replace").upper().split())
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Sign off if the server still listens."""
        box, self._box = self._box, None
        if box is not None:
            try:
                box.logout()
            except (OSError, imaplib.IMAP4.error, ImapToolsError):
                with contextlib.suppress(OSError):
                    box.client.shutdown()

    def folders(self) -> list[Folder]:
        """Every folder that can be opened."""
        with self._speaking():
            listed = self._box.folder.list()
        return [
            Folder(one.name, role(one.name, tuple(one.flags), one.delim))
            for one in listed
            if "\\noselect" not in {flag.lower() for flag in one.flags}
        ]

    def folder_for(self, wanted: Role) -> str | None:
        """The folder with this use: the one the server marks, else the one whose name says so."""
        return next((one.name for one in self.folders() if one.role == wanted), None)

    def select(self, folder: str) -> State:
        """Open a folder."""
        with self._speaking():
            try:
                self._box.folder.set(folder)
            except UnexpectedCommandStatusError as error:
                raise FolderMissing(f"The folder “{folder}” is not on the mail server.") from error
            # What SELECT itself said: STATUS may know of a message already that this session does not see yet.
            said = [self._told(one) for one in ("UIDVALIDITY", "UIDNEXT", "EXISTS")]
            if None in said:
                status = self._box.folder.status(folder, ["MESSAGES", "UIDNEXT", "UIDVALIDITY"])
                said = [status.get(one) for one in ("UIDVALIDITY", "UIDNEXT", "MESSAGES")]
        return State(*(one or 0 for one in said))

    def _told(self, name: str) -> int | None:
        # The last one counts: EXISTS is told again as mail comes in.
        told = [one for one in self._box.client.untagged_responses.get(name, []) if one and one.isdigit()]
        return int(told[-1]) if told else None

    def uids_after(self, uid: int) -> list[tuple[int, int]]:
        """(uid, size) of the open folder's messages above ``uid``, ascending."""
        lines = self._fetch(f"{uid + 1}:*", "(UID RFC822.SIZE)")
        found = [(int(item[1]), _number(_SIZE, line)) for line in lines if (item := _ITEM.search(line))]
        # ``n:*`` always names the last message, even when its uid is below n (RFC 3501).
        return sorted(pair for pair in found if pair[0] > uid)

    def uids_since(self, day: dt.date) -> list[int]:
        """Messages the server received on ``day`` (its own zone) or later."""
        return self._search(f"SINCE {_imap_day(day)}")

    def uids_on(self, day: dt.date) -> list[int]:
        """Messages the server received on ``day``, in its own zone."""
        return self._search(f"SINCE {_imap_day(day)} BEFORE {_imap_day(day + dt.timedelta(days=1))}")

    def uids_with(self, header: str, value: str) -> list[int]:
        """Messages whose header contains ``value``."""
        quoted = value.replace("\\", "").replace('"', "")
        return self._search(f'HEADER {header} "{quoted}"')

    def heads(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """The header sections of these messages."""
        return self._messages(uids, "BODY.PEEK[HEADER]")

    def messages(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """These messages whole."""
        return self._messages(uids, "BODY.PEEK[]")

    def fields(self, uids: Sequence[int], names: Sequence[str]) -> Iterator[Fetched]:
        """Only these header fields of the messages: a tenth of what whole heads weigh."""
        return self._messages(uids, f"BODY.PEEK[HEADER.FIELDS ({' '.join(names)})]")

    def beginnings(self, uids: Sequence[int], octets: int) -> Iterator[Fetched]:
        """The first ``octets`` of these messages: their words, not their files."""
        return self._messages(uids, f"BODY.PEEK[]<0.{octets}>")

    def wait(self, seconds: float, *, stop: Callable[[], bool] = lambda: False) -> bool:
        """Wait with IDLE until the open folder changes; True when it did. Ends soon after ``stop``
        says so. Without IDLE on the server it returns False at once: the caller polls anyway."""
        with self._speaking():
            if "IDLE" not in self._can:
                return False
            self._box.idle.start()
            self._until_readable(min(seconds, IDLE_SECONDS), stop)
            _, lines = self._box.idle.stop()
        return any(isinstance(line, bytes) and _NEWS.search(line) for line in lines)

    def _until_readable(self, seconds: float, stop: Callable[[], bool]) -> None:
        # Not imap-tools' own poll: it reads a line that has only half arrived as the end of the
        # connection. The bytes stay in the buffer for whoever reads on.
        client = self._box.client
        before = client.sock.gettimeout()
        client.sock.settimeout(0)
        try:
            waiting = bool(client.file.peek(1))
        except (BlockingIOError, ssl.SSLWantReadError):
            waiting = False
        finally:
            client.sock.settimeout(before)
        poller = select.poll()
        poller.register(client.sock, select.POLLIN)
        end = time.monotonic() + seconds
        while not waiting and not stop() and (left := end - time.monotonic()) > 0:
            waiting = bool(poller.poll(min(left, 1.0) * 1000))

    def append(self, folder: str, raw: bytes, *, at: dt.datetime, seen: bool = True) -> None:
        """File a message, as one that was read."""
        with self._speaking():
            self._box.append(
                raw, folder, dt=at, flag_set=[imap_tools.MailMessageFlags.SEEN] if seen else None
            )

    def create(self, folder: str) -> None:
        """Make a folder."""
        with self._speaking():
            self._box.folder.create(folder)

    def delete(self, uids: Sequence[int]) -> None:
        """Remove these messages of the open folder for good, and no others."""
        if not uids:
            return
        chosen = ",".join(map(str, uids))
        with self._speaking():
            self._command("STORE", chosen, "+FLAGS.SILENT", "(\\Deleted)")
            if "UIDPLUS" in self._can:
                self._command("EXPUNGE", chosen)
            else:
                self._box.client.expunge()

    def alive(self) -> bool:
        """Whether the server still answers."""
        try:
            with self._speaking():
                self._box.client.noop()
        except ConnectionLost:
            return False
        return True

    def _connected(self) -> Any:
        server, seconds = self.server, self._step_seconds
        if server.security == "tls":
            return imap_tools.MailBox(server.host, server.port, timeout=seconds, ssl_context=server.tls())
        if server.security == "starttls":
            return imap_tools.MailBoxStartTls(
                server.host, server.port, timeout=seconds, ssl_context=server.tls()
            )
        if not server.on_loopback:
            raise TlsMissing
        return imap_tools.MailBoxUnencrypted(server.host, server.port, timeout=seconds)

    def _sign_in(self) -> None:
        who = self.credentials
        try:
            if isinstance(who, AccessToken):
                self._with_token(who)
            elif f"{who.user}{who.password}".isascii():
                self._box.login(who.user, who.password, initial_folder=None)
            else:
                self._box.login_utf8(who.user, who.password, initial_folder=None)
        except (imaplib.IMAP4.abort, OSError) as error:
            raise troubles.of_exception(error, self.server) from error
        except (imaplib.IMAP4.error, UnexpectedCommandStatusError) as error:
            raise troubles.of_sign_in(_said(error), who, self.server) from error

    def _with_token(self, who: AccessToken) -> None:
        answers = [who.sentence().encode()]
        # A second question is the server's error as JSON: an empty answer lets it end.
        self._box.client.authenticate("XOAUTH2", lambda _: answers.pop() if answers else b"")

    def _messages(self, uids: Sequence[int], part: str) -> Iterator[Fetched]:
        for start in range(0, len(uids), BATCH_MESSAGES):
            chosen = ",".join(map(str, uids[start : start + BATCH_MESSAGES]))
            with self._speaking():
                answer = self._command("FETCH", chosen, f"(UID INTERNALDATE FLAGS RFC822.SIZE {part})")
            yield from _parsed(answer)

    def _fetch(self, chosen: str, items: str) -> list[bytes]:
        with self._speaking():
            return [line for line in self._command("FETCH", chosen, items) if isinstance(line, bytes)]

    def _search(self, criteria: str) -> list[int]:
        with self._speaking():
            answer = self._command("SEARCH", criteria)
        return sorted(int(one) for line in answer if isinstance(line, bytes) for one in line.split())

    def _command(self, *words: str) -> list[Any]:
        kind, answer = self._box.client.uid(*words)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"{words[0]}: {answer!r}")
        return [one for one in answer if one is not None]

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except (imaplib.IMAP4.error, ImapToolsError, OSError, UnicodeError, AttributeError) as error:
            if isinstance(error, AttributeError) and self._box is not None:
                raise
            raise troubles.of_exception(error, self.server) from error


def _parsed(answer: list[Any]) -> Iterator[Fetched]:
    # imaplib gives a literal as (what stood before it, the literal) followed by the rest of the line.
    for position, item in enumerate(answer):
        if not isinstance(item, tuple):
            continue
        rest = answer[position + 1] if position + 1 < len(answer) else b""
        words = item[0] + b" " + (rest if isinstance(rest, bytes) else b"")
        uid = _ITEM.search(words)
        if uid:
            flags = _FLAGS.search(words)
            yield Fetched(
                uid=int(uid[1]),
                raw=item[1],
                received_at=_when(words),
                flags=tuple(flags[1].decode("ascii", "replace").split()) if flags else (),
                size=_number(_SIZE, words),
            )


def _when(words: bytes) -> dt.datetime | None:
    found = _WHEN.search(words)
    if not found:
        return None
    try:
        # Not strptime, which takes its time and reads the months of whatever the process speaks.
        day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
        offset = dt.timedelta(hours=int(hours), minutes=int(minutes))
        at = dt.datetime(
            int(year), _MONTHS.index(month.decode().title()) + 1, int(day),
            int(hour), int(minute), int(second), tzinfo=dt.UTC,
        )  # fmt: skip
        return at + offset if sign == b"-" else at - offset
    except (ValueError, OverflowError):
        return None


def _number(pattern: "re.Pattern[bytes]", line: bytes) -> int:
    found = pattern.search(line)
    return int(found[1]) if found else 0


def _imap_day(day: dt.date) -> str:
    # Not strftime("%b"): IMAP's months are English whatever the process speaks.
    month = _MONTHS[day.month - 1]
    return f"{day.day}-{month}-{day.year}"


def _said(error: BaseException) -> str:
    result = getattr(error, "command_result", None)
    if result:
        return b" ".join(one for one in result[1] if isinstance(one, bytes)).decode("utf-8", "replace")
    first = error.args[0] if error.args else ""
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
