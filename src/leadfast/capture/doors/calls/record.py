"""One call, whoever recorded it. Pure."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

Direction = Literal["in", "out", "internal", ""]
Outcome = Literal["answered", "missed", "busy", "voicemail", "failed"]

# Q.850, as telephone systems number it; whatever else ended before anybody spoke has failed.
_BUSY: Final = frozenset({17})
_MISSED: Final = frozenset({16, 18, 19, 20, 31, 102, 487, 602, 607})
_REJECTED: Final = frozenset({21})

_TEXTS: Final = ("key", "caller", "called", "caller_name", "extension", "recording", "odd", "state")
_FIRST_YEAR: Final = 1970
_LAST_YEAR: Final = 2199
_LONGEST: Final = 2**31 - 1
# In the order in which a call goes through them; any other state is its end.
UNDER_WAY: Final = ("queued", "initiated", "dialing", "ringing", "in-progress")

_WORDS: Final[tuple[tuple[re.Pattern[str], Outcome], ...]] = (
    (re.compile(r"voice ?mail|mailbox|machine", re.IGNORECASE), "voicemail"),
    (
        re.compile(
            r"no.?answer|unanswered|not answered|missed|abandon|no.?user|cancel|ring.?no|timeout|waiting|verpasst|"
            r"nicht angenommen|absent|declined|rejected|redirected",
            re.IGNORECASE,
        ),
        "missed",
    ),
    (re.compile(r"busy|besetzt|occup|ocupad", re.IGNORECASE), "busy"),
    (re.compile(r"fail|congest|error|invalid|unalloc|no.?route|barred|unavail|out.?of.?order", re.I), "failed"),
    (
        re.compile(r"answer|complet|connect|normal|talk|success|angenommen|in.?progress|clearing|terminated", re.I),
        "answered",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """A call, or a leg of one. ``key`` is the same whenever the same record comes again."""

    key: str
    at: dt.datetime | None
    caller: str
    called: str
    outcome: Outcome
    direction: Direction = ""
    caller_name: str = ""
    # Whole seconds from the first ring, and of talk.
    seconds: int = 0
    talked: int = 0
    # Our side, where the record names it.
    extension: str = ""
    recording: str = ""
    # What looks wrong in the record; it is kept all the same.
    odd: str = ""
    # Where a call is told in each of its states: which one, and when it was told.
    state: str = ""
    told_at: dt.datetime | None = None

    @property
    def is_over(self) -> bool:
        """Is this what became of it? A call that rings or is talked on becomes something later."""
        return self.state not in UNDER_WAY

    @property
    def theirs(self) -> str:
        """The number on the other side: who called us, or whom we called."""
        return self.called if self.direction == "out" else self.caller


def whole(call: Call) -> Call | str:
    """The same in UTC, without what no database keeps (NUL, half a character); a time that is none is a reason."""
    if call.at is None or not _FIRST_YEAR <= call.at.year <= _LAST_YEAR:
        return "The time of the call cannot be read."
    torn: dict[str, Any] = {
        name: text.replace("\0", "").encode("utf-8", "replace").decode()
        for name in _TEXTS
        if "\0" in (text := getattr(call, name)) or not (text.isascii() or text.isprintable())
    }
    if call.at.tzinfo is not dt.UTC:
        # From here on moments are counted with: clocks on a wall jump twice a year.
        torn["at"] = call.at.astimezone(dt.UTC)
    torn |= {name: _LONGEST for name in ("seconds", "talked") if getattr(call, name) > _LONGEST}
    return replace(call, **torn) if torn else call


def outcome_of(*, words: str, cause: int | None, talked: int) -> Outcome:
    """By the system's own word; else by the cause of hanging up and whether anybody talked."""
    for pattern, outcome in _WORDS:
        if words and pattern.search(words):
            # "Normal clearing" without a second of talk is somebody who gave up waiting.
            quiet = (
                outcome == "answered"
                and talked == 0
                and re.search(r"normal|clearing|terminated", words, re.IGNORECASE)
            )
            return "missed" if quiet else outcome
    if cause in _BUSY:
        return "busy"
    if talked > 0:
        return "answered"
    if cause is None or cause in _MISSED or cause in _REJECTED:
        return "missed"
    return "failed"


def direction_of(words: str, caller: str, called: str) -> Direction:
    """By the system's word; else a short number is one of ours."""
    text = words.casefold()
    if re.search(r"^in|inbound|incoming|eingehend|entrant|entrada|terminating", text):
        return "internal" if "internal" in text or text.startswith("intern") else "in"
    if re.search(r"^out|outbound|outgoing|ausgehend|sortant|salida|originating", text):
        return "out"
    ours, theirs = is_extension(caller), is_extension(called)
    if ours and theirs:
        return "internal"
    if ours != theirs:
        return "out" if ours else "in"
    return ""


def is_extension(number: str) -> bool:
    """A number inside the house: few digits, or a word."""
    digits = re.sub(r"\D", "", number)
    return bool(number) and not number.startswith("+") and len(digits) <= 5


def key_of(system: str, known_as: str, record: Mapping[str, object] | list[str]) -> str:
    """A record's own number, and what stands in it: one call has several legs under one number."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{system}:{known_as}:{digest[:24]}"[:200]
