"""A thin, forgiving view of one received message.

Raw bytes go in, nothing is ever raised for what is in them: odd MIME is the rule in the field, not the exception.
The standard parser with the `compat32` policy is used because it is ten times faster than the structured one and keeps
what it does not understand.
"""

from __future__ import annotations

import email
import email.parser
import email.utils
import quopri
import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.message import Message
from functools import cached_property

from leadfast.mail.rules.headers import plain_address

ADDRESS = re.compile(
    r"(?<![\w.!#$%&'*+/=?^`{|}~@-])([a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"
    r"@(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9][a-z0-9-]{0,62}"
    r"|[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@\[[0-9a-f:.]+\])",
    re.IGNORECASE,
)
_ENCODED_WORD = re.compile(r"=\?([A-Za-z0-9_.:-]+)(?:\*[\w-]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?[A-Za-z0-9_.:-]+(?:\*[\w-]*)?\?[bBqQ]\?)")
_DEEPEST = 40
_CHARSET_NAMES = {
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
}


@dataclass(frozen=True)
class Part:
    """One leaf of the MIME tree. `inside` is true within an attached message: its words were said by somebody else."""

    kind: str
    text: str
    headers: dict[str, str]
    filename: str
    inside: bool
    attached: bool


@dataclass(frozen=True)
class Letter:
    """Headers by lower-case name (first value wins, all values in `every`), and the leaves in order."""

    raw: bytes = field(repr=False)

    @cached_property
    def parsed(self) -> Message | None:
        """The message as the standard parser sees it; None when it gave up."""
        try:
            return email.message_from_bytes(self.raw)
        except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
            return None

    @cached_property
    def message(self) -> Message:
        if self.parsed is not None:
            return self.parsed
        # Parts within parts within parts: the head is read, the rest is taken as it stands.
        return email.parser.BytesHeaderParser().parsebytes(self.raw)

    @cached_property
    def every(self) -> list[tuple[str, str]]:
        return [(name.lower(), decoded(str(value))) for name, value in self.message.raw_items()]

    @cached_property
    def first(self) -> dict[str, str]:
        return dict(reversed(self.every))

    def header(self, name: str) -> str:
        return self.first.get(name.lower(), "")

    def has(self, name: str) -> bool:
        return name.lower() in self.first

    @cached_property
    def subject(self) -> str:
        return " ".join(self.header("subject").split())

    @cached_property
    def kind(self) -> str:
        return self.message.get_content_type()

    @cached_property
    def report_type(self) -> str:
        match = re.search(r"report-type\s*=\s*\"?([\w-]+)", self.header("content-type"), re.IGNORECASE)
        return match[1].lower() if match else ""

    @cached_property
    def sender(self) -> tuple[str, str]:
        """Display name and address of the From header, the address in lower case and '' when there is none."""
        value = self.header("from")
        plain = plain_address(value) if "'" not in value else None
        try:
            name, address = (plain.name, plain.email) if plain else email.utils.parseaddr(value)
        except RecursionError:
            # A thousand brackets within each other are nobody's name.
            name, address = "", ""
        found = ADDRESS.search(address) or ADDRESS.search(value)
        return name, (found[1].lower() if found else "")

    @cached_property
    def envelope_from(self) -> str | None:
        """The Return-Path; '' is the null sender of reports, None when no server wrote one."""
        if not self.has("return-path"):
            return None
        value = self.header("return-path").strip().strip("<>").strip()
        return value.lower()

    @cached_property
    def date(self) -> datetime | None:
        return header_date(self.header("date"))

    @cached_property
    def parts(self) -> list[Part]:
        return list(_leaves(self.message, inside=False))

    @cached_property
    def own_parts(self) -> list[Part]:
        return [part for part in self.parts if not part.inside]

    @cached_property
    def plain(self) -> str:
        """The text/plain body as it was sent; '' when the sender gave only HTML."""
        texts = [part.text for part in self.own_parts if part.kind == "text/plain" and not part.attached]
        return lines_of("\n".join(texts)) if texts else ""

    @cached_property
    def html(self) -> str:
        return "\n".join(
            part.text for part in self.own_parts if part.kind == "text/html" and not part.attached
        )


