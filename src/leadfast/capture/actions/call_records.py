"""Call records come in: kept as they came, then each becomes a call on a lead, a lead, or says why not."""

import datetime as dt
import hashlib
import itertools
import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from leadfast.capture import facts
from leadfast.capture.actions import call_ends, call_outcomes, call_states, waiting
from leadfast.capture.actions.call_outcomes import Line
from leadfast.capture.doors.calls import read
from leadfast.capture.doors.calls.record import Call
from leadfast.capture.errors import CallFileNotFound
from leadfast.capture.models import CallFile, CallRecord
from leadfast.foundation import clock, wake
from leadfast.foundation.contacts import clean_line
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.history import actions as history
from leadfast.people import erased
from leadfast.workspaces import guard, inserting
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

log = logging.getLogger(__name__)

# As the worker's timetable calls it.
SWEEP: Final = "capture.calls"
_AT_ONCE: Final = 1000
_AGAIN: Final = dt.timedelta(minutes=10)
# No zone is further ahead of another.
_AHEAD: Final = dt.timedelta(hours=26)
_TO_COME: Final = "It says that the call is yet to come; it stands here as of when its record came in."


def keep_calls(
    *,
    name: str,
    content: bytes,
    by: Actor,
    zone: str = "",
    recording_consent: str = "",
    feed_id: uuid.UUID | None = None,
) -> CallFile:
    """Keep call records as they came; a worker reads them. The same bytes again are the same file.

    ``zone``: of times that name none (default: the workspace's). ``recording_consent``: in which words callers
    are told that they are recorded; without them no recording is kept.
    """
    now = clock.now()
    digest = hashlib.sha256(content).digest()
    with guard.writing(by):
        row = CallFile(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            name=clean_line(name) or "Calls",
            content=content,
            digest=digest,
            feed_id=feed_id,
            member_id=by.member_id,
            zone=zone,
            recording_consent=clean_line(recording_consent, limit=300),
            received_at=now,
            due_at=now,
        )
        CallFile.objects.bulk_create([row], ignore_conflicts=True)
        wake.up(SWEEP)
        return CallFile.objects.defer("content").get(digest=digest)


def take_calls(*, file_id: uuid.UUID, by: Actor) -> CallFile:
    """Read a kept file to its end, a commit for every thousand records; from where it stands, if it stopped."""
    reading: Iterator[tuple[int, Call | str]] | None = None
    while True:
        with guard.scope(by.workspace_id):
            rows = CallFile.objects.select_for_update(no_key=True).filter(id=file_id)
            file = (rows if reading is None else rows.defer("content")).first()
            if file is None:
                raise CallFileNotFound
            if file.due_at is None:
                return file
            if reading is None:
                reading = _reading(file, by)
            if not _take_some(file, reading, by=by):
                return file


def push_away(*, workspace_id: uuid.UUID, file_id: uuid.UUID, as_of: dt.datetime) -> None:
    """A file that could not be read now is tried again later; the ones behind it go on."""
    with guard.scope(workspace_id):
        CallFile.objects.filter(id=file_id, due_at__isnull=False).update(due_at=as_of + _AGAIN)


def _reading(file: CallFile, by: Actor) -> Iterator[tuple[int, Call | str]]:
    """The records that have no outcome yet, numbered."""
    zone = workspaces.zone_of(workspaces.workspace(by.workspace_id))
    told_at = file.received_at if file.feed_id else None
    records = read.calls(
        bytes(file.content), zone=ZoneInfo(file.zone) if file.zone else zone, told_at=told_at
    )
    told = (_come_by(one, file.received_at) for one in records)
    return itertools.islice(enumerate(told, start=1), file.records_taken, None)


def _come_by(one: Call | str, received_at: dt.datetime) -> Call | str:
    """A call that is yet to come was made by a clock that is wrong: it stands where its record came in."""
    if isinstance(one, Call) and one.at and one.at > received_at + _AHEAD:
        return replace(one, at=received_at, odd=one.odd or _TO_COME)
    return one


