"""The sending sweep: due touches are decided, planned mails are sent, mailbox by mailbox.

Shallow on purpose: what may be sent is decided in `actions.delivering`, how it is sent in `mail`.
"""

import concurrent.futures
import datetime as dt
import logging
import os
import socket
import threading
import uuid
from collections.abc import Iterable

from django.db import connections

from leadfast.followup.actions import delivering, outcomes
from leadfast.followup.models import Touch
from leadfast.followup.rules.sending import Answer
from leadfast.foundation import clock, stopping, wake
from leadfast.mail.actions import sending
from leadfast.mail.errors import LeaseLost, MailboxMayNotSend, MailboxTrouble
from leadfast.mail.models import Outgoing
from leadfast.workspaces import actor, sweeping
from leadfast.workspaces.sweeping import Due, Outcome, Poison

log = logging.getLogger(__name__)

BATCH = 200
# Conversations at once in this process, and how long the sweep waits for the slow ones among them.
SPEAKERS = 4
PATIENCE_SECONDS = 20.0
_THREADS = concurrent.futures.ThreadPoolExecutor(SPEAKERS, thread_name_prefix="sweep send")
_LOCK = threading.Lock()
_speaking: set[uuid.UUID] = set()
# A poisoned touch comes back after this long, with its error shown; the rows behind it go first.
PUSHED_AWAY = dt.timedelta(minutes=30)
SENDING_FOR = dt.timedelta(minutes=1)

_DUE = """
SELECT workspace_id, id FROM followup_touch
WHERE state = 'due' AND by_machine AND due_at <= %(as_of)s
ORDER BY due_at, id LIMIT %(batch)s
"""

_SENDING = """
SELECT workspace_id, id FROM followup_touch
WHERE state = 'sending' AND due_at <= %(before)s
ORDER BY due_at LIMIT %(batch)s
"""

# The order inside is that of the index of due mails: in a small table the planner would rather take
# another one for DISTINCT, and keep that plan when the table has grown.
_MAILBOXES = """
SELECT DISTINCT workspace_id, mailbox_id FROM (
    SELECT workspace_id, mailbox_id FROM mail_outgoing
    WHERE state = 'planned' AND not_before <= %(as_of)s
    ORDER BY not_before
) AS due
LIMIT %(batch)s
"""


def send(as_of: dt.datetime) -> Outcome:
    """Decide what is due, then send what may go. Safe to run twice, late, or beside another worker."""
    outcome = decide(as_of)
    sent = transmit(as_of)
    outcome.done += sent.done
    outcome.poisoned += sent.poisoned
    return outcome


def decide(as_of: dt.datetime) -> Outcome:
    """Decide about every due touch of the machine, each in a transaction of its own under its lead's lock."""
    rows = sweeping.find(_DUE, {"as_of": as_of, "batch": BATCH})
    outcome = sweeping.each(rows, _decide, push_away=_push_away)
    if len(rows) == BATCH:
        wake.up("followup.send")
    return outcome


def transmit(as_of: dt.datetime) -> Outcome:
    """Send the planned mails that are due, several mailboxes at once.

    A server that keeps us waiting holds up its own mailbox and no other: after a while the sweep goes on
    without it, and does not come back to it before that conversation has ended.
    """
    boxes = sweeping.find(_MAILBOXES, {"as_of": as_of, "batch": BATCH})
    if sweeping.one_by_one():
        return _told([_speak(box, as_of) for box in sorted(boxes) if _begin(box)])
    speaking = [_THREADS.submit(_in_thread, box, as_of) for box in boxes if _begin(box)]
    return _told([one.result() for one in concurrent.futures.wait(speaking, timeout=PATIENCE_SECONDS).done])


def look_after(as_of: dt.datetime) -> Outcome:
    """Touches whose mail somebody stopped before it began: they are left out, and the cadence goes on.

    No state without a deadline: a touch that is still *sending* after its slot is looked at again and again.
    """
    rows = sweeping.find(_SENDING, {"before": as_of - SENDING_FOR, "batch": BATCH})
    return sweeping.each(rows, _look_after, push_away=_push_away)


def _begin(box: Due) -> bool:
    with _LOCK:
        if box.id in _speaking:
            return False
        _speaking.add(box.id)
        return True


def _told(said: Iterable[int | Poison]) -> Outcome:
    outcome = Outcome()
    for one in said:
        if isinstance(one, Poison):
            outcome.poisoned.append(one)
        else:
            outcome.done += one
    return outcome


def _in_thread(box: Due, as_of: dt.datetime) -> int | Poison:
    try:
        return _speak(box, as_of)
    finally:
        # The thread may sleep for long now; an open connection would be idle all the while.
        for one in connections.all(initialized_only=True):
            one.close()


def _speak(box: Due, as_of: dt.datetime) -> int | Poison:
    try:
        return 0 if stopping.asked() else _from_mailbox(box.workspace_id, box.id, as_of)
    except (LeaseLost, MailboxMayNotSend):
        # Another worker has it, or it says on its own page why it may not send: its mails wait.
        return 0
    except MailboxTrouble as trouble:
        return Poison(box, trouble.sentence)
    except Exception as error:
        log.exception("A mailbox could not be sent from", extra={"mailbox": str(box.id)})
        return Poison(box, f"{type(error).__name__}: {error}"[:2000])
    finally:
        with _LOCK:
            _speaking.discard(box.id)


def _from_mailbox(workspace_id: uuid.UUID, mailbox_id: uuid.UUID, as_of: dt.datetime) -> int:
    sent = 0
    holder = f"{socket.gethostname()}:{os.getpid()}"
    with sending.sender(by=actor.system(workspace_id), mailbox_id=mailbox_id, holder=holder) as held:
        while not stopping.asked():
            rows = sending.claim(held=held, as_of=as_of)
            if not rows:
                break
            settled = sending.transmit_many(held=held, rows=rows, recheck=_recheck)
            sent += sum(row.state == "sent" for row in settled)
    return sent


def _recheck(row: Outgoing) -> sending.Stop | sending.Later | None:
    decision = delivering.may_still_go(row, clock.now())
    if decision is None or decision.answer is Answer.SEND:
        return None
    if decision.answer is Answer.WAIT and decision.until is not None:
        return sending.Later(decision.until, decision.because)
    return sending.Stop(decision.because.removeprefix("Not sent: "))


def _decide(row: Due) -> None:
    delivering.decide(touch_id=row.id, by=actor.system(row.workspace_id))


def _look_after(row: Due) -> None:
    outcomes.look_after(touch_id=row.id, by=actor.system(row.workspace_id))


def _push_away(row: Due, error: Exception) -> None:
    touch = Touch.objects.get(id=row.id)
    touch.due_at = clock.now() + PUSHED_AWAY
    touch.failures += 1
    touch.error = f"{type(error).__name__}: {error}"[:2000]
    touch.save(update_fields=["due_at", "failures", "error"])
