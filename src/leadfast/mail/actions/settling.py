"""The end of a mail: recorded in one transaction with what must follow from it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final

from leadfast.foundation import clock, ids
from leadfast.history import actions as history
from leadfast.history.facts import Fact, Happening
from leadfast.mail import reads
from leadfast.mail.actions import log
from leadfast.mail.errors import LeaseLost, NotWaiting
from leadfast.mail.facts import MailboxStopped, MailNotSent, MailRefused, MailSent, MailUnknown
from leadfast.mail.models import Mailbox, Outgoing
from leadfast.mail.transport.smtp import Outcome
from leadfast.workspaces import guard, statements
from leadfast.workspaces.actor import Actor, system

# Deferred mails are tried again after these minutes, then refused: five days is what mail servers
# themselves allow, but a sales mail that is a day late is another mail.
TRY_AGAIN_MINUTES = (5, 15, 60, 240, 720)


def settle(*, row: Outgoing, outcome: Outcome, by: Actor) -> Outgoing:
    """Write down what became of a mail that was claimed."""
    now = clock.now()
    if outcome.kind == "accepted":
        return _accepted(row, outcome, now=now, by=by)
    with guard.scope(by.workspace_id):
        mine = _locked(row)
        mine.code, mine.words = outcome.code, outcome.words[:500]
        if outcome.kind == "unknown":
            mark_unknown([mine], words=outcome.words or "The connection ended.", at=now)
        elif outcome.kind == "refused" or mine.state == "unknown" or mine.attempt > len(TRY_AGAIN_MINUTES):
            refuse(mine, outcome, at=now)
        else:
            wait = dt.timedelta(minutes=TRY_AGAIN_MINUTES[mine.attempt - 1])
            _back_to_planned(mine, until=now + wait)
            says = f"Not taken yet, tried again in {wait.seconds // 60} minutes: {outcome.words}"
            log.say([(mine, "deferred", says)], at=now)
    return mine


def postpone(*, row: Outgoing, until: dt.datetime, why: str, by: Actor) -> Outgoing:
    """A re-check said: later. The mail had not begun."""
    with guard.scope(by.workspace_id):
        mine = _locked(row)
        _back_to_planned(mine, until=until, tried=False)
        log.say([(mine, "postponed", why)], at=clock.now())
    return mine


def stop(*, row: Outgoing, why: str, by: Actor) -> Outgoing:
    """A re-check (or the mail itself) said: never. The mail had not begun."""
    now = clock.now()
    with guard.scope(by.workspace_id):
        mine = _locked(row)
        mine.state, mine.words, mine.settled_at, mine.lease_until = "cancelled", why[:500], now, None
        mine.save(update_fields=["state", "words", "settled_at", "lease_until"])
        log.say([(mine, "not_sent", f"Not sent: {why}")], at=now)
        fact = MailNotSent(mine.id, mine.mailbox_id, mine.about, mine.kind, why)
        _tell([fact], [mine], at=now)
    return mine


def decide_unknown(*, outgoing_id: uuid.UUID, went_out: bool, by: Actor) -> Outgoing:
    """A person says whether a mail of unknown fate went out. It is never sent again by itself:
    whoever planned it may plan a new one."""
    now = clock.now()
    with guard.writing(by):
        row = Outgoing.objects.select_for_update(no_key=True).filter(id=outgoing_id, state="unknown").first()
        if row is None:
            raise NotWaiting
        row.decided_by_id = by.member_id
        if went_out:
            _sent(row, "Sent: a person looked and says it went out.", now=now)
            _tell([sent_fact(row)], [row], at=now, by=by)
        else:
            row.state, row.settled_at = "cancelled", now
            row.words = "A person looked and says it did not go out."
            row.save(update_fields=["state", "settled_at", "words", "decided_by"])
            log.say([(row, "not_sent", row.words)], at=now)
            _tell([MailNotSent(row.id, row.mailbox_id, row.about, row.kind, row.words)], [row], at=now, by=by)
    return row


def mark_unknown(rows: Sequence[Outgoing], *, words: str, at: dt.datetime) -> None:
    """These mails had begun and nobody heard the end (inside a scope)."""
    for row in rows:
        row.state, row.unknown_at, row.lease_until, row.words = "unknown", at, None, words[:500]
    Outgoing.objects.bulk_update(
        rows, ["state", "unknown_at", "lease_until", "words", "code"], batch_size=500
    )
    says = f"Nobody knows whether it went out: {words} It is looked for in Sent and never sent again blindly."
    log.say([(row, "unknown", says) for row in rows], at=at)
    _tell([MailUnknown(r.id, r.mailbox_id, r.about, r.kind, words) for r in rows], rows, at=at)


def found_in_sent(rows: Sequence[Outgoing], *, at: dt.datetime) -> None:
    """These mails of unknown fate lie in Sent: they went out (inside a scope)."""
    for row in rows:
        row.filed_at = at
        _sent(row, "Sent: it was found in the mailbox's Sent folder.", now=at)
    _tell([sent_fact(row) for row in rows], rows, at=at)


def expire(*, workspace_id: uuid.UUID, outgoing_ids: Sequence[uuid.UUID], as_of: dt.datetime) -> int:
    """Rows whose lease has run out: unknown if DATA had been allowed, planned again if not."""
    with guard.scope(workspace_id):
        rows = list(
            Outgoing.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(id__in=outgoing_ids, state="sending", lease_until__lte=as_of)
            .order_by("id")
        )
        begun = [row for row in rows if row.data_at]
        mark_unknown(begun, words="The worker stopped while sending.", at=as_of)
        for row in rows:
            if row.data_at is None:
                _back_to_planned(row, until=as_of, tried=False)
                says = "The worker stopped before anything was sent, so it is planned again."
                log.say([(row, "planned", says)], at=as_of)
    return len(rows)


def refuse(row: Outgoing, outcome: Outcome, *, at: dt.datetime) -> None:
    """The server said no for good (inside a scope)."""
    row.state, row.settled_at, row.lease_until = "refused", at, None
    row.words = outcome.words[:500] or f"Refused with code {outcome.code}."
    row.save(update_fields=["state", "settled_at", "lease_until", "code", "words"])
    log.say([(row, "refused", f"Not sent: the server said {outcome.code} {row.words}")], at=at)
    turned_down = tuple(address for address, _, _ in outcome.refused)
    fact = MailRefused(row.id, row.mailbox_id, row.about, row.kind, row.code, row.words, turned_down)
    _tell([fact], [row], at=at)
    if turned_down:
        watch_bounces(row.mailbox_id, at=at, by=system(row.workspace_id))


def watch_bounces(mailbox_id: uuid.UUID, *, at: dt.datetime, by: Actor) -> None:
    """Stop a mailbox whose week's bounces or complaints pass the limit (inside a scope)."""
    week = reads.week(mailbox_id, at=at)
    if week.stop:
        box = Mailbox.objects.select_for_update(no_key=True).get(id=mailbox_id)
        if box.stopped_at is None:
            box.stopped_at, box.stopped_why = at, week.stop
            box.save(update_fields=["stopped_at", "stopped_why"])
            history.record(MailboxStopped(box.id, box.address, box.stopped_why), by=by, at=at)