def _take_some(file: CallFile, reading: Iterator[tuple[int, Call | str]], *, by: Actor) -> bool:
    """The next records of a file; is there more?"""
    some: list[tuple[int, Call | str]] = []
    try:
        some.extend(itertools.islice(reading, _AT_ONCE))
    except Refusal as refusal:
        file.refused = refusal.sentence
    rows, seen = _rows(file, some, by=by)
    waiting.ask_about_calls(rows, workspace_id=by.workspace_id, now=clock.now())
    inserting.insert(rows)
    file.records_taken += len(some)
    file.seen_before += seen
    more = len(some) == _AT_ONCE
    if not more:
        now = clock.now()
        file.due_at, file.read_at = None, now
        fact = facts.CallsRead(file.id, file.name, file.records_taken, file.seen_before)
        history.record(fact, by=by, at=now)
    fields = ["records_taken", "seen_before", "states_taken", "refused", "due_at", "read_at"]
    file.save(update_fields=fields)
    return more


def _rows(
    file: CallFile, some: Sequence[tuple[int, Call | str]], *, by: Actor
) -> tuple[list[CallRecord], int]:
    told = [Line(number, _key_of(file, number, one), one) for number, one in some]
    _as_erased(told)
    lines, again = call_states.keep(file, told, by=by)
    here = set(
        CallRecord.objects.filter(external_key__in=[line.key for line in lines]).values_list(
            "external_key", flat=True
        )
    )
    new: dict[str, Line] = {}
    for line in lines:
        if line.key not in here and (line.key not in new or line.is_answered):
            new[line.key] = line
    call_ends.take(file, [line for line in lines if line.key in here], by=by)
    return _settled(file, list(new.values()), by=by), again + len(lines) - len(new)


def _as_erased(lines: Sequence[Line]) -> None:
    """A call with somebody who was erased is known by a digest of its key."""
    told = {erased.key(line.key): line for line in lines}
    gone = CallRecord.objects.filter(external_key__in=told).values_list("external_key", flat=True)
    keys = {told[key].key: key for key in gone}
    for line in lines if keys else ():
        line.key = keys.get(line.key, line.key)


def conclude(*, state_id: uuid.UUID, by: Actor, as_of: dt.datetime) -> CallRecord | None:
    """Nobody told how this call ended: it is taken as it stands. None where it is over, or was told more of."""
    with guard.scope(by.workspace_id):
        found = call_states.unfinished(state_id=state_id, as_of=as_of)
        if found is None:
            return None
        state, file = found
        reading = read.calls(bytes(file.content), told_at=file.received_at)
        said = next(itertools.islice(reading, state.number - 1, None), None)
        if not isinstance(said, Call):
            return None
        line = Line(state.number, state.external_key, call_states.as_it_stands(said))
        rows = _settled(file, [line], by=by)
        waiting.ask_about_calls(rows, workspace_id=by.workspace_id, now=as_of)
        inserting.insert(rows)
        file.states_taken -= 1
        file.save(update_fields=["states_taken"])
    return rows[0]


def _settled(file: CallFile, lines: list[Line], *, by: Actor) -> list[CallRecord]:
    """Half by half where a batch fails, so that a record that cannot be taken takes no other with it."""
    if not lines:
        return []
    try:
        with transaction.atomic():
            return call_outcomes.settle(file, lines, by=by)
    except Exception as error:
        if len(lines) == 1:
            log.exception("A call record could not be taken", extra={"file": str(file.id)})
            why = error.sentence if isinstance(error, Refusal) else f"It could not be taken: {error}"
            return [
                call_outcomes.row(
                    file, Line(lines[0].number, lines[0].key, lines[0].said), outcome="waiting", why=why
                )
            ]
        log.warning("A batch of %s call records failed and is taken half by half: %s", len(lines), error)
        middle = len(lines) // 2
        fresh = [Line(line.number, line.key, line.said) for line in lines]
        return [*_settled(file, fresh[:middle], by=by), *_settled(file, fresh[middle:], by=by)]


def _key_of(file: CallFile, number: int, one: Call | str) -> str:
    if isinstance(one, Call):
        return one.key[:200]
    return f"none:{bytes(file.digest).hex()[:32]}:{number}"
