"""Outlook's .msg files: a compound file of MAPI properties (MS-OXMSG), read into the form of a mail."""

import datetime as dt
import io
import struct
from email.message import EmailMessage
from email.utils import format_datetime

import olefile

from leadfast.mail.rules.text import decoded

_SUBJECT, _BODY, _HTML, _HEADERS = 0x0037, 0x1000, 0x1013, 0x007D
_SENDER_NAME, _SENDER_MAIL, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_SENT_AS_NAME, _SENT_AS_MAIL, _SENT_AS_SMTP = 0x0042, 0x0065, 0x5D02
_MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x1035, 0x1042, 0x1039
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_NAME, _MAIL, _SMTP, _RECIPIENT_TYPE = 0x3001, 0x3003, 0x39FE, 0x0C15
_FILE_NAME, _LONG_FILE_NAME = 0x3704, 0x3707
# The fixed-size properties of a message, a recipient or an attachment come after a header of this length.
_TOP_HEADER, _INNER_HEADER = 32, 8
_ENTRY = struct.Struct("<HHIQ")
_UNICODE, _BYTES, _EIGHT_BIT = "001F", "0102", "001E"
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_BODY_HEADERS = frozenset(
    {"content-type", "content-transfer-encoding", "content-disposition", "mime-version"}
)


def as_mail(raw: bytes) -> bytes:
    """The mail in a .msg file; what is no compound file is given back as it is (an .eml of that name)."""
    if not olefile.isOleFile(io.BytesIO(raw)):
        return raw
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as file:
            return _mail(file)
    except (OSError, ValueError, KeyError, IndexError, struct.error, AttributeError):
        # A damaged file is counted as unreadable, like a mail without a head.
        return b""


def _mail(file: "olefile.OleFileIO") -> bytes:
    mail = EmailMessage()
    text = _text(file, (), _BODY)
    page = _text(file, (), _HTML)
    mail.set_content(text.replace("\r\n", "\n"))
    if page:
        mail.add_alternative(page.replace("\r\n", "\n"), subtype="html")
    for folder in _folders(file, "__attach_version1.0_#"):
        name = _text(file, (folder,), _LONG_FILE_NAME) or _text(file, (folder,), _FILE_NAME) or "file"
        mail.add_attachment(
            b"", maintype="application", subtype="octet-stream", filename=" ".join(name.split())
        )
    return _head(file) + mail.as_bytes()


def _head(file: "olefile.OleFileIO") -> bytes:
    lines = _transported(_text(file, (), _HEADERS))
    if not any(line.lower().startswith("from:") for line in lines):
        lines += _told(file)
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")


def _transported(headers: str) -> list[str]:
    """The head as the servers had it, without what describes a body that is not here any more."""
    lines: list[str] = []
    wanted = False
    for line in headers.splitlines():
        if not line[:1].isspace():
            name = line.partition(":")[0].strip().lower()
            wanted = ":" in line and name not in _BODY_HEADERS and " " not in name
        if wanted and line.strip():
            lines.append(line)
    return lines


def _told(file: "olefile.OleFileIO") -> list[str]:
    """A head from the properties, for a mail that never went through a server (Sent Items)."""
    who = _text(file, (), _SENDER_NAME) or _text(file, (), _SENT_AS_NAME)
    codes = (_SENDER_SMTP, _SENT_AS_SMTP, _SENDER_MAIL, _SENT_AS_MAIL)
    address = next((found for code in codes if "@" in (found := _text(file, (), code))), "")
    at = _moment(file, _SUBMITTED) or _moment(file, _DELIVERED)
    told = {
        "From": _named(who, address),
        "Subject": _text(file, (), _SUBJECT),
        "Date": format_datetime(at) if at else "",
        "Message-ID": _text(file, (), _MESSAGE_ID),
        "In-Reply-To": _text(file, (), _IN_REPLY_TO),
        "References": _text(file, (), _REFERENCES),
    }
    for folder in _folders(file, "__recip_version1.0_#"):
        one = _named(
            _text(file, (folder,), _NAME), _text(file, (folder,), _SMTP) or _text(file, (folder,), _MAIL)
        )
        kind = _fixed(file, (folder,), _INNER_HEADER).get(_RECIPIENT_TYPE, 1)
        field = "Cc" if kind & 0xFF == 2 else "To"
        told[field] = ", ".join(filter(None, (told.get(field, ""), one)))
    return [f"{name}: {' '.join(value.split())}" for name, value in told.items() if value]


def _named(name: str, address: str) -> str:
    plain = name.replace('"', "").strip()
    return f'"{plain}" <{address}>' if plain and plain != address else address


def _folders(file: "olefile.OleFileIO", beginning: str) -> list[str]:
    found = {parts[0] for parts in file.listdir() if parts[0].startswith(beginning)}
    return sorted(found)


def _text(file: "olefile.OleFileIO", folder: tuple[str, ...], code: int) -> str:
    for kind in (_UNICODE, _BYTES, _EIGHT_BIT):
        place = [*folder, f"__substg1.0_{code:04X}{kind}"]
        if file.exists(place):
            raw: bytes = file.openstream(place).read()
            text = raw.decode("utf-16-le", "replace") if kind == _UNICODE else decoded(raw)
            return text.rstrip("\x00")
    return ""


def _moment(file: "olefile.OleFileIO", code: int) -> dt.datetime | None:
    ticks = _fixed(file, (), _TOP_HEADER).get(code)
    return _EPOCH + dt.timedelta(microseconds=ticks // 10) if ticks else None


def _fixed(file: "olefile.OleFileIO", folder: tuple[str, ...], header: int) -> dict[int, int]:
    """The properties of a fixed size, by their code: numbers and moments."""
    place = [*folder, "__properties_version1.0"]
    if not file.exists(place):
        return {}
    raw: bytes = file.openstream(place).read()
    entries = (_ENTRY.unpack_from(raw, at) for at in range(header, len(raw) - _ENTRY.size + 1, _ENTRY.size))
    return {code: value for _, code, _, value in entries}
