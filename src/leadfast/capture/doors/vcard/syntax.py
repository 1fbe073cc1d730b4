"""Lines of vCards: unfolded, decoded, with their group, name and parameters; any number of cards. Pure."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_BEGIN: Final = re.compile(rb"^[ \t]*(?:[\w-]+\.)?begin[ \t]*:[ \t]*vcard[ \t]*$", re.IGNORECASE)
_END: Final = re.compile(rb"^[ \t]*(?:[\w-]+\.)?end[ \t]*:[ \t]*vcard[ \t]*$", re.IGNORECASE)
# Files that were put together without an end to their last line: END:VCARDBEGIN:VCARD, with or without a blank.
_SAME_LINE: Final = re.compile(
    rb"^([ \t]*(?:[\w-]+\.)?end[ \t]*:[ \t]*vcard)[ \t]*(begin[ \t]*:[ \t]*vcard[ \t]*)$", re.IGNORECASE
)
_QUOTED: Final = re.compile(rb"[;:]?(?:encoding=)?[ \t]*quoted-printable", re.IGNORECASE)
_ENCODINGS: Final = frozenset({"quoted-printable", "base64", "b", "8bit", "7bit"})
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a card. ``value`` is text, its escapes still in it."""

    name: str
    value: str
    params: Mapping[str, Sequence[str]] = field(default_factory=dict)
    group: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What TYPE says, small: *work*, *cell*, *pref*."""
        return tuple(self.params.get("TYPE", ()))

    def parts(self, separator: str = ";") -> list[str]:
        """The components of a structured value, unescaped."""
        pieces = re.split(rf"(?<!\\)((?:\\\\)*){separator}", self.value)
        joined = ["".join(pair) for pair in zip(pieces[0::2], [*pieces[1::2], ""], strict=False)]
        return [unescaped(piece).strip() for piece in joined]

    @property
    def text(self) -> str:
        """The value as it was meant."""
        return unescaped(self.value).strip()


def cards(raw: bytes) -> Iterator[list[Property]]:
    """The properties of each card. One that was never closed ends where the next begins, or with the file."""
    raw = _as_utf8(raw)
    lines = (piece for line in _unfolded(raw) for piece in _apart(line))
    card: list[bytes] | None = None
    depth = 0
    for line in lines:
        if _BEGIN.match(line):
            if card is not None and depth == 1 and not _inside_agent(card):
                # The one before was never closed.
                yield _properties(card)
                depth, card = 0, None
            depth += 1
            card = [] if card is None else card
        elif _END.match(line):
            depth -= 1
            if depth <= 0 and card is not None:
                yield _properties(card)
                depth, card = 0, None
        elif card is not None and depth == 1:
            card.append(line)
    if card is not None:
        yield _properties(card)


def _apart(line: bytes) -> Sequence[bytes]:
    """The end of one card and the beginning of the next, where they stand in one line."""
    both = _SAME_LINE.match(line)
    return both.groups() if both else (line,)


def _inside_agent(card: Sequence[bytes]) -> bool:
    """A 2.1 card may hold its agent's card as a value of its own."""
    return bool(card) and re.match(rb"agent\b[^:]*:\s*$", card[-1], re.IGNORECASE) is not None


def _as_utf8(raw: bytes) -> bytes:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").encode()
    if raw[1:8:2].count(0) == len(raw[1:8:2]) > 0:
        return raw.decode("utf-16-le", "replace").encode()
    return raw


def _unfolded(raw: bytes) -> Iterator[bytes]:
    whole = b""
    soft = False
    for line in re.split(rb"\r\r\n|\r\n|\n|\r", raw):
        if soft:
            # Quoted-printable goes on after an equals sign, folded once more by some.
            whole = whole[:-1] + line.lstrip(b" \t")
        elif line[:1] in (b" ", b"\t") and whole and not _BEGIN.match(line):
            whole += line[1:]
        else:
            if whole:
                yield whole
            whole = line
        soft = whole.endswith(b"=") and _QUOTED.search(whole.partition(b":")[0]) is not None
    if whole:
        yield whole


def _properties(lines: Sequence[bytes]) -> list[Property]:
    found = (_property(line) for line in lines)
    return [one for one in found if one is not None]


def _property(line: bytes) -> Property | None:
    match = re.match(rb'^((?:[^":]|"[^"]*")*):(.*)$', line, re.DOTALL)
    if not match:
        return None
    head = match.group(1).decode("utf-8", "replace")
    pieces = re.findall(r'(?:[^;"]|"[^"]*")+', head)
    if not pieces:
        return None
    group, _, name = pieces[0].strip().rpartition(".")
    params: dict[str, list[str]] = {}
    for piece in pieces[1:]:
        key, equals, value = piece.strip().partition("=")
        if not equals:
            # 2.1 writes the bare value.
            key, value = ("ENCODING" if key.lower() in _ENCODINGS else "TYPE"), key
        values = [
            part.strip().strip('"').lower() for part in re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', value)
        ]
        params.setdefault(key.strip().upper(), []).extend(v for part in values for v in part.split(",") if v)
    return Property(name.upper(), _decoded(match.group(2), params), params, group.lower())


def _decoded(value: bytes, params: Mapping[str, Sequence[str]]) -> str:
    encoding = next(iter(params.get("ENCODING", ())), "")
    if encoding == "quoted-printable":
        value = quopri.decodestring(value)
    elif encoding in ("b", "base64") and len(value) < 4000:
        try:
            value = base64.b64decode(re.sub(rb"\s", b"", value), validate=True)
        except binascii.Error:
            return ""
    charset = next(iter(params.get("CHARSET", ())), "utf-8")
    for one in (charset, "utf-8", "cp1252"):
        try:
            return value.decode(one)
        except (UnicodeDecodeError, LookupError):
            continue
    return value.decode("latin-1")


def unescaped(text: str) -> str:
    """``\\n`` is a line break, ``\\,`` a comma."""
    return re.sub(
        r"\\(.)", lambda match: "\n" if match.group(1) in "nN" else match.group(1), text, flags=re.DOTALL
    )