def lines_of(text: str) -> str:
    """One kind of line end, no byte-order mark, no NUL: what every pattern below relies on."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").replace("\x00", "")


def header_date(value: str) -> datetime | None:
    """A Date header as written, with its own offset; None when it cannot be read."""
    parsed = email.utils.parsedate_tz(value)
    if parsed is None:
        return None
    try:
        offset = parsed[9] or 0
        return datetime(*parsed[:6], tzinfo=timezone(timedelta(seconds=offset)) if offset else UTC)
    except (ValueError, OverflowError):
        return None


def decoded(value: str) -> str:
    """A header value in Unicode: raw 8-bit bytes, encoded words (also those broken across lines), nothing raised."""
    if not value.isascii() and any("\udc80" <= letter <= "\udcff" for letter in value):
        value = text_of(value.encode("utf-8", "surrogateescape"), None)
    elif "\x1b$" in value:
        value = text_of(value.encode("utf-8", "surrogateescape"), "iso-2022-jp")
    if "=?" not in value:
        return value
    value = _BETWEEN_WORDS.sub(r"\1\2", value)
    pieces: list[str] = []
    pending: tuple[str, bytes] | None = None
    end = 0
    for match in _ENCODED_WORD.finditer(value):
        charset, body = match[1].lower(), _word_bytes(match[2], match[3])
        gap = value[end : match.start()]
        if pending and not gap and pending[0] == charset:
            # One character may be split over two words, so bytes are joined before they are decoded.
            pending = (charset, pending[1] + body)
        else:
            if pending:
                pieces.append(text_of(pending[1], pending[0]))
            pieces.append(gap)
            pending = (charset, body)
        end = match.end()
    if pending:
        pieces.append(text_of(pending[1], pending[0]))
    pieces.append(value[end:])
    return "".join(pieces)


def text_of(body: bytes, charset: str | None) -> str:
    """Bytes in Unicode. The declared charset is tried first and not believed when it does not fit."""
    tried = [_CHARSET_NAMES.get(charset.lower(), charset)] if charset else []
    if b"\x1b$" in body or b"\x1b(" in body:
        tried.insert(0, "iso-2022-jp")
    for name in (*tried, "utf-8", "cp1252"):
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return body.decode("latin-1")


def _word_bytes(encoding: str, body: str) -> bytes:
    payload = body.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return quopri.decodestring(payload.replace(b"_", b" "), header=True)
    try:
        return a2b_base64(payload + b"=" * (-len(payload) % 4))
    except Base64Error:
        return payload


def _leaves(message: Message, *, inside: bool, depth: int = 0) -> Iterator[Part]:
    kind = message.get_content_type()
    payload = message.get_payload()
    if isinstance(payload, list) and depth < _DEEPEST:
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            # The standard parser splits the groups of a delivery status into messages of their own.
            groups = "\n\n".join(_group(group) for group in payload if isinstance(group, Message))
            yield _part(message, kind, groups, inside=inside)
            return
        deeper = inside or (message.get_content_maintype() == "message" and kind != "message/partial")
        for child in payload:
            if isinstance(child, Message):
                if deeper and not inside:
                    yield _part(child, "message/rfc822-headers", _header_block(child), inside=True)
                yield from _leaves(child, inside=deeper, depth=depth + 1)
        return
    body = _body(message)
    yield _part(message, kind, text_of(body, message.get_content_charset()), inside=inside)


def _part(message: Message, kind: str, text: str, *, inside: bool) -> Part:
    headers = {name.lower(): decoded(str(value)) for name, value in message.raw_items()}
    disposition = headers.get("content-disposition", "").lower()
    try:
        filename = decoded(message.get_filename() or "")
    except (LookupError, UnicodeError, ValueError, TypeError):
        filename = ""
    kind = kind.split(";")[0].split("\n")[0].strip()
    return Part(kind, lines_of(text), headers, filename, inside, disposition.startswith("attachment"))


def _header_block(message: Message) -> str:
    return "\n".join(
        f"{name}: {' '.join(decoded(str(value)).split())}" for name, value in message.raw_items()
    )


def _group(message: Message) -> str:
    """A group of a delivery status. A stray line turns the rest into a body: it is read all the same."""
    rest = message.get_payload()
    return _header_block(message) + (f"\n{rest}" if isinstance(rest, str) and rest.strip() else "")


def _body(message: Message) -> bytes:
    try:
        body = message.get_payload(decode=True)
    except (ValueError, LookupError, UnicodeError, AssertionError):
        body = None
    if isinstance(body, bytes):
        return body
    payload = message.get_payload()
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""
