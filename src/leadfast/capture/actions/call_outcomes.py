"""What becomes of call records: many at once, inside the caller's transaction."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from leadfast.capture.actions import receiving
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.doors.calls.record import Call
from leadfast.capture.models import Arrival, CallFile, CallRecord, Recording
from leadfast.capture.reads import calls as reads
from leadfast.capture.rules import lines as rules
from leadfast.capture.rules.lines import Sides
from leadfast.conversations.actions import calling
from leadfast.conversations.actions.calling import Recorded
from leadfast.foundation import clock
from leadfast.foundation.contacts import phone_key
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import inserting
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

# A call of today is answered as one; an older one is history, and whoever called is on somebody's list.
_FRESH: Final = dt.timedelta(hours=24)
_KEPT_FOR: Final = dt.timedelta(days=90)
_OUTCOMES: Final = {"answered": "reached", "voicemail": "voicemail"}
_WITHHELD: Final = "They withheld their number, so nobody can be called back."
_SERVICE: Final = "A number of the telephone system itself."
NOT_KEPT: Final = "Its recording was not kept: no consent is recorded."
_NOBODY: Final = "Nobody we know has this number."


@dataclass(slots=True, eq=False)
class Line:
    """One record on its way: what it says, whose it is, and what becomes of it."""

    number: int
    key: str
    said: Call | str
    sides: Sides = field(default_factory=Sides)
    member_id: uuid.UUID | None = None
    outcome: str = ""
    why: str = ""
    lead_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    call_id: uuid.UUID | None = None
    arrival_id: uuid.UUID | None = None
    # Further records of the same call.
    legs: list["Line"] = field(default_factory=list)
    opened_at: dt.datetime | None = None

    @property
    def call(self) -> Call:
        """The call that it is."""
        assert isinstance(self.said, Call)
        return self.said

    @property
    def is_answered(self) -> bool:
        """Does it say that somebody was spoken to?"""
        return isinstance(self.said, Call) and self.said.is_over and self.said.outcome == "answered"

    @property
    def until(self) -> dt.datetime:
        """When it ended."""
        assert self.call.at is not None
        return rules.seconds_long(self.call.at, max(self.call.seconds, self.call.talked))

    @property
    def best(self) -> str:
        """What it came to, all legs together."""
        return rules.best_of([self.call.outcome, *(leg.call.outcome for leg in self.legs)])


def settle(file: CallFile, lines: Sequence[Line], *, by: Actor) -> list[CallRecord]:
    """The rows of these records, each with its outcome; calls, leads and steps are written."""
    now = clock.now()
    country = workspaces.workspace(by.workspace_id).country
    calls = _with_sides(lines, country, by)
    mains = _without_legs(calls)
    known = reads.on_the_line(by.workspace_id, {line.sides.theirs for line in mains})
    arriving: list[Line] = []
    for line in mains:
        who = known.get(line.sides.theirs)
        if who is not None and (who.is_open or not line.sides.incoming):
            line.outcome, line.lead_id, line.person_id = "matched", who.lead_id, who.person_id
        elif line.sides.incoming:
            arriving.append(line)
        else:
            line.outcome, line.why = "unmatched", _NOBODY
    _receive(arriving, by=by, now=now)
    on_leads = [line for line in mains if line.lead_id is not None and line.call_id is None]
    ids = calling.take_records(recorded=[_recorded(line) for line in on_leads], by=by)
    for line, call_id in zip(on_leads, ids, strict=True):
        line.call_id = call_id
    for line in mains:
        for leg in line.legs:
            leg.outcome, leg.lead_id, leg.call_id = line.outcome, line.lead_id, line.call_id
            leg.why = line.why or "One of several records of the same call."
    without = record(file, mains, by=by, now=now)
    rows = [row(file, line, outcome=line.outcome, why=line.why) for line in lines]
    for one in rows:
        if one.external_key in without:
            one.odd = one.odd or NOT_KEPT
    return rows


def row(file: CallFile, line: Line, *, outcome: str, why: str) -> CallRecord:
    """A record as it is written down."""
    said = line.said if isinstance(line.said, Call) else None
    sides = line.sides
    return CallRecord(
        id=uuid7(),
        workspace_id=file.workspace_id,
        file_id=file.id,
        number=line.number,
        external_key=line.key,
        at=said.at if said else None,
        direction=("in" if sides.incoming else "out") if sides.theirs else (said.direction if said else ""),
        theirs=(sides.theirs or (said.theirs if said else ""))[:40],
        ours=sides.ours[:40],
        their_name=said.caller_name[:200] if said else "",
        said=said.outcome if said else "",
        seconds=_count(said.seconds) if said else 0,
        talked=_count(said.talked) if said else 0,
        odd=said.odd[:200] if said else "",
        member_id=line.member_id,
        outcome=outcome,
        why=why[:300],
        lead_id=line.lead_id,
        call_id=line.call_id,
        arrival_id=line.arrival_id,
        settled_by_id=None,
    )


def _with_sides(lines: Sequence[Line], country: str, by: Actor) -> list[Line]:
    """Which side is ours; what cannot be a call with anybody is ignored with its reason."""
    ours = reads.numbers_of_members(country)
    keyed: dict[int, tuple[str, str]] = {}
    for line in lines:
        if isinstance(line.said, Call):
            keyed[line.number] = (_key(line.said.caller, country), _key(line.said.called, country))
    unclear = {key for pair in keyed.values() for key in pair if key.startswith("+")}
    known = reads.on_the_line(by.workspace_id, unclear)
    calls: list[Line] = []
    for line in lines:
        if not isinstance(line.said, Call):
            line.outcome, line.why = "ignored", line.said
            continue
        caller, called = keyed[line.number]
        line.sides = rules.sides(
            caller=caller, called=called, direction=line.said.direction, ours=ours, known=known
        )
        line.member_id = ours.get(line.said.extension) or ours.get(line.sides.ours)
        if line.sides.why:
            line.outcome, line.why = "ignored", line.sides.why
        elif not line.sides.theirs.startswith("+"):
            line.outcome, line.why = "ignored", _WITHHELD if line.sides.incoming else _SERVICE
        else:
            calls.append(line)
    return calls


def _without_legs(calls: Sequence[Line]) -> list[Line]:
    """One line for each call; its further records become its legs, or those of a call that is here already."""
    if not calls:
        return []
    ordered = sorted(calls, key=lambda line: line.call.at or clock.now())
    moments = [line.call.at for line in ordered if line.call.at]
    here = reads.on_leads({line.sides.theirs for line in ordered}, min(moments), max(moments))
    mains: list[Line] = []
    open_call: dict[tuple[str, bool], tuple[Line, dt.datetime]] = {}
    for line in ordered:
        assert line.call.at is not None
        which = (line.sides.theirs, line.sides.incoming)
        before = open_call.get(which)
        if before is not None and rules.same_leg(at=line.call.at, until=before[1]):
            before[0].legs.append(line)
            before[0].member_id = (
                before[0].member_id if before[0].call.outcome == "answered" else line.member_id
            )
            open_call[which] = (before[0], max(before[1], line.until))
            continue
        if _belongs_to_one_here(line, here):
            continue
        mains.append(line)
        open_call[which] = (line, line.until)
    return mains


def _belongs_to_one_here(line: Line, here: Mapping[str, Sequence[CallRecord]]) -> bool:
    """A leg of a call that came before: it adds nothing, unless it was the one that was answered."""
    at = line.call.at
    for one in here.get(line.sides.theirs, ()):
        same_way = one.direction == ("in" if line.sides.incoming else "out")
        if one.at is None or at is None or not same_way:
            continue
        until = rules.seconds_long(one.at, one.seconds)
        overlaps = one.at <= line.until and rules.same_leg(at=at, until=until)
        if overlaps and (line.call.outcome != "answered" or one.said == "answered"):
            line.outcome, line.lead_id, line.call_id = "matched", one.lead_id, one.call_id
            line.why = "One of several records of the same call."
            return True
    return False


def _receive(arriving: Sequence[Line], *, by: Actor, now: dt.datetime) -> None:
    """Whoever called and is not known, or was closed, comes in through the door like everybody else."""
    if not arriving:
        return
    incoming = [
        Incoming(
            door="calls",
            external_key=line.key,
            raw=_raw(line),
            original_at=line.call.at,
            fresh=bool(line.call.at and now - line.call.at < _FRESH),
            source="Phone",
        )
        for line in arriving
    ]
    for line, received in zip(arriving, receiving.receive(incoming=incoming, by=by), strict=True):
        arrival: Arrival = received.arrival
        line.arrival_id, line.person_id = arrival.id, arrival.person_id
        if arrival.settlement in ("created", "joined"):
            line.outcome, line.lead_id, line.opened_at = arrival.settlement, arrival.lead_id, now
        else:
            line.outcome, line.why = "waiting", arrival.why or "It waits for a person among the arrivals."


def _recorded(line: Line) -> Recorded:
    assert line.lead_id is not None
    assert line.call.at is not None
    return Recorded(
        key=line.key,
        lead_id=line.lead_id,
        person_id=line.person_id,
        member_id=line.member_id,
        at=line.call.at,
        ended_at=line.until,
        incoming=line.sides.incoming,
        outcome=_OUTCOMES.get(line.best, "no_answer"),
        number=line.sides.theirs,
        opened_at=line.opened_at,
    )


def record(file: CallFile, mains: Sequence[Line], *, by: Actor, now: dt.datetime) -> set[str]:
    """Recordings are kept where consent is; the keys of the records whose recording was not."""
    without: set[str] = set()
    rows: list[Recording] = []
    for line in mains:
        link = next((one.call.recording for one in (line, *line.legs) if one.call.recording), "")
        if not link or line.call_id is None:
            continue
        if not file.recording_consent:
            without.add(line.key)
            continue
        rows.append(
            Recording(
                id=uuid7(now),
                workspace_id=by.workspace_id,
                call_id=line.call_id,
                link=link[:1000],
                consent=file.recording_consent,
                kept_at=now,
                expires_at=now + _KEPT_FOR,
                removed_at=None,
            )
        )
    inserting.insert_missing(rows)
    return without


def _raw(line: Line) -> bytes:
    call = line.call
    told = {
        "id": line.key,
        "start": call.at.isoformat() if call.at else "",
        "from": line.sides.theirs,
        "to": line.sides.ours or call.called,
        "direction": "inbound",
        "status": line.best,
        "duration": str(_count(call.seconds)),
        "callername": call.caller_name,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _key(number: str, country: str) -> str:
    """E.164 where it can be one; an extension as it is written."""
    if len([c for c in number if c.isdigit()]) <= 5 and not number.startswith("+"):
        return number
    return phone_key(number, country=country) or number


def _count(seconds: int) -> int:
    return max(0, min(seconds, 2**31 - 1))
