"""The mails that customers write, made as their programs would make them."""

import datetime as dt
import email
import email.policy
import email.utils
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

# CRLF as mail travels; long lines left whole, because folding would encode an id that is too long.
_PLAIN = email.policy.SMTP.clone(max_line_length=990)

Made = Callable[[dt.datetime], bytes]
"""A letter that is written when its time has come."""


@dataclass(frozen=True, slots=True)
class Address:
    """A name and a mail address."""

    name: str
    mail: str

    def __str__(self) -> str:
        return email.utils.formataddr((self.name, self.mail))


def answer(
    heard: EmailMessage,
    *,
    sender: Address,
    words: str,
    at: dt.datetime,
    fresh_thread: bool = False,
    message_id: str = "",
) -> bytes:
    """An answer to ``heard``, quoted below as most programs do. ``fresh_thread`` starts a new one."""
    letter = _begun(heard, sender, at, message_id)
    if fresh_thread:
        letter["Subject"] = _bare(heard)
        letter.set_content(f"{words}\n\n{sender.name}\n")
        return bytes(letter)
    letter["Subject"] = f"Re: {_bare(heard)}"
    _thread(letter, heard)
    said = _text(heard)
    when = email.utils.parsedate_to_datetime(str(heard["Date"])).strftime("%a, %d %b %Y at %H:%M")
    quoted = "\n".join(f"> {line}".rstrip() for line in said.splitlines())
    letter.set_content(f"{words}\n\n{sender.name}\n\nOn {when}, {heard['From']} wrote:\n{quoted}\n")
    return bytes(letter)


def invitation(
    heard: EmailMessage,
    *,
    sender: Address,
    words: str,
    at: dt.datetime,
    begins: dt.datetime,
    place: str,
    message_id: str = "",
) -> bytes:
    """An answer that brings an hour in a calendar with it (RFC 5546), as programs send it with *Invite*."""
    letter = email.message_from_bytes(
        answer(heard, sender=sender, words=words, at=at, message_id=message_id), policy=_PLAIN
    )
    unique = str(letter["Message-ID"]).strip("<>")
    to = next(iter(letter["To"].addresses)).addr_spec
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Town//Calendar//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        f"UID:{unique}",
        "SEQUENCE:0",
        f"DTSTAMP:{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{begins.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTEND:{(begins + dt.timedelta(hours=1)).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{_bare(heard)}",
        f"LOCATION:{place}",
        f"ORGANIZER;CN={sender.name}:mailto:{sender.mail}",
        f"ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{to}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    boundary = "town-of-meetings"
    letter.make_alternative(boundary=boundary)
    letter.add_alternative("\r\n".join(lines) + "\r\n", subtype="calendar", params={"method": "REQUEST"})
    return bytes(letter)


def away(
    heard: EmailMessage, *, sender: Address, back_on: dt.date, at: dt.datetime, message_id: str = ""
) -> bytes:
    """What a mail program says for somebody on holiday (RFC 3834)."""
    letter = _begun(heard, sender, at, message_id)
    letter["Subject"] = f"Automatic reply: {_bare(heard)}"
    letter["Auto-Submitted"] = "auto-replied"
    letter["X-Auto-Response-Suppress"] = "All"
    _thread(letter, heard)
    back = f"{back_on:%A} {back_on.day} {back_on:%B %Y}"
    letter.set_content(
        "Thank you for your mail. I am on holiday and will be back in the office on "
        f"{back}. My mail is not read while I am away.\n\n{sender.name}\n"
    )
    return bytes(letter)


def bounce(
    raw: bytes, heard: EmailMessage, *, recipient: str, at: dt.datetime, message_id: str = ""
) -> bytes:
    """A delivery status notification for a mailbox that does not exist (RFC 3464)."""
    boundary = "town-of-letters-that-came-back"
    host = recipient.rpartition("@")[2]
    original = raw.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").replace("\r\n", "\n")
    lines = [
        f"Date: {email.utils.format_datetime(at)}",
        f"From: Mail Delivery System <MAILER-DAEMON@{host}>",
        f"To: {heard['From']}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: {message_id or _new_id(host)}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"This is the mail system at host mx.{host}.",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "",
        f"<{recipient}>: host mx.{host} said: 550 5.1.1 <{recipient}>: User unknown (in reply to RCPT TO)",
        "",
        f"--{boundary}",
        "Content-Type: message/delivery-status",
        "",
        f"Reporting-MTA: dns; mx.{host}",
        f"Arrival-Date: {email.utils.format_datetime(at)}",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        f"Original-Recipient: rfc822; {recipient}",
        "Action: failed",
        "Status: 5.1.1",
        f"Remote-MTA: dns; mx.{host}",
        f"Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: Recipient address rejected: User unknown",
        "",
        f"--{boundary}",
        "Content-Type: text/rfc822-headers",
        "",
        original,
        "",
        f"--{boundary}--",
        "",
    ]
    return "\r\n".join("\n".join(lines).split("\n")).encode()


def own(
    sender: Address, to: Address, *, subject: str, words: str, at: dt.datetime, message_id: str = ""
) -> bytes:
    """A mail that somebody begins by themselves, from their own program."""
    letter = EmailMessage(policy=_PLAIN)
    letter["From"] = str(sender)
    letter["To"] = str(to)
    letter["Date"] = email.utils.format_datetime(at)
    letter["Message-ID"] = message_id or _new_id(sender.mail.rpartition("@")[2])
    letter["Subject"] = subject
    letter.set_content(f"{words}\n\n{sender.name}\n")
    return bytes(letter)


def _begun(heard: EmailMessage, sender: Address, at: dt.datetime, message_id: str) -> EmailMessage:
    letter = EmailMessage(policy=_PLAIN)
    letter["From"] = str(sender)
    letter["To"] = str(heard["Reply-To"] or heard["From"])
    letter["Date"] = email.utils.format_datetime(at)
    letter["Message-ID"] = message_id or _new_id(sender.mail.rpartition("@")[2])
    return letter


def _thread(letter: EmailMessage, heard: EmailMessage) -> None:
    above = str(heard["References"] or "").split()
    own_id = str(heard["Message-ID"] or "").strip()
    if own_id:
        letter["In-Reply-To"] = own_id
        letter["References"] = " ".join(dict.fromkeys([*above, own_id]))


def _bare(heard: EmailMessage) -> str:
    return str(heard["Subject"] or "").removeprefix("Re: ").strip()


def _text(heard: EmailMessage) -> str:
    body = heard.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body else ""


def _new_id(host: str) -> str:
    return f"<{uuid.uuid4().hex}@{host}>"
