"""Sweeps: files that go on, and arrivals that nothing has read because a crash lay between."""

import datetime as dt
import uuid

from leadfast.capture.actions import expecting, importing, receiving, watching
from leadfast.foundation import stopping
from leadfast.workspaces import actor, sweeping
from leadfast.workspaces.sweeping import Due, Outcome

# Unread for this long is not work in progress any more.
UNREAD_AFTER = dt.timedelta(minutes=5)

_UPLOADS = """
SELECT workspace_id, id FROM capture_upload
WHERE due_at <= %(as_of)s ORDER BY due_at LIMIT 20
"""
_UNREAD = """
SELECT workspace_id, id FROM capture_arrival
WHERE settlement = 'waiting' AND read_at IS NULL AND arrived_at <= %(before)s
ORDER BY arrived_at LIMIT 500
"""

_EXPECTED = """
SELECT workspace_id, id FROM capture_expected WHERE chase_at <= %(as_of)s ORDER BY chase_at LIMIT 500
"""
_SILENT = """
SELECT workspace_id, id FROM capture_source WHERE watched_until <= %(as_of)s ORDER BY watched_until LIMIT 500
"""


def uploads(*, as_of: dt.datetime) -> Outcome:
    """Let the rows of files come in, each file from where it stands, a commit for every batch.

    Files take turns, so that a small one does not wait for a large one.
    """
    total = Outcome()
    opened: dict[uuid.UUID, importing.Opened] = {}
    rows = sweeping.find(_UPLOADS, {"as_of": as_of})
    while rows and not stopping.asked():
        more: list[Due] = []

        def go_on(row: Due, more: list[Due] = more) -> None:
            by = actor.system(row.workspace_id)
            if importing.go_on(upload_id=row.id, by=by, opened=opened):
                more.append(row)

        outcome = sweeping.each(
            rows, go_on, push_away=lambda row, error: importing.push_away(row.id, error, as_of)
        )
        total.done += outcome.done
        total.poisoned += outcome.poisoned
        rows = more
    return total


def unread(*, as_of: dt.datetime) -> Outcome:
    """Read what was kept and never read. That it lay so long is an alarm, whatever it turns out to be."""
    rows = sweeping.find(_UNREAD, {"before": as_of - UNREAD_AFTER})

    def settle(workspace_id: uuid.UUID, ids: list[uuid.UUID]) -> None:
        by = actor.system(workspace_id)
        receiving.raise_alarm(arrival_ids=ids, by=by, now=as_of)
        receiving.settle(arrival_ids=ids, by=by)

    return sweeping.each_batch(rows, settle)


def expected(*, as_of: dt.datetime) -> Outcome:
    """Leads that were promised and are not here: their owners ask again."""
    rows = sweeping.find(_EXPECTED, {"as_of": as_of})
    return sweeping.each(
        rows,
        lambda row: expecting.chase(expected_id=row.id, by=actor.system(row.workspace_id), as_of=as_of),
    )


def silence(*, as_of: dt.datetime) -> Outcome:
    """Sources that usually send and have stopped."""
    rows = sweeping.find(_SILENT, {"as_of": as_of})
    return sweeping.each(
        rows,
        lambda row: watching.fell_silent(source_id=row.id, by=actor.system(row.workspace_id), as_of=as_of),
    )
