"""The sweeps of mail. Each may run twice, late, or beside itself."""

import datetime as dt
import logging
import os
import socket
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Final

from django.db import connections

from leadfast.foundation import stopping
from leadfast.mail import actions, reads
from leadfast.mail.actions import connecting
from leadfast.mail.errors import LeaseLost, MailboxTrouble
from leadfast.mail.models import Mailbox
from leadfast.workspaces import guard, sweeping
from leadfast.workspaces.actor import system
from leadfast.workspaces.sweeping import Due, Outcome, Poison

log = logging.getLogger(__name__)

BATCH: Final = 500
THREADS: Final = 8
# How long a sweep waits for slow servers before it leaves them to their threads.
PATIENCE_SECONDS = 20.0
# A sync that takes longer than this is thought dead, and another worker may begin.
SYNC_LEASE: Final = dt.timedelta(minutes=5)


def expire(*, as_of: dt.datetime) -> Outcome:
    """Mails whose lease has run out: unknown, or planned again if nothing can have left."""
    rows = sweeping.find(
        "SELECT workspace_id, id FROM mail_outgoing WHERE state = 'sending' AND lease_until <= %s"
        " ORDER BY lease_until LIMIT %s",
        [as_of, BATCH],
    )
    return sweeping.each_batch(
        rows,
        lambda workspace_id, ids: actions.expire(workspace_id=workspace_id, outgoing_ids=ids, as_of=as_of),
    )


def due_mailboxes(*, as_of: dt.datetime, limit: int = 200) -> list[Due]:
    """(workspace, mailbox) of the mailboxes that have a mail to send, the longest waiting first."""
    return sweeping.find(
        "SELECT workspace_id, mailbox_id FROM ("
        " SELECT workspace_id, mailbox_id, not_before FROM mail_outgoing"
        " WHERE state = 'planned' AND not_before <= %s ORDER BY not_before LIMIT 2000) AS due"
        " GROUP BY workspace_id, mailbox_id ORDER BY min(not_before) LIMIT %s",
        [as_of, limit],
    )


def send_canaries(*, as_of: dt.datetime) -> Outcome:
    """Mailboxes whose round trip is due, several at once, those in trouble last.

    A server that keeps us waiting holds up its own mailbox and no other: after a while the sweep goes
    on without it. What did not begin is still due at the next tick.
    """
    rows = sweeping.find(
        "SELECT workspace_id, id FROM mail_mailbox WHERE state <> 'disconnected' AND next_canary_at <= %s"
        " ORDER BY (state = 'trouble'), next_canary_at LIMIT %s",
        [as_of, BATCH],
    )
    if sweeping.one_by_one():
        return _ended([_canary(row) for row in sorted(rows)])
    return _side_by_side(rows, _canary_in_thread, name="canary")


def sync_due(*, as_of: dt.datetime, ours: actions.Ours) -> Outcome:
    """Read the mailboxes whose turn it is, several at once; a slow server holds up no other's mailbox."""
    rows = sweeping.find(
        "SELECT workspace_id, id FROM mail_mailbox WHERE state <> 'disconnected' AND next_sync_at <= %s"
        " ORDER BY next_sync_at LIMIT %s",
        [as_of, BATCH],
    )
    if sweeping.one_by_one():
        return _ended([_sync(row, as_of, ours) for row in sorted(rows)])
    return _side_by_side(rows, lambda row: _sync_in_thread(row, as_of, ours), name="sync")


def sync_one(*, row: Due, as_of: dt.datetime, ours: actions.Ours) -> bool:
    """Read one mailbox if nobody else is reading it; False if somebody is, or if it cannot be read."""
    with guard.scope(row.workspace_id):
        mine = Mailbox.objects.filter(id=row.id, next_sync_at__lte=as_of).update(
            next_sync_at=as_of + SYNC_LEASE
        )
    if not mine:
        return False
    try:
        actions.sync_mailbox(by=system(row.workspace_id), mailbox_id=row.id, ours=ours)
    except MailboxTrouble as trouble:
        log.info("A mailbox could not be read", extra={"mailbox": str(row.id), "why": trouble.sentence})
        return False
    return True


