"""The sweeps that fetch what is ours and take it in. Safe to run twice, late, or beside another worker."""

import datetime as dt
import uuid

from leadfast.conversations import actions, reads
from leadfast.conversations.rules import bots
from leadfast.foundation import clock, wake
from leadfast.mail import jobs as mail
from leadfast.mail.actions import receiving
from leadfast.workspaces import actor, sweeping
from leadfast.workspaces.sweeping import Due, Outcome

SWEEP = "conversations.read"
# As many as one transaction takes in: it holds the locks of their leads, for less than a second.
BATCH = 250

_DUE = """
SELECT workspace_id, id FROM mail_fetchedmessage
-- What strangers write to an address for leads is no conversation yet: capture takes it.
WHERE read_at IS NULL AND due_at <= %(as_of)s AND NOT from_anybody
ORDER BY due_at, id LIMIT %(most)s
"""
_DUE_PLEDGES = """
SELECT workspace_id, id FROM conversations_pledge
WHERE state = 'open' AND set_aside_at IS NULL AND due_at <= %(as_of)s
  AND (retry_at IS NULL OR retry_at <= %(as_of)s)
ORDER BY due_at, id LIMIT %(most)s
"""
_OLD_VERDICTS = """
SELECT workspace_id, (array_agg(id))[1] FROM conversations_trackingevent
WHERE verdict_version < %(version)s AND at <= %(as_of)s GROUP BY workspace_id LIMIT 50
"""


def read(*, as_of: dt.datetime) -> Outcome:
    """Take in every message that waits, the oldest first; a poison one is put aside and shown."""
    due = sweeping.find(_DUE, {"as_of": as_of, "most": BATCH})
    outcome = sweeping.each_batch(due, _take_in, push_away=_put_aside)
    if len(due) == BATCH and outcome.done:
        wake.up(SWEEP)
    return outcome


def fetch(*, as_of: dt.datetime) -> Outcome:
    """Read the mailboxes whose turn it is; of what is nobody's of ours only a hash is kept."""
    return mail.sync_due(as_of=as_of, ours=reads.ours)


def listen() -> None:
    """Wait for news in every mailbox until the process is asked to stop; the worker starts this once."""
    mail.listen(ours=reads.ours)


def check(*, as_of: dt.datetime) -> Outcome:
    """Compare the mail of the days that have ended, on each server, with what was seen here."""
    return mail.check_days(as_of=as_of, ours=reads.ours)


def judge(*, as_of: dt.datetime) -> int:
    """Judge opens and clicks again after the rules have changed."""
    rows = sweeping.find(_OLD_VERDICTS, {"version": bots.VERSION, "as_of": as_of})
    return sum(actions.recompute(workspace_id=row.workspace_id) for row in rows)


def pledges(*, as_of: dt.datetime) -> Outcome:
    """What somebody said they would do by a day that has passed: kept, or broken and asked for.

    One that cannot be settled is tried again ever later, and set aside at last.
    """
    due = sweeping.find(_DUE_PLEDGES, {"as_of": as_of, "most": BATCH})
    return sweeping.each(due, _pledge_due, push_away=_pledge_later)


def _pledge_due(row: Due) -> None:
    actions.come_due(pledge_id=row.id, by=actor.system(row.workspace_id))


def _pledge_later(row: Due, error: Exception) -> None:
    sentence = f"{type(error).__name__}: {error}"
    actions.put_off(pledge_id=row.id, error=sentence, by=actor.system(row.workspace_id))


def _take_in(workspace_id: uuid.UUID, fetched_ids: list[uuid.UUID]) -> None:
    actions.take_in_many(fetched_ids=fetched_ids, by=actor.system(workspace_id))


def _put_aside(row: Due, error: Exception) -> None:
    sentence = f"{type(error).__name__}: {error}"
    receiving.put_aside(fetched_id=row.id, error=sentence, at=clock.now())
