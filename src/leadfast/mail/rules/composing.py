"""Building the bytes of a mail: everything that other programs need to keep the thread together,
and nothing a person could smuggle into a header."""

import datetime as dt
import email.message
import email.policy
import email.utils
import html
import mimetypes
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email.headerregistry import Address as Mailbox
from urllib.parse import quote

from leadfast.foundation import contacts
from leadfast.mail.errors import AddressRefused, HeaderRefused, NoRecipient, TooLarge
from leadfast.mail.rules.headers import Address

REFERENCES_KEPT = 32
LARGEST = 20 * 1024 * 1024  # common limit is 25 MB after encoding; some servers stop at 20
_SAFE_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,500}")
_POLICY = email.policy.SMTP
_UTF8_POLICY = email.policy.SMTPUTF8
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to send along."""

    name: str
    content: bytes
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """How the recipient opts out: by a mail whose subject is ``token``, and by one POST when our
    base address is HTTPS (RFC 8058)."""

    address: str
    token: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that becomes a mail. ``references`` are the ids above it, the oldest first."""

    message_id: str
    token: str
    sender: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    date: dt.datetime
    html: str = ""
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    signature: str = ""
    calendar: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    automated: bool = False
    postal_address: str = ""
    unsubscribe: Unsubscribe | None = None


def compose(draft: Draft) -> bytes:
    """The mail, ready for SMTP (CRLF)."""
    if not draft.to:
        raise NoRecipient
    people = (draft.sender, *draft.to, *draft.cc, *draft.reply_to)
    utf8 = any(not one.email.rpartition("@")[0].isascii() for one in people)
    message = email.message.EmailMessage(policy=_UTF8_POLICY if utf8 else _POLICY)
    message["From"] = _mailbox(draft.sender)
    message["To"] = [_mailbox(one) for one in draft.to]
    if draft.cc:
        message["Cc"] = [_mailbox(one) for one in draft.cc]
    if draft.reply_to:
        message["Reply-To"] = [_mailbox(one) for one in draft.reply_to]
    message["Subject"] = one_line(draft.subject)
    message.set_content(_text(draft), cte="quoted-printable")
    message.add_alternative(_html(draft), subtype="html", cte="quoted-printable")
    if draft.calendar:
        # Beside the words, as one more way to read them: what calendars look for (RFC 6047).
        method = re.search(r"^METHOD:([A-Z]+)\s*$", draft.calendar, re.MULTILINE)
        given = {"method": method[1]} if method else {}
        message.add_alternative(draft.calendar, subtype="calendar", params=given, cte="base64")
    for enclosure in draft.enclosures:
        _enclose(message, enclosure)
    raw = _machine_headers(draft) + message.as_bytes()
    if len(raw) > LARGEST:
        raise TooLarge
    return raw


def with_files(draft: Draft, enclosures: Iterable[Enclosure]) -> Draft:
    """The draft with these files."""
    return replace(draft, enclosures=(*draft.enclosures, *enclosures))


def references(above: Iterable[str], in_reply_to: str, own: str) -> tuple[str, ...]:
    """The References of a mail: the thread above it and its own id, the last 32.

    Our own id is among them because some providers rewrite the Message-ID on the way.
    """
    safe = [one for one in (*above, in_reply_to) if _SAFE_ID.fullmatch(one) and one != own]
    return (*dict.fromkeys(safe), own)[-REFERENCES_KEPT:]


def one_line(value: str) -> str:
    """``value`` if it is one line; raises :class:`HeaderRefused`, since a line break in a header
    is how mails are forged."""
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\t" for c in value):
        raise HeaderRefused
    return " ".join(value.split())


def answered_subject(subject: str) -> str:
    """``Re: …`` without piling up prefixes."""
    bare = re.sub(r"^(?:\s*(?:re|aw|sv|antw|vs|rv|res|odp|ynt)\s*(?:\[\d+\])?\s*:)+", "", subject, flags=re.I)
    return f"Re: {bare.strip()}" if bare.strip() else "Re:"


def envelope_address(address: str) -> str:
    """The address for SMTP, its domain in ASCII (IDNA); raises :class:`AddressRefused`."""
    local, _, domain = one_line(address).strip().rpartition("@")
    if contacts.mail_key(address) is None or not local:
        raise AddressRefused(f"“{address}” is not an address that mail can be sent to.")
    return f"{local}@{domain.encode('idna').decode()}"


