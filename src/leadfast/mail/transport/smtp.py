"""Sending over one kept connection, with the one distinction that matters kept exact:

*accepted*, *refused*, *deferred* and *withheld* are certain; *unknown* is everything after the
first byte of the message and before the server's last word.
"""

import contextlib
import re
import smtplib
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Literal, Self

from leadfast.mail.errors import MailboxTrouble, TlsMissing, Withheld
from leadfast.mail.transport import troubles
from leadfast.mail.transport.settings import AccessToken, Credentials, Server

CONNECT_SECONDS: Final = 60  # from the first packet to the end of the sign-in
CONVERSATION_SECONDS: Final = 300  # from MAIL FROM to the server's last word
# What a lease must outlive: one sign-in and one conversation, each cut off by a deadline of ours.
LONGEST_SECONDS: Final = CONNECT_SECONDS + CONVERSATION_SECONDS

Kind = Literal["accepted", "refused", "deferred", "unknown", "withheld"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail. ``refused`` names the recipients that were turned down alone."""

    kind: Kind
    code: int = 0
    words: str = ""
    refused: tuple[tuple[str, int, str], ...] = ()


class Connection:
    """One signed-in SMTP connection. Use as a context manager; ``transmit`` as often as needed."""

    def __init__(
        self,
        server: Server,
        credentials: Credentials | None = None,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        conversation_seconds: float = CONVERSATION_SECONDS,
        helo: str = "",
    ) -> None:
        self.server = server
        self.credentials = credentials
        self._connect_seconds = connect_seconds
        self._conversation_seconds = conversation_seconds
        self.helo = helo or "localhost"
        self._smtp: smtplib.SMTP | None = None
        self._deadline = 0.0

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connect and sign in; raises a :class:`MailboxTrouble`. Does nothing when open already."""
        if self._smtp is not None:
            return
        self._deadline = time.monotonic() + self._connect_seconds
        try:
            self._smtp = self._signed_in()
        except (OSError, smtplib.SMTPException, UnicodeError, ValueError) as error:
            raise troubles.of_exception(error, self.server) from error

    def close(self) -> None:
        """Say goodbye if the server still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            self._deadline = time.monotonic() + 5
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()

    def transmit(
        self,
        raw: bytes,
        *,
        sender: str,
        recipients: Sequence[str],
        around_data: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext,
    ) -> Outcome:
        """Give one mail to the server.

        ``around_data`` is entered when only DATA is missing and left when the word DATA has been
        said, before any byte of the message: what it locks is locked at that moment. If it raises,
        on the way in or out, nothing of the message is sent; :class:`Withheld` becomes an outcome.

        Raises :class:`MailboxTrouble` when the connection could not be opened.
        """
        self.open()
        assert self._smtp is not None
        self._deadline = time.monotonic() + self._conversation_seconds
        try:
            offered = self._offer(self._smtp, raw, sender, recipients)
        except (OSError, smtplib.SMTPException) as error:
            return self._lost("deferred", error)
        if offered.kind != "accepted":
            return offered
        try:
            with around_data():
                self._smtp.putcmd("DATA")
        except Withheld as error:
            self._forget()
            return Outcome("withheld", words=error.sentence)
        except (OSError, smtplib.SMTPException) as error:
            return self._lost("deferred", error)
        except BaseException:
            # It may have been said: a server left waiting for a message gets none.
            self._drop()
            raise
        return self._give(self._smtp, raw, offered)

    def _offer(self, smtp: smtplib.SMTP, raw: bytes, sender: str, recipients: Sequence[str]) -> Outcome:
        international = not f"{sender}{''.join(recipients)}".isascii()
        if international and not smtp.has_extn("smtputf8"):
            return Outcome("refused", words="This server takes no addresses outside ASCII (no SMTPUTF8).")
        options = [f"size={len(raw)}"] if smtp.has_extn("size") else []
        options += ["SMTPUTF8", "BODY=8BITMIME"] if international else []
        if international:
            smtp.command_encoding = "utf-8"
        code, words = smtp.mail(sender, options)
        if code == 421:
            self._drop()
        if code != 250:
            self._forget()
            return _answer(code, words)
        turned_down: list[tuple[str, int, str]] = []
        for recipient in recipients:
            code, words = smtp.rcpt(recipient)
            if code == 421:
                self._drop()
                return _answer(code, words)
            if code not in (250, 251):
                turned_down.append((recipient, code, _words(words)))
        if len(turned_down) == len(recipients):
            self._forget()
            # One that may be tried again is enough to try again.
            _, code, text = min(turned_down, key=lambda one: one[1])
            return Outcome("deferred" if code < 500 else "refused", code, text, tuple(turned_down))
        return Outcome("accepted", refused=tuple(turned_down))

    def _give(self, smtp: smtplib.SMTP, raw: bytes, offered: Outcome) -> Outcome:
        try:
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            # Not one byte of the message has left: this is certain.
            return self._lost("deferred", error)
        if code != 354:
            self._drop() if code == 421 else self._forget()
            return _answer(code, words)
        try:
            smtp.send(_stuffed(raw))
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return self._lost("unknown", error)
        if code == 421:
            self._drop()
        if 200 <= code < 300:
            return Outcome("accepted", code, _words(words), offered.refused)
        if not 400 <= code < 600:
            # Something that is no answer, after everything was sent: nobody can know.
            self._drop()
            return Outcome("unknown", code, _words(words), offered.refused)
        return _answer(code, words)

    def _signed_in(self) -> smtplib.SMTP:
        smtp = _Smtp(self)
        try:
            code, words = smtp.connect(self.server.host, self.server.port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, words)
            smtp.ehlo_or_helo_if_needed()
            if self.server.security == "starttls":
                if not smtp.has_extn("starttls"):
                    raise TlsMissing
                smtp.starttls(context=self.server.tls())
                smtp.ehlo_or_helo_if_needed()
            if self.server.security == "plain" and self.credentials and not self.server.on_loopback:
                raise TlsMissing
            if self.credentials:
                self._sign_in(smtp, self.credentials)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _sign_in(self, smtp: smtplib.SMTP, credentials: Credentials) -> None:
        try:
            if isinstance(credentials, AccessToken):
                sentence = credentials.sentence()
                # A second question is the server's error as JSON: an empty answer lets it end.
                smtp.auth("XOAUTH2", lambda challenge=None: sentence if challenge is None else "")
            else:
                smtp.login(credentials.user, credentials.password)
        except smtplib.SMTPAuthenticationError as error:
            said = _words(error.smtp_error)
            raise troubles.of_sign_in(f"{error.smtp_code} {said}", credentials, self.server) from error
        except smtplib.SMTPNotSupportedError as error:
            raise troubles.of_words(0, str(error), self.server) from error

    def _lost(self, kind: Kind, error: Exception) -> Outcome:
        self._drop()
        trouble: MailboxTrouble = troubles.of_exception(error, self.server)
        # 421 is how a server says that it is going away: lost before the message, and certain.
        lost = 421 if kind == "deferred" else 0
        code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else lost
        return Outcome(kind, code, f"{trouble.sentence} ({type(error).__name__}: {error})"[:500])

    def _forget(self) -> None:
        # Back to the start of a conversation; a connection that cannot do that is of no more use.
        if self._smtp is not None:
            try:
                self._smtp.rset()
            except (OSError, smtplib.SMTPException):
                self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def seconds_left(self) -> float:
        """How long the present step may still take; raises TimeoutError when it is over."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline of this conversation has passed")
        return left


