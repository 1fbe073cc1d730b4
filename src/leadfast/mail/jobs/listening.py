"""One thread for each mailbox that waits for news with IDLE and reads when there are some.

IDLE is only a wake-up: every wait ends within a minute and the mailbox is read anyway. Should all of
this fail, the sweep ``sync_due`` still reads every mailbox.
"""

import datetime as dt
import logging
import threading
import time
from typing import Final, Protocol

from django.db import connections
from django.db.models import Q

from leadfast.foundation import clock, stopping
from leadfast.mail import actions, reads
from leadfast.mail.errors import MailboxNotFound, MailboxTrouble
from leadfast.mail.jobs.sweeps import holder
from leadfast.mail.models import Mailbox
from leadfast.mail.transport import imap
from leadfast.workspaces import guard, sweeping
from leadfast.workspaces.actor import system
from leadfast.workspaces.sweeping import Due

log = logging.getLogger(__name__)

WAIT_SECONDS: Final = 50  # just under the poll, so that the sweep finds nothing left to do
LOOK_FOR_NEW_SECONDS: Final = 10
LEASE: Final = dt.timedelta(minutes=3)
MOST: Final = 200  # threads of one worker; more mailboxes are polled by the sweep


class Stop(Protocol):
    """When to end: a ``threading.Event``, or the whole process."""

    def is_set(self) -> bool: ...
    def wait(self, timeout: float, /) -> bool: ...


class _Process:
    """Ends when the process is asked to stop."""

    def is_set(self) -> bool:
        return stopping.asked()

    def wait(self, timeout: float, /) -> bool:
        return stopping.wait(timeout)


def listen(stop: Stop | None = None, *, ours: actions.Ours, seconds: float = WAIT_SECONDS) -> None:
    """Run until ``stop`` (the end of the process): a thread for every connected mailbox that no other
    worker listens to."""
    stop = stop or _Process()
    running: dict[Due, threading.Thread] = {}
    while not stop.is_set():
        try:
            for row in _connected():
                alive = running.get(row)
                if (alive is None or not alive.is_alive()) and len(running) < MOST and _take(row):
                    running[row] = threading.Thread(
                        target=_one, args=(row, stop, ours, seconds), name=f"listen-{row.id}", daemon=True
                    )
                    running[row].start()
        except Exception:
            # The database may be away for a moment. Those who listen go on: begun anew beside them, there were two.
            log.exception("The mailboxes to listen to could not be found")
        connections.close_all()
        running = {row: thread for row, thread in running.items() if thread.is_alive()}
        stop.wait(LOOK_FOR_NEW_SECONDS)
    for thread in running.values():
        thread.join(3)


def _connected() -> list[Due]:
    return sweeping.find("SELECT workspace_id, id FROM mail_mailbox WHERE state = 'works' ORDER BY id", [])


def _one(row: Due, stop: Stop, ours: actions.Ours, seconds: float) -> None:
    by = system(row.workspace_id)
    try:
        with guard.scope(row.workspace_id):
            box = reads.mailbox(row.id)
        incoming, _ = actions.access(box, by=by)
        with imap.Connection(incoming.server, incoming.credentials) as link:
            while not stop.is_set() and _take(row):
                before = link.select("INBOX")
                actions.sync_mailbox(by=by, mailbox_id=row.id, ours=ours, link=link)
                # What came while we read is no news to the wait that follows: it is read at once.
                if link.select("INBOX") != before:
                    continue
                # It waits much longer than it works: a kept connection per mailbox would be idle.
                connections.close_all()
                began = time.monotonic()
                if not link.wait(seconds, stop=stop.is_set):
                    # A server without IDLE answers at once: the rest of the minute is waited out here.
                    stop.wait(max(0.0, seconds - (time.monotonic() - began)))
    except (MailboxTrouble, MailboxNotFound) as trouble:
        log.info("A mailbox is not listened to", extra={"mailbox": str(row.id), "why": trouble.sentence})
    except Exception:
        log.exception("Listening to a mailbox ended", extra={"mailbox": str(row.id)})
    finally:
        _let_go(row)
        connections.close_all()


def _take(row: Due) -> bool:
    """Become or stay the one worker that listens to this mailbox."""
    now = clock.now()
    free = Q(listener=holder()) | Q(listened_until=None) | Q(listened_until__lt=now)
    with guard.scope(row.workspace_id):
        mine = Mailbox.objects.filter(free, id=row.id, state="works")
        return bool(mine.update(listener=holder(), listened_until=now + LEASE))


def _let_go(row: Due) -> None:
    with guard.scope(row.workspace_id):
        Mailbox.objects.filter(id=row.id, listener=holder()).update(listener="", listened_until=None)