def text_as_html(body: str) -> str:
    """Plain text as simple HTML: paragraphs in their own writing direction, links that work."""
    paragraphs = re.split(r"\n\s*\n", body.strip())
    return "\n".join(f'<p dir="auto">{_inline(one)}</p>' for one in paragraphs if one.strip())


def _machine_headers(draft: Draft) -> bytes:
    # Written by hand: the library would fold, and then encode, an id longer than a line.
    lines = [
        f"Date: {email.utils.format_datetime(draft.date)}",
        f"Message-ID: <{draft.message_id}>",
        f"X-Leadfast-Id: {draft.token}",
    ]
    if _SAFE_ID.fullmatch(draft.in_reply_to):
        lines.append(f"In-Reply-To: <{draft.in_reply_to}>")
    above = references(draft.references, draft.in_reply_to, draft.message_id)
    lines.append("References: " + "\r\n ".join(f"<{one}>" for one in above))
    if draft.unsubscribe:
        lines += _unsubscribe_headers(draft.unsubscribe)
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _unsubscribe_headers(way: Unsubscribe) -> list[str]:
    # One-click needs HTTPS (RFC 8058, section 3.1); without it the mailto is the way out.
    ways = []
    if way.url.startswith("https://"):
        ways.append(f"<{quote(one_line(way.url), safe=':/?&=%.-_~')}>")
    subject = quote(f"unsubscribe {one_line(way.token)}")
    ways.append(f"<mailto:{quote(envelope_address(way.address), safe='@+')}?subject={subject}>")
    lines = ["List-Unsubscribe: " + ",\r\n ".join(ways)]
    if len(ways) == 2:
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return lines


def _mailbox(address: Address) -> Mailbox:
    local, _, domain = envelope_address(address.email).rpartition("@")
    return Mailbox(display_name=one_line(address.name), username=local, domain=domain)


def _text(draft: Draft) -> str:
    parts = [draft.text.strip("\r\n").replace("\r\n", "\n").replace("\r", "\n")]
    if draft.signature.strip():
        parts.append("-- \n" + draft.signature.strip())
    footer = _footer(draft)
    if footer:
        parts.append(footer)
    return _printable("\n\n".join(parts)) + "\n"


def _html(draft: Draft) -> str:
    body = draft.html.strip() or text_as_html(draft.text)
    if draft.signature.strip():
        body += f'\n<div class="signature" dir="auto">--<br>\n{_inline(draft.signature.strip())}</div>'
    footer = _footer(draft)
    if footer:
        body += f'\n<p dir="auto" style="color:#686d7b;font-size:12px">{_inline(footer)}</p>'
    return (
        '<!doctype html>\n<html><head><meta charset="utf-8"></head>\n'
        '<body style="font-family:sans-serif;font-size:15px;line-height:1.5">\n'
        f"{_printable(body)}\n</body></html>\n"
    )


def _footer(draft: Draft) -> str:
    if not draft.automated:
        return ""
    lines = [" · ".join(one.strip() for one in draft.postal_address.splitlines() if one.strip())]
    if draft.unsubscribe and draft.unsubscribe.url:
        lines.append(f"No more mails: {draft.unsubscribe.url}")
    elif draft.unsubscribe:
        lines.append("No more mails? Answer with the word “unsubscribe”.")
    return "\n".join(one for one in lines if one)


def _inline(body: str) -> str:
    escaped, position = [], 0
    for link in _LINK.finditer(body):
        address = html.escape(link[0])
        escaped += [html.escape(body[position : link.start()]), f'<a href="{address}">{address}</a>']
        position = link.end()
    escaped.append(html.escape(body[position:]))
    return "".join(escaped).replace("\n", "<br>\n")


def _printable(body: str) -> str:
    return "".join(c for c in body if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _enclose(message: "email.message.EmailMessage", enclosure: Enclosure) -> None:
    name = one_line(enclosure.name) or "file"
    guessed = enclosure.media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    main, _, sub = one_line(guessed).partition("/")
    if main in ("multipart", "message") or not sub:
        main, sub = "application", "octet-stream"
    message.add_attachment(enclosure.content, maintype=main, subtype=sub, filename=name)
