"""From single facts to days that can be read: what followed from something stands folded below it. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from leadfast.web.lead.entries import Day, Entry, Line

#: Small things so close to each other are one moment.
MOMENT: Final = dt.timedelta(minutes=2)
#: A mail is read within minutes of its arrival, and only then is anything done about it.
FOLLOWS: Final = dt.timedelta(minutes=20)
#: In this order they stand in the folded line, after whose turn it is.
_ORDER: Final = (
    "turn", "stage_reached", "bounced", "opted_out", "complaint_received", "cadence_ended",
    "cadence_started", "mail_insured", "step_done", "step_scheduled", "touch_planned", "step_cancelled",
    "participant_joined", "lead_edited", "pledge_made",
)  # fmt: skip
_TURNS: Final = ("turn_taken", "turn_given")
#: How several of one kind are told together.
_MANY: Final = {
    "step_scheduled": "{n} steps planned",
    "touch_planned": "the assistant planned {n} touches",
    "step_cancelled": "{n} planned steps taken back",
    "step_done": "{n} steps done",
    "cadence_ended": "{n} follow-ups stopped",
    "cadence_started": "{n} follow-ups planned",
    "participant_joined": "{n} more take part",
    "pledge_made": "{n} promises noted",
}
#: What a mail itself tells already: of a mail that is there, the fact is small print.
_ECHOES: Final = ("bounced", "opted_out", "complaint_received", "pledge_made", "lead_edited")
#: Whoever called, wrote or was there has done the step that said so.
_EFFORTS: Final = ("call", "text", "visit", "message_out")


def by_day(entries: Sequence[Entry], zone: dt.tzinfo) -> list[Day]:
    """The entries, oldest first, in days; small things are folded into one line of their moment."""
    gathered = gather(entries, zone)
    return [
        Day(found[0].at, found)
        for _, among in groupby(gathered, lambda entry: entry.at.astimezone(zone).date())
        if (found := list(among))
    ]


def gather(entries: Sequence[Entry], zone: dt.tzinfo) -> list[Entry]:
    """Each small thing goes to what it followed from, else to the others of its moment."""
    gathered: list[Entry] = []
    for entry in _in_order(entries):
        last = gathered[-1] if gathered else None
        if last is None or not _is_small(entry, last) or not _same_moment(last, entry, zone):
            alone = (entry.own,) if entry.shape == "minor" and entry.own else ()
            gathered.append(replace(entry, lines=alone))
        elif entry.own and not _is_told(last, entry.own):
            gathered[-1] = replace(last, lines=(*last.lines, entry.own))
    return [_folded(entry) for entry in gathered]


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    """By their minute; within it what somebody did stands before what followed from it."""
    return sorted(
        entries,
        key=lambda entry: (entry.at.replace(second=0, microsecond=0), entry.shape == "minor", entry.at),
    )


def _is_small(entry: Entry, last: Entry) -> bool:
    echoes = entry.kind in _ECHOES and last.shape == "message"
    return entry.own is not None and (entry.shape == "minor" or echoes)


def _same_moment(last: Entry, entry: Entry, zone: dt.tzinfo) -> bool:
    if entry.at.astimezone(zone).date() != last.at.astimezone(zone).date():
        return False
    # A line of small print that began alone does not collect the afternoon.
    within = MOMENT if last.shape == "minor" else FOLLOWS
    return entry.at - last.at <= within


def _is_told(last: Entry, line: Line) -> bool:
    if line.kind == "step_done" and last.kind in _EFFORTS:
        return True
    return any((line.title, line.words) == (known.title, known.words) for known in last.lines)


def _folded(entry: Entry) -> Entry:
    if len(entry.lines) < 2:
        return entry
    said = folded(entry.lines)
    return replace(entry, folded=said[:1].upper() + said[1:])


def folded(lines: Iterable[Line]) -> str:
    """One sentence for all of them: ``Our turn · follow-up stopped · 4 planned steps taken back``."""
    found = sorted(lines, key=_place)
    turns = [line for line in found if line.kind in _TURNS]
    # The turn that stands in the end is the one that counts; it says until when the assistant waits.
    left_out = {"touch_planned"} if turns and turns[-1].kind == "turn_given" else set()
    found = [line for line in found if line.kind not in left_out and (line not in turns or line is turns[-1])]
    counted = Counter(line.kind for line in found)
    said: list[str] = []
    for line in found:
        many = counted[line.kind] > 1 and line.kind in _MANY
        said.append(_MANY[line.kind].format(n=counted[line.kind]) if many else line.short)
    return " · ".join(dict.fromkeys(said))


def _place(line: Line) -> tuple[int, dt.datetime]:
    if line.kind in _TURNS:
        return 0, line.at
    return (_ORDER.index(line.kind) if line.kind in _ORDER else len(_ORDER)), line.at