class _Smtp(smtplib.SMTP):
    """smtplib with a deadline over the whole conversation, not only over each packet: a server that
    drips one byte a minute must not outlive our lease."""

    def __init__(self, owner: Connection) -> None:
        self._owner = owner
        super().__init__(local_hostname=owner.helo, timeout=owner.seconds_left())
        self._host = owner.server.host  # the name that STARTTLS checks the certificate against

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), min(timeout, self._owner.seconds_left()))
        if self._owner.server.security == "tls":
            return self._owner.server.tls().wrap_socket(plain, server_hostname=host)
        return plain

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        if self.sock:
            self.sock.settimeout(self._owner.seconds_left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if self.sock and self.file is None:
            self.file = _Lines(self.sock, self._owner)
        return super().getreply()


class _Lines:
    """A server's lines, read against the owner's deadline."""

    def __init__(self, sock: socket.socket, owner: Connection) -> None:
        self._sock = sock
        self._owner = owner
        self._kept = b""

    def readline(self, limit: int) -> bytes:
        while b"\n" not in self._kept and len(self._kept) < limit:
            self._sock.settimeout(self._owner.seconds_left())
            piece = self._sock.recv(4096)
            if not piece:
                break
            self._kept += piece
        end = self._kept.find(b"\n") + 1 or len(self._kept)
        line, self._kept = self._kept[:end][:limit], self._kept[end:]
        return line

    def close(self) -> None:
        self._kept = b""


def _stuffed(raw: bytes) -> bytes:
    # Lone CR and LF would be read differently by different servers (SMTP smuggling): always CRLF.
    body = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    body = re.sub(rb"(?m)^\.", b"..", body)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _answer(code: int, words: bytes) -> Outcome:
    return Outcome("refused" if 500 <= code < 600 else "deferred", code, _words(words))


def _words(raw: bytes | str) -> str:
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    return " ".join(text.split())[:500]