def check_days(*, as_of: dt.datetime, ours: actions.Ours) -> Outcome:
    """The completeness check of every mailbox, for each day of the last week that was not compared yet."""
    # A server tells days by its own clock: one has ended when it has twelve hours west of Greenwich.
    last = (as_of - dt.timedelta(hours=36)).date()
    rows = sweeping.find("SELECT workspace_id, id FROM mail_mailbox WHERE state = 'works'", [])
    outcome = Outcome()
    for row in rows:
        if stopping.asked():
            break
        try:
            outcome.done += _check(row, last, ours)
        except MailboxTrouble as trouble:
            by = system(row.workspace_id)
            connecting.note_trouble(mailbox_id=row.id, trouble=trouble, by=by)
        except Exception as error:
            log.exception("The days of a mailbox could not be compared", extra={"mailbox": str(row.id)})
            outcome.poisoned.append(Poison(row=row, error=f"{type(error).__name__}: {error}"[:2000]))
    return outcome


def _check(row: Due, last: dt.date, ours: actions.Ours) -> int:
    with guard.scope(row.workspace_id):
        days = reads.unchecked_days(reads.mailbox(row.id), last=last)
    for day in days:
        actions.check_day(mailbox_id=row.id, day=day, ours=ours, by=system(row.workspace_id))
    return len(days)


def holder() -> str:
    """The name under which this process holds leases."""
    return f"{socket.gethostname()}:{os.getpid()}:{_PROCESS.hex[:8]}"


_PROCESS: Final = uuid.uuid4()


def _side_by_side(rows: Sequence[Due], work: Callable[[Due], bool | Poison], *, name: str) -> Outcome:
    """Do this for each mailbox, several at once, and wait for the slow ones for a while only."""
    if not rows:
        return Outcome()
    pool = ThreadPoolExecutor(min(THREADS, len(rows)), thread_name_prefix=name)
    try:
        speaking = [pool.submit(work, row) for row in rows]
        return _ended([one.result() for one in wait(speaking, timeout=PATIENCE_SECONDS).done])
    finally:
        # The slow ones end by themselves, within their deadlines; what did not begin is still due.
        pool.shutdown(wait=False, cancel_futures=True)


def _ended(said: list[bool | Poison]) -> Outcome:
    return Outcome(done=said.count(True), poisoned=[one for one in said if isinstance(one, Poison)])


def _canary_in_thread(row: Due) -> bool | Poison:
    try:
        return _canary(row)
    finally:
        connections.close_all()


def _canary(row: Due) -> bool | Poison:
    try:
        actions.send_canary(mailbox_id=row.id, holder=holder(), by=system(row.workspace_id))
    except (LeaseLost, MailboxTrouble) as error:
        # Known and noted on the mailbox itself; the next try is scheduled.
        log.info("A canary could not leave", extra={"mailbox": str(row.id), "why": error.sentence})
        return False
    except Exception as error:
        log.exception("A canary could not leave", extra={"mailbox": str(row.id)})
        return Poison(row=row, error=f"{type(error).__name__}: {error}"[:2000])
    return True


def _sync_in_thread(row: Due, as_of: dt.datetime, ours: actions.Ours) -> bool | Poison:
    try:
        return _sync(row, as_of, ours)
    finally:
        # The thread ends here, and its connection with it.
        connections.close_all()


def _sync(row: Due, as_of: dt.datetime, ours: actions.Ours) -> bool | Poison:
    try:
        return sync_one(row=row, as_of=as_of, ours=ours)
    except Exception as error:
        # Its next turn is minutes away already; the other mailboxes go on.
        log.exception("A mailbox could not be read", extra={"mailbox": str(row.id)})
        return Poison(row=row, error=f"{type(error).__name__}: {error}"[:2000])
