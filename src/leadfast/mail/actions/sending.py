"""claim, transmit, settle: crash by crash.

planned → *claim* (lease, attempt; Message-ID fixed since planning; commit) → sending → SMTP →
*settle*: sent, refused, unknown, or planned again when it is certain that nothing left.
The commit that allows DATA sets ``data_at``: a row that died before it was certainly not sent, a
row that died after it is unknown, and nobody tries that one again blindly.
"""

import contextlib
import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from leadfast.foundation import clock
from leadfast.foundation.errors import Refusal
from leadfast.mail import reads
from leadfast.mail.actions import building, connecting, log, settling
from leadfast.mail.errors import LeaseLost, MailboxMayNotSend, MailboxTrouble, Withheld
from leadfast.mail.models import Mailbox, Outgoing, SenderLease
from leadfast.mail.rules import composing, slots
from leadfast.mail.transport import inside, smtp
from leadfast.workspaces import guard, statements
from leadfast.workspaces.actor import Actor

# Longer than the longest conversation (6 minutes), so that a lease never ends while one runs.
LEASE: Final = dt.timedelta(seconds=2 * smtp.LONGEST_SECONDS + 180)
# What must be left of a mail's lease when DATA is allowed.
ENOUGH: Final = dt.timedelta(seconds=smtp.LONGEST_SECONDS + 60)