def note_bounce(*, outgoing_id: uuid.UUID, words: str, by: Actor, complaint: bool = False) -> None:
    """A mail that was sent came back for good (or was complained about): it counts against its
    mailbox. Noted once, however often it is told."""
    now = clock.now()
    with guard.writing(by):
        row = Outgoing.objects.select_for_update(no_key=True).filter(id=outgoing_id).first()
        field = "complained_at" if complaint else "bounced_at"
        if row is None or getattr(row, field) is not None:
            return
        setattr(row, field, now)
        row.save(update_fields=[field])
        log.say([(row, "complaint" if complaint else "bounced", f"It came back: {words}")], at=now)
        watch_bounces(row.mailbox_id, at=now, by=system(row.workspace_id))


def sent_fact(row: Outgoing, *, refused: tuple[str, ...] = ()) -> MailSent:
    """The fact that this row was sent."""
    return MailSent(row.id, row.mailbox_id, row.about, row.kind, row.message_id, refused)


# The way of nearly every mail, in one statement. A row that the watchdog has called unknown meanwhile is
# settled too: the one who heard the server's answer knows better.
_ACCEPTED: Final = """
WITH settled AS (
    UPDATE mail_outgoing SET state = 'sent', settled_at = %(now)s, sent_at = data_at, lease_until = NULL,
        code = %(code)s, words = %(words)s
    WHERE id = %(row)s AND (state = 'sending' AND fence = %(fence)s
        OR state = 'unknown' AND attempt = %(attempt)s AND decided_by_id IS NULL) IS TRUE
    RETURNING id, workspace_id),
paced AS (
    UPDATE mail_mailbox SET last_paced_at = %(now)s WHERE id = %(paced)s AND EXISTS (SELECT FROM settled)),
told AS (
    INSERT INTO mail_outgoingevent (id, workspace_id, outgoing_id, at, what, says)
    SELECT %(event)s::uuid, workspace_id, id, %(now)s, 'sent', %(says)s::text FROM settled)
SELECT id FROM settled
"""


