"""What a telephone system tells of a call while it goes on: every state is kept, and none moves a call back."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.db.models import Min

from leadfast.capture.actions.call_outcomes import Line
from leadfast.capture.doors.calls.record import Call
from leadfast.capture.models import CallFile, CallRecord, CallState
from leadfast.foundation.ids import uuid7
from leadfast.workspaces import guard, inserting
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.sweeping import Due

# So long a telephone rings, or people talk, before we take it that the end was never told.
_RINGS_FOR: Final = dt.timedelta(minutes=10)
_TALKS_FOR: Final = dt.timedelta(hours=4)
_AGAIN: Final = dt.timedelta(hours=1)
# A state that was told longer before the end than this belongs to no call that anybody made.
_ONE_CALL: Final = dt.timedelta(hours=24)
_TALKED_ON: Final = "in-progress"
NOT_TOLD: Final = "How it ended was never told."


def keep(file: CallFile, lines: Sequence[Line], *, by: Actor) -> tuple[list[Line], int]:
    """Keep every state among these; gives back those that are over, and how many states were here before.

    Inside the transaction that takes the file.
    """
    told = {line for line in lines if isinstance(line.said, Call) and line.said.state and line.said.at}
    if not told:
        return list(lines), 0
    keys = {line.key for line in told}
    over = _over(keys) | {line.key for line in told if line.call.is_over}
    rows = [_row(file, line, is_past=line.key in over, by=by) for line in lines if line in told]
    new = inserting.insert_missing(rows)
    # What is told later stands for the call; once it is over nothing is waited for.
    CallState.objects.filter(external_key__in=over, due_at__isnull=False).update(due_at=None)
    going_on = [row for row in rows if not row.is_over]
    file.states_taken += sum(row.id in new for row in going_on)
    _ask_latest({row.external_key for row in going_on} - over)
    rest = [line for line in lines if line not in told or line.call.is_over]
    return _from_their_beginning(rest), sum(row.id not in new for row in going_on)


def unfinished(*, state_id: uuid.UUID, as_of: dt.datetime) -> tuple[CallState, CallFile] | None:
    """A call whose end is overdue, with what told of it; None where it is over by now. It is waited for no more."""
    rows = CallState.objects.select_for_update(no_key=True)
    state = rows.filter(id=state_id, due_at__lte=as_of).first()
    if state is None:
        return None
    CallState.objects.filter(external_key=state.external_key, due_at__isnull=False).update(due_at=None)
    if CallRecord.objects.filter(external_key=state.external_key).exists():
        return None
    return state, CallFile.objects.select_for_update(no_key=True).get(id=state.file_id)


def as_it_stands(call: Call) -> Call:
    """The call as its last state leaves it: talked on, or rung in vain."""
    outcome = "answered" if call.state == _TALKED_ON else "missed"
    return replace(call, outcome=outcome, odd=NOT_TOLD)  # type: ignore[arg-type]


def push_away(row: Due, *, as_of: dt.datetime) -> None:
    """A call that could not be concluded now is tried again later."""
    with guard.scope(row.workspace_id):
        CallState.objects.filter(id=row.id, due_at__isnull=False).update(due_at=as_of + _AGAIN)


def _row(file: CallFile, line: Line, *, is_past: bool, by: Actor) -> CallState:
    call = line.call
    at = call.told_at or call.at
    assert at is not None
    waits = _TALKS_FOR if call.state == _TALKED_ON else _RINGS_FOR
    return CallState(
        id=uuid7(),
        workspace_id=by.workspace_id,
        file_id=file.id,
        number=line.number,
        external_key=line.key,
        state=call.state,
        at=at,
        is_over=call.is_over,
        due_at=None if call.is_over or is_past else max(at, file.received_at) + waits,
    )


def _over(keys: set[str]) -> set[str]:
    """Those of these calls that are over already: what comes late changes nothing about them."""
    records = CallRecord.objects.filter(external_key__in=keys)
    return set(records.values_list("external_key", flat=True))


def _ask_latest(keys: set[str]) -> None:
    """One state of each call is waited on: the furthest one, whatever came in which order."""
    if not keys:
        return
    states: dict[str, list[CallState]] = defaultdict(list)
    for state in CallState.objects.filter(external_key__in=keys, is_over=False, due_at__isnull=False):
        states[state.external_key].append(state)
    older = [
        state.id
        for several in states.values()
        for state in sorted(several, key=lambda one: (one.state == _TALKED_ON, one.at, one.id))[:-1]
    ]
    if older:
        CallState.objects.filter(id__in=older).update(due_at=None)


def _from_their_beginning(lines: Sequence[Line]) -> list[Line]:
    """A call that was told of before it was over began with its first state."""
    keys = [line.key for line in lines if isinstance(line.said, Call) and line.said.state]
    if not keys:
        return list(lines)
    rows = CallState.objects.filter(external_key__in=keys).values_list("external_key").annotate(Min("at"))
    began = dict(rows)
    for line in lines:
        first = began.get(line.key)
        call = line.said
        if isinstance(call, Call) and call.at and first and first < call.at <= first + _ONE_CALL:
            ended = max(call.told_at or call.at, call.at)
            line.said = replace(call, at=first, seconds=int((ended - first).total_seconds()))
    return list(lines)
