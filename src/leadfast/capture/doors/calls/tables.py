"""Tables of calls: with a header in any words, or without one, told by what stands in the cells. Pure."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from leadfast.capture.doors.calls.record import Call, direction_of, is_extension, key_of, outcome_of
from leadfast.capture.doors.spreadsheet import dates
from leadfast.capture.doors.spreadsheet.vocabulary import title_key

_CALLED_WORDS: Final = """
key uniqueid|unique id|uuid|call id|callid|call sid|sid|historyid|history id|call uuid|id|record id
key cdr id|linkedid
start start|start time|calldate|call time|call date|date|time start|starting date|start stamp
start date time|time|start date|timestamp|datum|zeit|anrufzeit|begin|setup time|start epoch
start call start|call start time|date created
answer answer|answer stamp|time answered|answered at|connect time|answer time|answersec
end end|end stamp|time end|end time|disconnect time
caller src|source|from|caller|caller id number|caller number|from no|from number|calling number|ani
caller caller id|a number|calling party|callerid|anrufer|von|origin|orig number|from caller id
name clid|caller id name|caller name|from dispname|name|callername
called dst|destination|to|called|destination number|called number|to no|to number|dialed number
called dnis|callee|b number|called party|angerufen|an|nach|ziel|dialled number|final number
seconds duration|total|totals|total duration|call duration|length|dauer|duration s|duration seconds
seconds total time
talked billsec|talking|talk time|talktime|talk duration|billable seconds|gesprachsdauer
talked conversation time|bill sec|talk
ringing ringing|ring time|waitsec|wait time|ring duration
words disposition|status|call status|state|result|hangup cause|reason|reason terminated|outcome
words call result|ergebnis
cause hangup cause id|hangup cause q850|cause code|q850|hangup code|release cause|cause
direction direction|call direction|type|call type|richtung|inbound outbound
extension extension|agent|user|nebenstelle|answered by|agent name|dispatched to
recording recording|recordingfile|recording url|recording file|record url|recordings
"""
_CALLED: Final = {
    title_key(word): line.partition(" ")[0]
    for line in _CALLED_WORDS.strip().splitlines()
    for word in line.partition(" ")[2].split("|")
}
_DISPOSITIONS: Final = frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION", "UNKNOWN"})
_CAUSES: Final = frozenset(range(1, 128)) | {0, 487, *range(500, 508), *range(600, 620)}
_UUID: Final = re.compile(
    r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^\d{9,11}\.\d+$", re.IGNORECASE
)
_NAMED_CAUSE: Final = re.compile(r"^[A-Z]{3,}(_[A-Z0-9]+)+$")
_MASTER: Final = (
    "account", "caller", "called", "context", "name", "channel", "far channel", "application", "application data",
    "start", "answer", "end", "seconds", "talked", "words", "flags", "key", "userfield", "sequence",
)  # fmt: skip
# As mod_cdr_csv writes them when nobody changed it.
_SWITCH: Final = (
    "name", "caller", "called", "context", "start", "answer", "end", "seconds", "talked", "words", "key",
    "far key", "account",
)  # fmt: skip


def columns(header: Sequence[str]) -> dict[str, int]:
    """Fields of a header; the first column of a kind counts."""
    found: dict[str, int] = {}
    for number, title in enumerate(header):
        field = _CALLED.get(title_key(title))
        if field and field not in found:
            found[field] = number
    return found


def is_calls(header: Sequence[str]) -> bool:
    """Do these headers name two sides and a time?"""
    named = columns(header)
    effort = {"seconds", "talked", "words", "cause", "ringing"} & named.keys()
    return {"caller", "called", "start"} <= named.keys() and bool(effort)


def without_header(rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, int]] | None:
    """The system and the columns of a table that begins with its first call; None when these are no calls."""
    full = [row for row in rows if any(cell.strip() for cell in row)]
    if not full:
        return None
    if _share(full, lambda row: len(row) > 14 and row[14].strip() in _DISPOSITIONS) > 0.4:
        return "asterisk", {name: n for n, name in enumerate(_MASTER)}
    if (
        _share(
            full,
            lambda row: (
                len(row) > 10 and bool(_NAMED_CAUSE.match(row[9].strip()) and _UUID.match(row[10].strip()))
            ),
        )
        > 0.4
    ):
        return "freeswitch", {name: n for n, name in enumerate(_SWITCH)}
    return _by_cells(full)


def read(
    cells: Sequence[str],
    of: Mapping[str, int],
    *,
    system: str,
    months_first: bool = False,
    zone: dt.tzinfo = dt.UTC,
) -> Call | str:
    """A call, or why the row is none. ``zone``: of times that name none."""

    def cell(field: str) -> str:
        number = of.get(field)
        return cells[number].strip() if number is not None and number < len(cells) else ""

    if not any(text.strip() for text in cells):
        return "An empty row."
    caller, called = _number(cell("caller")), _number(cell("called"))
    name = _name(cell("name") or cell("caller"))
    if is_extension(caller) and (told := re.search(r"<\+?(\d{6,})>", cell("name"))):
        caller = told.group(1)
    at = dates.moment(_timed(cell("start")), months_first=months_first, zone=zone)
    if not caller and not called:
        return "Neither side has a number."
    if at is None:
        return "The time of the call cannot be read."
    seconds, talked = seconds_of(cell("seconds")), seconds_of(cell("talked"))
    ringing = seconds_of(cell("ringing")) or 0
    if seconds is None and cell("seconds") and "talked" not in of:
        return "The length of the call cannot be read."
    words = cell("words")
    cause = int(cell("cause")) if cell("cause").isdigit() else None
    if talked is None:
        # Systems that count only the whole of a call count from the answer.
        answered = outcome_of(words=words, cause=cause, talked=1) == "answered" and bool(words)
        talked = (seconds or 0) if answered else 0
    outcome = outcome_of(words=words, cause=cause, talked=talked)
    direction = direction_of(cell("direction"), caller, called)
    return Call(
        key=key_of(system, cell("key"), [text.strip() for text in cells]), at=at, caller=caller, called=called,
        outcome=outcome, direction=direction, caller_name=name,
        seconds=seconds if seconds is not None else talked + ringing,
        talked=talked, extension=cell("extension") or next((n for n in (caller, called) if is_extension(n)), ""),
        recording=cell("recording"), odd=_odd(seconds, talked, outcome, at),
    )  # fmt: skip


def seconds_of(text: str) -> int | None:
    """``93``, ``1:33``, ``00:01:33``, ``1m 33s``."""
    text = text.strip().strip('"')
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return int(float(text))
    if re.fullmatch(r"\d+(:\d{1,2}){1,2}(\.\d+)?", text):
        total = 0
        for part in text.split(".")[0].split(":"):
            total = total * 60 + int(part)
        return total
    parts = re.findall(r"(\d+)\s*([hms])", text.casefold())
    return sum(int(n) * {"h": 3600, "m": 60, "s": 1}[unit] for n, unit in parts) if parts else None


def _odd(seconds: int | None, talked: int, outcome: str, at: dt.datetime) -> str:
    if seconds is not None and talked > seconds:
        return "It says that more was talked than the call lasted."
    if outcome == "answered" and talked == 0 and (seconds or 0) == 0:
        return "It says that somebody answered a call of no length."
    if at.year < 1990:
        return "It says that the call was before there were such systems."
    return ""


def _by_cells(rows: Sequence[Sequence[str]]) -> tuple[str, dict[str, int]] | None:
    """A bare table: each column by what all of its cells are."""
    width = min(len(row) for row in rows)
    cells = [[row[n].strip() for row in rows] for n in range(width)]

    def every(column: Sequence[str], test: Callable[[str], bool]) -> bool:
        filled = [cell for cell in column if cell]
        return bool(filled) and sum(map(test, filled)) >= 0.9 * len(filled)

    found: dict[str, int] = {}
    numbers: list[int] = []
    counts: list[int] = []
    for n, column in enumerate(cells):
        if "key" not in found and every(column, lambda cell: bool(_UUID.match(cell))):
            found["key"] = n
        elif every(column, lambda cell: bool(re.fullmatch(r"1[0-9]{9}", cell))) or every(
            column, lambda cell: dates.moment(cell) is not None
        ):
            found.setdefault("start", n)
        elif every(column, lambda cell: bool(re.fullmatch(r"\+?[\d\s()-]{6,16}", cell))):
            numbers.append(n)
        elif every(
            column, lambda cell: bool(re.search(r"^(in|out)(bound|going|coming)$", cell, re.IGNORECASE))
        ):
            found["direction"] = n
        elif every(column, str.isdigit):
            counts.append(n)
        elif (
            "name" not in found
            and every(column, lambda cell: any(c.isalpha() for c in cell))
            and not numbers[1:]
        ):
            found.setdefault("name", n)
    if len(numbers) < 2 or "start" not in found:
        return None
    found["caller"], found["called"] = numbers[:2]
    pair = next(
        ((a, b) for a in counts for b in counts if a != b and a < b
         and all(int(row[b].strip() or 0) <= int(row[a].strip() or 0) for row in rows)), None,
    )  # fmt: skip
    if pair:
        found["seconds"], found["talked"] = pair
    elif counts:
        found["seconds"] = counts[0]
    left = [n for n in counts if n not in (pair or ())]
    cause = next((n for n in left if every(cells[n], lambda cell: int(cell) in _CAUSES)), None)
    if cause is not None and pair:
        found["cause"] = cause
    return "table", found


def _share(rows: Sequence[Sequence[str]], test: Callable[[Sequence[str]], bool]) -> float:
    return sum(map(test, rows)) / len(rows)


def _timed(text: str) -> str:
    """A time as databases write it: with an offset of whole hours, or as seconds with a fraction."""
    told = re.fullmatch(r"(\d{10})\.\d+", text)
    return told.group(1) if told else re.sub(r"(:\d{2}(?:\.\d+)?\s?[+-]\d{2})$", r"\1:00", text)


def _number(text: str) -> str:
    told = re.search(r"<([^>]*)>|\(([+\d\s-]{3,})\)\s*$", text)
    number = (told.group(1) or told.group(2)) if told else text
    return re.sub(r"^(sip|tel|whatsapp|client):|@.*$", "", number.strip()).strip().strip('"')


def _name(text: str) -> str:
    name = re.sub(r"<[^>]*>|\([+\d\s-]*\)", "", text).strip().strip('"').strip()
    return "" if re.fullmatch(r"[+\d\s().-]*", name) else name
