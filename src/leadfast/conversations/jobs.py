"""The sweep that takes in what mail has fetched. Safe to run twice, late, or beside another worker."""

import datetime as dt

from leadfast.conversations import actions
from leadfast.foundation import clock, wake
from leadfast.mail.actions import receiving
from leadfast.workspaces import actor, sweeping
from leadfast.workspaces.sweeping import Due, Outcome

SWEEP = "conversations.read"
BATCH = 200

_DUE = """
SELECT workspace_id, id FROM mail_fetchedmessage
WHERE read_at IS NULL AND due_at <= %(as_of)s
ORDER BY due_at, id LIMIT %(most)s
"""


def read(*, as_of: dt.datetime) -> Outcome:
    """Take in every message that waits, the oldest first; a poison one is put aside and shown."""
    due = sweeping.find(_DUE, {"as_of": as_of, "most": BATCH})
    outcome = sweeping.each(due, _take_in, push_away=_put_aside)
    if len(due) == BATCH and outcome.done:
        wake.up(SWEEP)
    return outcome


def _take_in(row: Due) -> None:
    actions.take_in(fetched_id=row.id, by=actor.system(row.workspace_id))


def _put_aside(row: Due, error: Exception) -> None:
    sentence = f"{type(error).__name__}: {error}"
    receiving.put_aside(fetched_id=row.id, error=sentence, at=clock.now())
