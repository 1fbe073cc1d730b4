"""The system mailer: an SMTP server of the installation's own, for notices to its members.

``LEADFAST_SMTP_URL`` is ``smtp://user:password@host:587?from=leadfast@company.example`` (STARTTLS when the
server offers it), or ``smtps://…:465``. Without it, notices leave through a mailbox of the workspace.
"""

import datetime as dt
import email.message
import email.policy
import email.utils
import os
import smtplib
import ssl
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from leadfast.accountability.channels.undelivered import NeverDelivered, Undelivered

TIMEOUT_S = 20


@dataclass(frozen=True, slots=True)
class Server:
    """The system mailer's server and sender."""

    host: str
    port: int
    tls: bool
    user: str
    password: str
    sender: str

    @property
    def where(self) -> str:
        """How it is named to whoever has to mend it: without user and password."""
        return f"{self.host}:{self.port}"


def server() -> Server | None:
    """The server that the environment names, if it names one."""
    url = os.environ.get("LEADFAST_SMTP_URL", "")
    if not url:
        return None
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    sender = parse_qs(parts.query).get("from", [""])[0] or unquote(parts.username or "")
    return Server(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if tls else 587),
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender or f"leadfast@{parts.hostname or 'localhost'}",
    )


def send(*, to: str, subject: str, text: str, message_id: str, at: dt.datetime, through: Server) -> None:
    """Mail one notice; raises :class:`Undelivered` or :class:`NeverDelivered`."""
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"] = email.utils.formataddr(("Leadfast", through.sender))
    mail["To"] = to
    mail["Subject"] = " ".join(subject.split())[:200]
    mail["Date"] = email.utils.format_datetime(at)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    try:
        with _connected(through) as smtp:
            smtp.send_message(mail, from_addr=through.sender, to_addrs=[to])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else _code(error)
        if 500 <= code < 600:
            raise NeverDelivered(f"{through.where} refused {to} ({code}).") from error
        raise Undelivered(f"{through.where} answered {code}.") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Undelivered(f"{through.where} could not be reached ({type(error).__name__}).") from error


def _connected(through: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    smtp: smtplib.SMTP
    if through.tls:
        smtp = smtplib.SMTP_SSL(through.host, through.port, timeout=TIMEOUT_S, context=context)
    else:
        smtp = smtplib.SMTP(through.host, through.port, timeout=TIMEOUT_S)
        smtp.ehlo()
        if smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
    if through.password:
        smtp.login(through.user, through.password)
    return smtp


def _code(error: smtplib.SMTPRecipientsRefused) -> int:
    return next((int(code) for code, _ in error.recipients.values()), 550)
