"""Header fields as they really arrive: encoded twice, cut in half, raw 8-bit, or in no charset."""

import binascii
import datetime as dt
import email.utils
import re
from collections.abc import Iterable
from dataclasses import dataclass

from leadfast.foundation import contacts
from leadfast.mail.rules import text

_WORD = re.compile(r"=\?([^?\s*]*)(?:\*[^?]*)?\?([bBqQ])\?(.*?)\?=", re.DOTALL)
_GAP = re.compile(r"(\?=)\s+(=\?)")
_ID = re.compile(r"<\s*([^<>\s]+(?:\s[^<>\s@]+)*@?[^<>\s]*)\s*>")
# Begun only where a word begins: a word of a million letters is no id, and looking for one is not paid for.
_BARE_ID = re.compile(r"(?<![^\s<>,;\"()])[^\s<>,;\"()]{1,900}@[^\s<>,;\"()]+")
_ANGLE = re.compile(r"<([^<>]*)>")
_ATOM = r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_PLAIN = re.compile(
    rf"(?:(?:\"([A-Za-z0-9'][A-Za-z0-9 ,.'-]*)\"|([A-Za-z0-9'-]+(?: [A-Za-z0-9'-]+)*)) )?<({_ATOM})>|({_ATOM})"
)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)\b")


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a header: the name shown and the address as written."""

    name: str
    email: str

    @property
    def key(self) -> str | None:
        """The comparable form, None when this is not an address."""
        return contacts.mail_key(self.email)


def decoded(value: object) -> str:
    """One header value as a line of text; never raises.

    ``value`` is what the compat32 policy gives: a string that may hold escaped raw bytes.
    """
    raw = str(value)
    if raw.isascii() and "=?" not in raw and "\0" not in raw:
        return " ".join(raw.split())
    line = " ".join(_raw_text(raw).replace("\r", " ").replace("\n", " ").split())
    if "=?" not in line:
        return text.clean(line)
    return text.clean(_words(_GAP.sub(r"\1\2", line)))


def addresses(values: Iterable[object]) -> tuple[Address, ...]:
    """All addresses of the given header values in order, groups opened."""
    found: list[Address] = []
    for value in values:
        simple = plain_address(str(value))
        if simple is not None:
            found.append(simple)
            continue
        raw = _raw_text(str(value))
        for name, address in _pairs(raw):
            shown = decoded(name).strip().strip("\"'").strip()
            address = text.clean("".join(address.split()))
            if "@" in shown and "@" not in address:
                shown, address = address, shown
            if address or shown:
                found.append(Address(name=shown, email=address))
    return tuple(found)


def plain_address(value: str) -> Address | None:
    """The one address of a header that is written in the plainest way, as most are; else None.

    What the whole grammar would give, at a tenth of its time.
    """
    match = _PLAIN.fullmatch(value.strip())
    if match is None or not contacts.mail_key(match[3] or match[4]):
        return None
    return Address(name=(match[1] or match[2] or "").strip("' "), email=match[3] or match[4])


def message_ids(values: Iterable[object]) -> tuple[str, ...]:
    """The message ids of Message-ID, In-Reply-To or References, without brackets, in order."""
    found: list[str] = []
    for value in values:
        line = _raw_text(str(value)).replace("\r", "").replace("\n", "")
        ids = _ID.findall(line) or _BARE_ID.findall(line)
        found += [text.clean(re.sub(r"\s+", "", one)) for one in ids]
    return tuple(dict.fromkeys(one for one in found if one))


def date(value: object) -> dt.datetime | None:
    """A Date header in UTC; None if no date can be read from it."""
    line = _OFFSET.sub(r"\1\2\3", " ".join(str(value).split()))
    parsed = email.utils.parsedate_tz(line)
    if parsed is None:
        return None
    try:
        moment = dt.datetime(*parsed[:6], tzinfo=dt.UTC)
        return moment - dt.timedelta(seconds=parsed[9] or 0)
    except (ValueError, OverflowError):
        return None


def _raw_text(raw: str) -> str:
    # compat32 keeps 8-bit bytes as escapes: read them again, as UTF-8 or Windows-1252.
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError:
        try:
            return text.decoded(raw.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:
            return text.clean(raw)
    return raw


def _words(line: str) -> str:
    # Neighbouring words of one charset are joined as bytes first: many programs cut a character
    # in two (RFC 2047 forbids it, and they do it all the same).
    pieces: list[str] = []
    pending, charset, position = b"", "", 0
    for match in _WORD.finditer(line):
        between = line[position : match.start()]
        if between or match[1].lower() != charset.lower():
            pieces += [text.decoded(pending, charset) if pending else "", between]
            pending = b""
        charset, position = match[1], match.end()
        pending += _bytes(match[3], match[2])
    pieces += [text.decoded(pending, charset) if pending else "", line[position:]]
    return " ".join("".join(pieces).split())


def _bytes(payload: str, kind: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if kind in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    packed = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    packed = packed[: len(packed) - 1] if len(packed) % 4 == 1 else packed
    return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))


def _getaddresses(line: str) -> list[tuple[str, str]]:
    try:
        return email.utils.getaddresses([line], strict=False)
    except TypeError:  # older patch releases of Python know no ``strict``
        return email.utils.getaddresses([line])


def _pairs(raw: str) -> list[tuple[str, str]]:
    line = " ".join(raw.split())
    try:
        pairs = _getaddresses(line)
    except (ValueError, IndexError, RecursionError):
        pairs = []
    if pairs and all(contacts.mail_key(address) or "@" not in address for _, address in pairs):
        return [pair for pair in pairs if any(pair)]
    angles = [one.strip() for one in _ANGLE.findall(line)]
    if angles:
        return [(line.split("<", 1)[0], one) for one in angles]
    bare = _BARE_ID.findall(decoded(line))
    if len(bare) > sum(1 for _, address in pairs if address.rpartition("@")[0]):
        return [("", one) for one in bare]
    return [pair for pair in pairs if any(pair)]
