"""Reading a message that somebody else's program wrote: it never raises and never loses one.

Built on the compat32 policy, which is ten times as fast as the modern one on real mail and does
not refuse what it does not like; everything it returns is decoded by our own guarded rules.
"""

import datetime as dt
import email
import email.message
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from leadfast.mail.rules import headers, text
from leadfast.mail.rules.headers import Address

TEXT_LIMIT = 2_000_000  # characters of body kept as text; the raw message keeps the rest
_DEEPEST = 40  # levels of nesting walked; deeper parts are kept as one attachment
_BLOCKS = (
    "address, article, blockquote, div, dd, dt, h1, h2, h3, h4, h5, h6, hr, li, p, pre, table, tr, ul, ol"
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the body: a file, an image, a forwarded message, a winmail.dat."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as read. ``defects`` says what was wrong with it; nothing is missing from raw."""

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    senders: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    date: dt.datetime | None = None
    subject: str = ""
    text: str = ""
    html: str = ""
    media_type: str = "text/plain"
    attachments: tuple[Attachment, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    defects: tuple[str, ...] = field(default=(), compare=False)

    def header(self, name: str) -> str:
        """The first header of this name, decoded; empty when there is none."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key == wanted), "")

    @property
    def sender(self) -> Address | None:
        """Who wrote it: the first of From, else of Sender."""
        return self.senders[0] if self.senders else None

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Everybody this message names: sender, reply-to, to, cc, bcc."""
        return (*self.senders, *self.reply_to, *self.to, *self.cc, *self.bcc)

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Ids this message answers, the nearest last."""
        return tuple(dict.fromkeys((*self.references, *self.in_reply_to)))


def read(raw: bytes) -> Incoming:
    """The message in ``raw``. Whatever cannot be read is left empty and named in ``defects``."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        return _read(message, defects=[type(one).__name__ for one in message.defects])
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return _head_only(raw, defect=type(error).__name__)


def read_around(message: "email.message.Message | None", raw: bytes) -> Incoming:
    """As :func:`read`, but without the words, for whoever reads those elsewhere.

    ``message`` is ``raw`` as the compat32 policy parsed it, so that it is parsed once; None when it could not.
    """
    if message is None:
        return read(raw)
    try:
        return _assembled(message, text_body="", attachments=_parts(message, [])[2], defects=[])
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return read(raw)


def read_head(raw: bytes) -> Incoming:
    """Only the header fields of ``raw`` (which may be the whole message or its head)."""
    return _head_only(raw, defect="")


def split(raw: bytes) -> tuple[bytes, bytes]:
    """(head, body) at the first empty line, whatever the ends of lines are."""
    found = re.search(rb"\r?\n\r?\n", raw)
    return (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")


def _head_only(raw: bytes, *, defect: str) -> Incoming:
    head, body = split(raw)
    fields: list[tuple[str, str]] = []
    for line in re.split(rb"\r?\n(?![ \t])", head):
        name, colon, value = line.partition(b":")
        if colon and name.strip() and b" " not in name.strip():
            name_text = text.decoded(name.strip())
            fields.append((name_text, value.decode("utf-8", "surrogateescape").strip()))
    message = email.message.Message(policy=email.policy.compat32)
    for key, value in fields:
        message.set_raw(key, value)  # ``add_header`` would refuse the odd ones
    body_text = text.decoded(body[:TEXT_LIMIT]) if defect else ""
    return _assembled(message, text_body=body_text, defects=[defect] if defect else [])


def _read(message: "email.message.Message", *, defects: list[str]) -> Incoming:
    texts, pages, attachments = _parts(message, defects)
    plain = [_text(part) for part in texts]
    html = [_text(part) for part in pages]
    if not plain and not html:
        # A body that calls itself an attachment is still what the person wrote.
        plain = [text.decoded(one.content) for one in attachments if one.media_type == "text/plain"][:1]
        html = [text.decoded(one.content) for one in attachments if one.media_type == "text/html"][:1]
    body = "\n\n".join(one.strip("\r\n") for one in plain if one.strip())
    page = "\n".join(one for one in html if one.strip())
    if not body and page:
        body = html_as_text(page)
    return _assembled(
        message,
        text_body=body[:TEXT_LIMIT],
        html=page[:TEXT_LIMIT],
        attachments=attachments,
        defects=defects,
    )


def _parts(
    message: "email.message.Message", defects: list[str]
) -> tuple[list["email.message.Message"], list["email.message.Message"], tuple[Attachment, ...]]:
    """The plain texts, the pages, and everything else."""
    plain: list[email.message.Message] = []
    html: list[email.message.Message] = []
    attachments: list[Attachment] = []
    for part, depth in _leaves(message):
        defects += [type(one).__name__ for one in part.defects]
        media_type = _media_type(part)
        name = _file_name(part)
        disposition = _first(part, "Content-Disposition").split(";")[0].strip().lower()
        is_body = disposition != "attachment" and not name and depth < _DEEPEST
        if is_body and media_type == "text/plain":
            plain.append(part)
        elif is_body and media_type == "text/html":
            html.append(part)
        else:
            attachments.append(_attachment(part, media_type, name, inline=disposition == "inline"))
    return plain, html, tuple(attachments)


def _assembled(
    message: "email.message.Message",
    *,
    text_body: str,
    html: str = "",
    attachments: tuple[Attachment, ...] = (),
    defects: list[str],
) -> Incoming:
    fields = _items(message)
    by_name: dict[str, list[object]] = {}
    for key, value in fields:
        by_name.setdefault(key.lower(), []).append(value)

    def values(name: str) -> list[object]:
        return by_name.get(name.lower(), [])

    senders = headers.addresses(values("From")) or headers.addresses(values("Sender"))
    ids = headers.message_ids(values("Message-ID"))
    return Incoming(
        message_id=ids[0] if ids else "",
        in_reply_to=headers.message_ids(values("In-Reply-To")),
        references=headers.message_ids(values("References")),
        senders=senders,
        reply_to=headers.addresses(values("Reply-To")),
        to=headers.addresses(values("To")),
        cc=headers.addresses(values("Cc")),
        bcc=headers.addresses(values("Bcc")),
        date=next((found for one in values("Date") if (found := headers.date(one))), None),
        subject=headers.decoded(next(iter(values("Subject")), "")),
        text=text_body,
        html=html,
        media_type=_media_type(message),
        attachments=attachments,
        fields=tuple((text.clean(key.lower()), headers.decoded(value)) for key, value in fields),
        defects=tuple(dict.fromkeys(defects)),
    )


def _items(message: "email.message.Message") -> list[tuple[str, object]]:
    return [(str(key), value) for key, value in message.raw_items()]


def _first(message: "email.message.Message", name: str) -> str:
    # Not ``Message.get``: it turns raw 8-bit values into objects whose text is question marks.
    wanted = name.lower()
    return headers.decoded(next((one for key, one in _items(message) if key.lower() == wanted), ""))


def _leaves(message: "email.message.Message") -> Iterator[tuple["email.message.Message", int]]:
    # Walked with our own stack: ``Message.walk`` recurses, and a forged mail can nest for ever.
    waiting: list[tuple[email.message.Message, int]] = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        payload = part.get_payload()
        if isinstance(payload, list) and depth < _DEEPEST and part.get_content_maintype() == "multipart":
            waiting += [
                (one, depth + 1) for one in reversed(payload) if isinstance(one, email.message.Message)
            ]
        else:
            yield part, depth


def _media_type(part: "email.message.Message") -> str:
    return text.clean(part.get_content_type())


def _file_name(part: "email.message.Message") -> str:
    try:
        name = part.get_filename() or ""
    except (LookupError, TypeError, ValueError):
        name = ""
    line = headers.decoded(name)
    return re.sub(r"[\x00-\x1f/\\]+", "_", line).strip()[:255]


def _text(part: "email.message.Message") -> str:
    charset = part.get_param("charset", "")
    if isinstance(charset, tuple):
        charset = charset[2]
    return text.decoded(_content(part), str(charset)).replace("\r\n", "\n").replace("\r", "\n")


def _content(part: "email.message.Message") -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"\n".join(_flat(one) for one in payload if isinstance(one, email.message.Message))
    try:
        content = part.get_payload(decode=True)
    except (AssertionError, LookupError, TypeError, ValueError):
        content = None
    if isinstance(content, bytes):
        return content
    return str(payload or "").encode("utf-8", "surrogateescape")


def _flat(message: "email.message.Message") -> bytes:
    try:
        return message.as_bytes()
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        lines = [f"{key}: {value}" for key, value in _items(message)]
        head = "\n".join(lines).encode("utf-8", "surrogateescape")
        payload = message.get_payload()
        body = payload if isinstance(payload, str) else ""
        return head + b"\n\n" + body.encode("utf-8", "surrogateescape")


def _attachment(part: "email.message.Message", media_type: str, name: str, *, inline: bool) -> Attachment:
    if not name and media_type == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        subject = _first(first, "Subject") if isinstance(first, email.message.Message) else ""
        name = f"{subject or 'message'}.eml"
    content_id = _first(part, "Content-ID").strip("<> ")
    return Attachment(
        name=name, media_type=media_type, content=_content(part), content_id=content_id, inline=inline
    )


def html_as_text(page: str) -> str:
    """What a person reads in an HTML page, block by block; never raises."""
    try:
        tree = LexborHTMLParser(page)
        for tag in ("script", "style", "head", "title", "template"):
            for node in tree.css(tag):
                node.decompose()
        for node in tree.css("br"):
            node.replace_with("\n")
        for node in tree.css(_BLOCKS):
            node.insert_before("\n")
            node.insert_after("\n")
        root = tree.body or tree.root
        found = root.text(separator="") if root else ""
    except (AttributeError, TypeError, ValueError, RuntimeError):
        found = re.sub(r"<[^>]*>", " ", page)
    lines = [" ".join(line.split()) for line in text.clean(found).replace("\xa0", " ").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