def _accepted(row: Outgoing, outcome: Outcome, *, now: dt.datetime, by: Actor) -> Outgoing:
    words = outcome.words[:500]
    paced = row.kind == "automated"
    said = {
        "now": now,
        "code": outcome.code,
        "words": words,
        "row": row.id,
        "fence": row.fence,
        "attempt": row.attempt,
        "paced": row.mailbox_id if paced else None,
        "event": ids.uuid7(now),
        "says": f"Sent: the server took it ({outcome.code} {outcome.words})."[:600],
    }
    turned_down = tuple(address for address, _, _ in outcome.refused)
    happened = [Happening(sent_fact(row, refused=turned_down), system(row.workspace_id), now)]
    # The commit that allows the next mail, or gives the mailbox back, waits for the disk, and this one
    # with it. The pace of automated mails is told from the last that was settled: they wait here too.
    with statements.opening(
        by.workspace_id, (_ACCEPTED, said), history.written(happened), waits_for_disk=paced
    ) as (settled, _):
        if not settled.rows:
            raise LeaseLost("This mail was settled by somebody else.")
        row.state, row.settled_at, row.sent_at, row.lease_until = "sent", now, row.data_at, None
        row.code, row.words = outcome.code, words
        history.follow(happened)
    return row


def _sent(row: Outgoing, says: str, *, now: dt.datetime) -> None:
    row.state, row.settled_at, row.lease_until = "sent", now, None
    row.sent_at = row.data_at or now
    row.save(
        update_fields=[
            *("state", "settled_at", "lease_until", "sent_at", "code", "words", "filed_at", "decided_by"),
        ]
    )
    log.say([(row, "sent", says)], at=now)
    if row.kind == "automated":
        Mailbox.objects.filter(id=row.mailbox_id).update(last_paced_at=now)


def _back_to_planned(row: Outgoing, *, until: dt.datetime, tried: bool = True) -> None:
    row.state, row.not_before, row.lease_until, row.data_at, row.fence = "planned", until, None, None, None
    row.attempt -= 0 if tried else 1
    row.save(
        update_fields=["state", "not_before", "lease_until", "data_at", "fence", "attempt", "code", "words"]
    )


def _locked(row: Outgoing) -> Outgoing:
    """The row as it is now; a watchdog may have called it unknown while the server was slow, and
    then the one who heard the server's answer still knows better."""
    found = Outgoing.objects.select_for_update(no_key=True).get(id=row.id)
    heard = found.state == "unknown" and found.attempt == row.attempt and found.decided_by_id is None
    if not (found.state == "sending" and found.fence == row.fence) and not heard:
        raise LeaseLost("This mail was settled by somebody else.")
    return found


def _tell(
    facts: Sequence[Fact], rows: Sequence[Outgoing], *, at: dt.datetime, by: Actor | None = None
) -> None:
    if facts:
        actor = by or system(rows[0].workspace_id)
        history.record_many([Happening(fact, actor, at) for fact in facts])
