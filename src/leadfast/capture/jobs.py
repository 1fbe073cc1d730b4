"""Sweeps: files that go on, and arrivals that nothing has read because a crash lay between."""

import datetime as dt
import logging
import uuid

from leadfast.capture.actions import (
    call_records,
    call_states,
    card_readings,
    expecting,
    importing,
    mail_in,
    probes_under_way,
    probing,
    receiving,
    waiting,
    watching,
)
from leadfast.capture.actions import (
    recordings as recorded,
)
from leadfast.capture.actions.opened import Opened
from leadfast.foundation import clock, stopping
from leadfast.workspaces import actor, guard, sweeping
from leadfast.workspaces.sweeping import Due, Outcome, Poison

log = logging.getLogger(__name__)

# Unread for this long is not work in progress any more.
UNREAD_AFTER = dt.timedelta(minutes=5)

# Chunks of one file before the next file's: some ten seconds.
_TURN = 8

_UPLOADS = """
SELECT workspace_id, id FROM capture_upload
WHERE due_at <= %(as_of)s ORDER BY due_at LIMIT 20
"""
_UNREAD = """
SELECT workspace_id, id FROM capture_arrival AS arrival
WHERE settlement = 'waiting' AND read_at IS NULL AND arrived_at <= %(before)s
  -- The photo of a card has a sweep of its own, which gives up by itself.
  AND NOT EXISTS (
    SELECT FROM capture_cardreading AS card
    WHERE card.workspace_id = arrival.workspace_id AND card.arrival_id = arrival.id AND card.due_at IS NOT NULL)
ORDER BY arrived_at LIMIT 500
"""
_WAITING = """
SELECT workspace_id, id FROM capture_arrival
WHERE settlement = 'waiting' AND due_at <= %(as_of)s ORDER BY due_at LIMIT 500
"""
_CALLS_WAITING = """
SELECT workspace_id, id FROM capture_callrecord WHERE due_at <= %(as_of)s ORDER BY due_at LIMIT 500
"""
_CARDS = """
SELECT workspace_id, id FROM capture_cardreading WHERE due_at <= %(as_of)s ORDER BY due_at LIMIT 20
"""
_MAILS = """
SELECT workspace_id, id FROM mail_fetchedmessage
WHERE read_at IS NULL AND from_anybody AND due_at <= %(as_of)s ORDER BY due_at LIMIT 200
"""
_CALLS = """
SELECT workspace_id, id FROM capture_callfile WHERE due_at <= %(as_of)s ORDER BY due_at LIMIT 100
"""
_UNFINISHED = """
SELECT workspace_id, id FROM capture_callstate WHERE due_at <= %(as_of)s ORDER BY due_at LIMIT 500
"""
_RECORDINGS = """
SELECT workspace_id, id FROM capture_recording WHERE expires_at <= %(as_of)s ORDER BY expires_at LIMIT 1000
"""
_EXPECTED = """
SELECT workspace_id, id FROM capture_expected WHERE chase_at <= %(as_of)s ORDER BY chase_at LIMIT 500
"""
_PROBES = """
SELECT workspace_id, id FROM capture_probe WHERE due_at <= %(as_of)s ORDER BY due_at LIMIT 200
"""
_WORKSPACES = "SELECT id, id FROM workspaces_workspace ORDER BY id"
_SILENT = """
SELECT workspace_id, id FROM capture_source WHERE watched_until <= %(as_of)s ORDER BY watched_until LIMIT 500
"""


def uploads(*, as_of: dt.datetime) -> Outcome:
    """Let the rows of files come in, each file from where it stands, a commit for every batch.

    Files take turns, so that a small one does not wait for a large one, also if it is started meanwhile.
    """
    total = Outcome()
    opened: dict[uuid.UUID, Opened] = {}
    rows = sweeping.find(_UPLOADS, {"as_of": as_of})
    while rows and not stopping.asked():
        more: list[Due] = []

        def go_on(row: Due, more: list[Due] = more) -> None:
            by = actor.system(row.workspace_id)
            if importing.take_turn(upload_id=row.id, by=by, opened=opened, most=_TURN):
                more.append(row)

        outcome = sweeping.each(
            rows, go_on, push_away=lambda row, error: importing.push_away(row.id, error, as_of)
        )
        total.done += outcome.done
        total.poisoned += outcome.poisoned
        started = sweeping.find(_UPLOADS, {"as_of": max(as_of, clock.now())}) if more else []
        tried = {row.id for row in rows}
        rows = [row for row in started if row.id not in tried] + more
    return total


def lies_unread(*, as_of: dt.datetime) -> int:
    """How much of all workspaces nothing has read for minutes, counted up to 500: an alarm while it is not 0."""
    return len(sweeping.find(_UNREAD, {"before": as_of - UNREAD_AFTER}))


def unread(*, as_of: dt.datetime) -> Outcome:
    """Read what was kept and never read. That it lay so long is an alarm, whatever it turns out to be."""
    rows = sweeping.find(_UNREAD, {"before": as_of - UNREAD_AFTER})

    def settle(workspace_id: uuid.UUID, ids: list[uuid.UUID]) -> None:
        by = actor.system(workspace_id)
        receiving.raise_alarm(arrival_ids=ids, by=by, now=as_of)
        receiving.settle(arrival_ids=ids, by=by)

    return sweeping.each_batch(rows, settle)


