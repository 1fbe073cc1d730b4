"""From what stands on the command line to a source: a file, a folder, or a mailbox on its server."""

import contextlib
import datetime as dt
import getpass
import hashlib
import os
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from leadfast.drops import sources
from leadfast.drops.errors import NoPassword, SourceUnknown
from leadfast.drops.reads.notebooks import InFile, Notebook
from leadfast.drops.sources import Head, Source

_Security = Literal["tls", "starttls", "plain"]
_SCHEMES: Final[dict[str, tuple[_Security, int]]] = {"imaps": ("tls", 993), "imap": ("starttls", 143)}
_WAITS: Final = (5, 15, 60, 120, 300, 600)


@dataclass
class Opened:
    """A source that is ready, the moment it is judged by, and where its progress is kept."""

    source: Source
    now: dt.datetime
    us: tuple[str, ...] = ()
    notebook: Notebook | None = None
    done: bool = False


@contextlib.contextmanager
def source(given: str, *, months: int, now: dt.datetime) -> Iterator[Opened]:
    """Open it, and close it at the end of the block."""
    if "://" in given:
        with _server(given, months=months, now=now) as opened:
            yield opened
        return
    found = sources.open_source(Path(given))
    try:
        yield Opened(found, now)
    finally:
        found.close()


@contextlib.contextmanager
def _server(address: str, *, months: int, now: dt.datetime) -> Iterator[Opened]:
    import django

    django.setup()
    from django.conf import settings

    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.hostname or not parts.username:
        raise SourceUnknown
    security, port = _SCHEMES[parts.scheme]
    host = parts.hostname
    if parts.scheme == "imap" and host in ("localhost", "127.0.0.1", "::1"):
        security = "plain"
    user = unquote(parts.username)
    password = unquote(parts.password or "") or os.environ.get("LEADFAST_RESCUE_PASSWORD", "") or _asked(user)
    name = hashlib.sha256(f"{user}@{host} {months}".encode()).hexdigest()[:16]
    book = InFile(settings.PLACES.home / "rescue" / f"{name}.sqlite")
    kept = book.as_of(now)
    from leadfast.drops.sources.imap import Imap
    from leadfast.mail.actions import surveying

    since = (kept - dt.timedelta(days=31 * months)).date()
    with surveying.of_server(
        host=host,
        port=parts.port or port,
        security=security,
        user=user,
        password=password,
    ) as survey:
        opened = Opened(
            _Patient(Imap(survey, since=since), survey), kept, (user,) if "@" in user else (), book
        )
        try:
            yield opened
        finally:
            book.close(done=opened.done)


class _Patient:
    """Waits when the server wants us to slow down, and goes on behind the last mail it gave."""

    def __init__(self, inner: Source, survey: object) -> None:
        self._inner, self._survey = inner, survey

    def heads(self, after: int = -1) -> Iterator[Head]:
        """See :class:`~leadfast.drops.sources.Source`."""
        from leadfast.mail.errors import MailboxTrouble

        failures = 0
        while True:
            try:
                for one in self._inner.heads(after):
                    after, failures = one.key, 0
                    yield one
            except MailboxTrouble as trouble:
                self._wait(trouble, failures)
                failures += 1
            else:
                return

    def prepare(self, keys: Collection[int]) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""

    def letters(self, keys: Collection[int]) -> Iterator[tuple[int, bytes]]:
        """See :class:`~leadfast.drops.sources.Source`."""
        from leadfast.mail.errors import MailboxTrouble

        left, failures = set(keys), 0
        while left:
            try:
                for key, raw in self._inner.letters(left):
                    left = left - {key}
                    failures = 0
                    yield key, raw
            except MailboxTrouble as trouble:
                self._wait(trouble, failures)
                failures += 1
            else:
                return

    def layout(self) -> str:
        """See :class:`~leadfast.drops.sources.Source`."""
        return self._inner.layout()

    def close(self) -> None:
        """See :class:`~leadfast.drops.sources.Source`."""
        self._inner.close()

    def _wait(self, trouble: Exception, failures: int) -> None:
        if getattr(trouble, "needs_person", False) or failures >= len(_WAITS):
            raise trouble
        seconds = _WAITS[failures]
        print(f"\n{trouble} Going on in {seconds} s; it can be stopped and started again.", file=sys.stderr)
        time.sleep(seconds)
        self._survey.again()  # type: ignore[attr-defined]


def _asked(user: str) -> str:
    if not sys.stdin.isatty():
        raise NoPassword
    return getpass.getpass(f"Password of {user}: ")
