"""Reads what a telephone system hands over: a file of records, or one record as it is posted."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from leadfast.capture.doors.calls import payloads, tables
from leadfast.capture.doors.calls.errors import NoCalls
from leadfast.capture.doors.calls.record import Call, whole
from leadfast.capture.doors.spreadsheet import book, dates, text
from leadfast.capture.rules.found import Found
from leadfast.foundation.contacts import phone_shown
from leadfast.foundation.errors import Refusal

_LOOKED_AT: Final = 200
_SAID: Final = {
    "answered": "Talked", "missed": "Nobody answered", "busy": "Was busy", "voicemail": "Left a voicemail",
    "failed": "Did not get through",
}  # fmt: skip


def parse(raw: bytes, country: str) -> Sequence[Found]:  # noqa: ARG001 - numbers are read by whoever receives
    """Whoever was on the other side of each call; of a call inside the house, nobody."""
    found = [_found(one) for one in calls(raw) if isinstance(one, Call) and one.direction != "internal"]
    if not found:
        raise NoCalls
    return found


def calls(
    raw: bytes, *, zone: dt.tzinfo = dt.UTC, told_at: dt.datetime | None = None
) -> Iterator[Call | str]:
    """Every record in order: a call, or the reason why it is none. Refuses what holds no records.

    ``zone`` is where a table writes times that name none; ``told_at`` when something was posted that says no time.
    """
    known = payloads.read(raw, told_at=told_at)
    for one in known if known is not None else _table(raw, zone):
        yield whole(one) if isinstance(one, Call) else one


def is_mine(raw: bytes) -> bool:
    """Are these call records?"""
    if payloads.is_switch(raw):
        return True
    try:
        return any(isinstance(one, Call) for one in islice(calls(raw), _LOOKED_AT))
    except Refusal:
        return False


def _table(raw: bytes, zone: dt.tzinfo) -> Iterator[Call | str]:
    content = io.BytesIO(raw)
    if book.is_book(raw[:8]):
        rows: Iterator[list[str]] = chain.from_iterable(
            book.records(content, name) for name, height in book.sheets(content) if height
        )
        delimiter = ""
    else:
        encoding, delimiter = text.opened(content)
        rows = text.records(text.lines_of(content, encoding), delimiter)
    first = list(islice(rows, _LOOKED_AT))
    place = next((n for n, row in enumerate(first[:30]) if tables.is_calls(row)), None)
    if place is not None:
        header, of, system = first[place], tables.columns(first[place]), "table"
        body = first[place + 1 :]
        width = len(header)
    else:
        told = tables.without_header(first)
        if told is None:
            raise NoCalls
        system, of = told
        body, width = first, 0
    days = [row[of["start"]] for row in body if of["start"] < len(row)]
    months_first = dates.month_first(days)
    for cells in chain(body, rows):
        if width and len(cells) == 1 and delimiter:
            cells = text.unwrapped(cells, width=width, delimiter=delimiter)
        yield tables.read(cells, of, system=system, months_first=months_first, zone=zone)


def _found(call: Call) -> Found:
    length = f", {call.talked // 60}:{call.talked % 60:02} min" if call.talked else ""
    who = "They called" if call.direction == "in" else "We called" if call.direction == "out" else "A call"
    return Found(
        name=call.caller_name if call.direction != "out" else "",
        phones=(call.theirs,) if call.theirs else (),
        note=f"{who}. {_SAID[call.outcome]}{length}.",
        said_at=call.at,
        says_first=_says_first(call),
        asked=call.direction == "in",
    )


def _says_first(call: Call) -> str:
    """Whoever called in vain is called back; what else is to be done is not for a call to say."""
    if call.direction != "in" or call.outcome == "answered":
        return ""
    who = call.caller_name or phone_shown(call.theirs) or call.theirs
    return f"Call {who} back: they called and nobody answered"