def late(*, as_of: dt.datetime) -> Outcome:
    """What waits for a person past its time goes to somebody who decides, again every business day; so do calls."""
    rows = sweeping.find(_WAITING, {"as_of": as_of})

    def ask(workspace_id: uuid.UUID, ids: list[uuid.UUID]) -> None:
        waiting.raise_late(arrival_ids=ids, by=actor.system(workspace_id), as_of=as_of)

    def ask_about_calls(workspace_id: uuid.UUID, ids: list[uuid.UUID]) -> None:
        waiting.raise_late_calls(record_ids=ids, by=actor.system(workspace_id), as_of=as_of)

    outcome = sweeping.each_batch(rows, ask)
    calls_too = sweeping.each_batch(sweeping.find(_CALLS_WAITING, {"as_of": as_of}), ask_about_calls)
    outcome.done += calls_too.done
    outcome.poisoned += calls_too.poisoned
    return outcome


def cards(*, as_of: dt.datetime) -> Outcome:
    """Photos of cards are read, one after the other; no transaction is open while one is looked at."""
    outcome = Outcome()
    for row in sweeping.find(_CARDS, {"as_of": as_of}):
        if stopping.asked():
            break
        try:
            outcome.done += card_readings.read(workspace_id=row.workspace_id, reading_id=row.id, as_of=as_of)
        except Exception as error:
            # Its date was moved when it was taken: the next sweep meets the photos behind it first.
            log.exception("A card could not be read", extra={"row": str(row.id)})
            outcome.poisoned.append(Poison(row=row, error=f"{type(error).__name__}: {error}"[:2000]))
    return outcome


def mails(*, as_of: dt.datetime) -> Outcome:
    """Mails that strangers wrote to an address for leads become arrivals."""
    rows = sweeping.find(_MAILS, {"as_of": as_of})
    return sweeping.each(
        rows,
        lambda row: mail_in.take_mail(fetched_id=row.id, by=actor.system(row.workspace_id)),
        push_away=lambda row, error: mail_in.push_away(row.id, error, as_of),
    )


def calls(*, as_of: dt.datetime) -> Outcome:
    """Records of telephone systems: every file from where it stands, a commit for every thousand.

    Then calls of which nobody told the end.
    """
    outcome = Outcome()
    for row in sweeping.find(_CALLS, {"as_of": as_of}):
        if stopping.asked():
            break
        try:
            call_records.take_calls(file_id=row.id, by=actor.system(row.workspace_id))
            outcome.done += 1
        except Exception as error:
            log.exception("A file of calls could not be read", extra={"row": str(row.id)})
            call_records.push_away(workspace_id=row.workspace_id, file_id=row.id, as_of=as_of)
            outcome.poisoned.append(Poison(row=row, error=f"{type(error).__name__}: {error}"[:2000]))
    unfinished = sweeping.each(
        sweeping.find(_UNFINISHED, {"as_of": as_of}),
        lambda row: call_records.conclude(state_id=row.id, by=actor.system(row.workspace_id), as_of=as_of),
        push_away=lambda row, _error: call_states.push_away(row, as_of=as_of),
    )
    outcome.done += unfinished.done
    outcome.poisoned += unfinished.poisoned
    return outcome


def recordings(*, as_of: dt.datetime) -> Outcome:
    """The links of recordings whose time is over are forgotten."""
    rows = sweeping.find(_RECORDINGS, {"as_of": as_of})

    def expire(row: Due) -> None:
        recorded.expire(recording_id=row.id, by=actor.system(row.workspace_id), as_of=as_of)

    return sweeping.each(rows, expire)


def expected(*, as_of: dt.datetime) -> Outcome:
    """Leads that were promised and are not here: their owners ask again."""
    rows = sweeping.find(_EXPECTED, {"as_of": as_of})
    return sweeping.each(
        rows,
        lambda row: expecting.chase(expected_id=row.id, by=actor.system(row.workspace_id), as_of=as_of),
    )


def probes(*, as_of: dt.datetime) -> Outcome:
    """A synthetic lead through each door whose last proof is old: alarms when one does not come through."""
    outcome = Outcome()
    for row in sweeping.find(_WORKSPACES, {}):
        if stopping.asked():
            break
        by = actor.system(row.workspace_id)
        try:
            with guard.scope(row.workspace_id):
                doors = probing.due(as_of=as_of, workspace_id=row.workspace_id)
            for door in doors:
                probing.probe(door=door, by=by)
                outcome.done += 1
        except Exception as error:
            log.exception("No synthetic lead could be sent", extra={"workspace": str(row.workspace_id)})
            outcome.poisoned.append(Poison(row=row, error=f"{type(error).__name__}: {error}"[:2000]))
    return outcome


def under_way(*, as_of: dt.datetime) -> Outcome:
    """Synthetic leads that take their time: they set out, or have not come through by now."""
    outcome = Outcome()
    for row in sweeping.find(_PROBES, {"as_of": as_of}):
        if stopping.asked():
            break
        try:
            probes_under_way.go_on(probe_id=row.id, by=actor.system(row.workspace_id), as_of=as_of)
            outcome.done += 1
        except Exception as error:
            # It has its date: past it, it has failed, and the admins are told.
            log.exception("A synthetic lead could not set out", extra={"row": str(row.id)})
            outcome.poisoned.append(Poison(row=row, error=f"{type(error).__name__}: {error}"[:2000]))
    return outcome


def silence(*, as_of: dt.datetime) -> Outcome:
    """Sources that usually send and have stopped."""
    rows = sweeping.find(_SILENT, {"as_of": as_of})
    return sweeping.each(
        rows,
        lambda row: watching.fell_silent(source_id=row.id, by=actor.system(row.workspace_id), as_of=as_of),
    )