@dataclass(frozen=True, slots=True)
class Stop:
    """The answer of a re-check: this mail must not go out any more, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """The answer of a re-check: not before ``until``, and why."""

    until: dt.datetime
    why: str


Recheck = Callable[[Outgoing], Stop | Later | None]
"""Runs inside the transaction that allows DATA. It may lock (the lead first), and what it has locked
stays locked until the word DATA is on the wire."""


@dataclass(slots=True)
class Sender:
    """The right to send from one mailbox, and the connection to do it with."""

    by: Actor
    mailbox: Mailbox
    holder: str
    fence: int
    connection: smtp.Connection


@contextlib.contextmanager
def sender(*, by: Actor, mailbox_id: uuid.UUID, holder: str, proving: bool = False) -> Iterator[Sender]:
    """Become the one sender of a mailbox for the length of the block.

    Raises :class:`LeaseLost` when another holds it, :class:`MailboxMayNotSend` when it may not send
    now (``proving``: the canary may send from a mailbox that has yet to prove itself).
    """
    now = clock.now()
    with guard.scope(by.workspace_id):
        box = reads.mailbox(mailbox_id)
        permission = reads.may_send(box, at=now)
        allowed = permission.allowed or (proving and box.disconnected_at is None)
        if allowed:
            fence = _lease(box, holder=holder, now=now)
        else:
            _say_why_held(box, permission.why, now=now)
    if not allowed:
        raise MailboxMayNotSend(permission.why)
    try:
        _, sending = connecting.access(box, by=by)
    except MailboxTrouble as trouble:
        _give_back(by, box, fence)
        connecting.note_trouble(mailbox_id=box.id, trouble=trouble, by=by)
        raise
    link = inside.to_send(sending.server, sending.credentials)
    held = Sender(by=by, mailbox=box, holder=holder, fence=fence, connection=link)
    try:
        yield held
    finally:
        link.close()
        _give_back(by, box, fence)


def claim(*, held: Sender, as_of: dt.datetime, limit: int = 50) -> list[Outgoing]:
    """Take the mails of this mailbox that are due: up to ``limit`` of people's, one paced one.

    Paced mails that are due but may not leave yet (gap, window, limit) are moved to their next slot
    and say so. Rows another worker holds are skipped, not waited for.
    """
    with guard.scope(held.by.workspace_id):
        _still_mine(held)
        paced = _paced(held, as_of=as_of)
        people = _take(
            "SELECT id FROM mail_outgoing WHERE mailbox_id = %s AND state = 'planned' AND not_before <= %s"
            " AND kind <> 'automated' ORDER BY not_before, id LIMIT %s FOR UPDATE SKIP LOCKED",
            [held.mailbox.id, as_of, limit],
            held,
            as_of,
        )
        return people + paced


def transmit(*, held: Sender, row: Outgoing, recheck: Recheck | None = None) -> Outgoing:
    """Send one claimed mail and settle it; returns the row as it then is.

    ``recheck`` is asked last of all, in the transaction that allows DATA. Never raises for what the
    server does; raises :class:`LeaseLost` when the mailbox or the row has been taken over.
    """
    builder = building.Builder(box=held.mailbox, rows=[row], by=held.by)
    ((_, raw),) = builder
    return _transmit(held, row, raw, recheck, builder)


def transmit_many(
    *, held: Sender, rows: Sequence[Outgoing], recheck: Recheck | None = None
) -> Iterator[Outgoing]:
    """Send claimed mails one after the other, each as :func:`transmit` does; a mail is built while
    the one before it waits for the disk.

    A row that somebody else has taken over is none of ours any more, and is left out.
    """
    builder = building.Builder(box=held.mailbox, rows=rows, by=held.by)
    for row, raw in builder:
        try:
            settled = _transmit(held, row, raw, recheck, builder)
        except LeaseLost:
            continue
        yield settled


def _transmit(
    held: Sender, row: Outgoing, raw: bytes | Refusal, recheck: Recheck | None, builder: building.Builder
) -> Outgoing:
    if isinstance(raw, Refusal):
        return settling.stop(row=row, why=raw.sentence, by=held.by)
    answer: list[Stop | Later] = []

    @contextlib.contextmanager
    def allowed() -> Iterator[None]:
        if recheck is None:
            now = clock.now()
            wanted = _BEGIN, _beginning(held, row, raw, now)
            with statements.opening(held.by.workspace_id, wanted, meanwhile=builder.ahead) as (begun,):
                _begun(begun.touched, row, raw, now)
                yield
            return
        with guard.scope(held.by.workspace_id):
            said = recheck(row)
            if said is not None:
                answer.append(said)
                raise Withheld(said.why)
            now = clock.now()
            (begun,) = statements.run((_BEGIN, _beginning(held, row, raw, now)))
            _begun(begun.touched, row, raw, now)
            yield

    sender_address = composing.envelope_address(held.mailbox.address)
    try:
        outcome = held.connection.transmit(
            raw, sender=sender_address, recipients=row.recipients, around_data=allowed
        )
    except MailboxTrouble as trouble:
        connecting.note_trouble(mailbox_id=held.mailbox.id, trouble=trouble, by=held.by)
        outcome = smtp.Outcome("deferred", words=trouble.sentence)
    if outcome.kind == "withheld" and answer:
        said = answer[0]
        if isinstance(said, Later):
            return settling.postpone(row=row, until=said.until, why=said.why, by=held.by)
        return settling.stop(row=row, why=said.why, by=held.by)
    return settling.settle(row=row, outcome=outcome, by=held.by)


def _lease(box: Mailbox, *, holder: str, now: dt.datetime) -> int:
    SenderLease.objects.bulk_create(
        [SenderLease(workspace_id=box.workspace_id, mailbox_id=box.id, until=now)], ignore_conflicts=True
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mail_senderlease SET holder = %s, fence = fence + 1, until = %s"
            " WHERE mailbox_id = %s AND until <= %s RETURNING fence",
            [holder, now + LEASE, box.id, now],
        )
        taken = cursor.fetchone()
    if taken is None:
        raise LeaseLost(f"Another worker is sending from {box.address}.")
    return int(taken[0])


def _say_why_held(box: Mailbox, why: str, *, now: dt.datetime) -> None:
    """The due mails of a mailbox that may not send say so, once for each reason."""
    due = Outgoing.objects.select_for_update(no_key=True, skip_locked=True).filter(
        mailbox_id=box.id, state="planned", not_before__lte=now
    )
    rows = list(due.exclude(words=why[:500]).order_by("not_before")[:500])
    Outgoing.objects.filter(id__in=log.ids_of(rows)).update(words=why[:500])
    log.say([(row, "held", f"Waits: {why}") for row in rows], at=now)


def _give_back(by: Actor, box: Mailbox, fence: int) -> None:
    with guard.scope(by.workspace_id):
        SenderLease.objects.filter(mailbox_id=box.id, fence=fence).update(until=clock.now())


def _still_mine(held: Sender) -> None:
    """Renew the mailbox lease, or find out that it is gone."""
    renewed = SenderLease.objects.filter(mailbox_id=held.mailbox.id, fence=held.fence).update(
        until=clock.now() + LEASE
    )
    if not renewed:
        raise LeaseLost


def _take(sql: str, params: Sequence[object], held: Sender, as_of: dt.datetime) -> list[Outgoing]:
    # Its slot is now, whatever day it had waited since: it counts against the limit of this day.
    rows = Outgoing.objects.raw(
        f"WITH due AS ({sql}) UPDATE mail_outgoing AS o SET state = 'sending', attempt = o.attempt + 1,"
        " fence = %s, lease_until = %s, not_before = %s FROM due WHERE o.id = due.id RETURNING o.*",
        [*params, held.fence, as_of + LEASE, as_of],
    )
    return sorted(rows, key=lambda row: (row.not_before, row.id))


def _paced(held: Sender, *, as_of: dt.datetime) -> list[Outgoing]:
    due = list(
        Outgoing.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(mailbox_id=held.mailbox.id, state="planned", not_before__lte=as_of, kind="automated")
        .order_by("not_before", "id")[:50]
    )
    if not due:
        return []
    box = Mailbox.objects.get(id=held.mailbox.id)
    pace = reads.pace(box)
    diary = reads.diary(box, since=as_of)
    # The due ones are in the diary themselves; they are booked again one by one.
    diary.times = [box.last_paced_at] if box.last_paced_at else []
    diary.per_day.subtract(slots.day_of(row.not_before, pace.zone) for row in due)
    now_one, moved = None, []
    for row in due:
        place = slots.Place(row.zone, row.country)
        slot = slots.next_slot(asked=as_of, pace=pace, place=place, diary=diary, seed=row.id)
        diary.book(slot, pace)
        if slot.at <= as_of and now_one is None:
            now_one = row
        else:
            row.not_before = max(slot.at, as_of + dt.timedelta(seconds=1))
            moved.append((row, "moved", slot.why or "Another mail of this mailbox goes first."))
    Outgoing.objects.bulk_update([row for row, _, _ in moved], ["not_before"], batch_size=50)
    log.say(moved, at=as_of)
    if now_one is None:
        return []
    return _take("SELECT %s::uuid AS id", [now_one.id], held, as_of)


# The lease of the mailbox is renewed and the row is begun together, or neither: one statement, since
# every mail pays for it while its lead is locked. The row's own lease, which has an index, is written
# only when too little of it is left. The conditions are put so that no partial index answers them: the
# key is the better way to one row whatever the statistics say.
_BEGIN: Final = """
WITH held AS (
    UPDATE mail_senderlease SET until = %(until)s WHERE mailbox_id = %(mailbox)s AND fence = %(fence)s
    RETURNING id)
UPDATE mail_outgoing SET raw = %(raw)s, data_at = %(now)s,
    lease_until = CASE WHEN lease_until < %(enough)s THEN %(until)s ELSE lease_until END
WHERE id = %(row)s AND EXISTS (SELECT FROM held)
  AND (state = 'sending' AND fence = %(fence)s AND lease_until > %(now)s AND data_at IS NULL) IS TRUE
"""


def _beginning(held: Sender, row: Outgoing, raw: bytes, now: dt.datetime) -> dict[str, object]:
    return {
        "raw": raw,
        "now": now,
        "until": now + LEASE,
        "enough": now + ENOUGH,
        "row": row.id,
        "mailbox": row.mailbox_id,
        "fence": held.fence,
    }


def _begun(rows: int, row: Outgoing, raw: bytes, now: dt.datetime) -> None:
    if rows != 1:
        raise LeaseLost("Another worker has taken over this mail. It was not sent.")
    row.raw, row.data_at = raw, now
