"""Probes that take their time: a drawn card is looked at, a mail is sent and awaited. Done by a worker.

One that is under way has a date. Not after ``sent_at``: it has not set out. After it: it has, and at that date it
has failed. So nothing sets out twice, and a worker that dies costs an alarm and no second mail.
"""

import datetime as dt
import uuid
from typing import Final

from leadfast.capture.actions import mail_in, probing
from leadfast.capture.doors.card import probe as drawn
from leadfast.capture.doors.card import read as cards
from leadfast.capture.models import LeadAddress, Probe
from leadfast.foundation.errors import Refusal
from leadfast.mail import actions as mail
from leadfast.mail import jobs as mailing
from leadfast.mail.errors import LeaseLost
from leadfast.workspaces import guard
from leadfast.workspaces import reads as workspaces
from leadfast.workspaces.actor import Actor

#: A mailbox is read every minute; greylisting holds a first mail up for some minutes.
MAIL_WITHIN: Final = dt.timedelta(minutes=20)
CARD_WITHIN: Final = dt.timedelta(minutes=5)


def go_on(*, probe_id: uuid.UUID, by: Actor, as_of: dt.datetime) -> None:
    """Let one that is due set out, or say that it has not come through."""
    with guard.writing(by):
        row = Probe.objects.select_for_update(no_key=True).filter(id=probe_id, due_at__lte=as_of).first()
        if row is None or row.due_at is None:
            return
        late = row.due_at > row.sent_at
        if not late:
            row.sent_at = as_of
            row.due_at = as_of + (MAIL_WITHIN if row.door == "mail" else CARD_WITHIN)
            row.save(update_fields=["sent_at", "due_at"])
    if late:
        probing.ended(probe_id=probe_id, why=_too_late(row, by=by), by=by)
    elif row.door == "mail":
        _mail(row, by=by, as_of=as_of)
    else:
        _card(row, by=by)


def _card(row: Probe, *, by: Actor) -> None:
    """Looking takes seconds: no transaction is open around it."""
    with guard.scope(by.workspace_id):
        country = workspaces.workspace(by.workspace_id).country
    try:
        seen = cards.card(drawn.synthetic(str(row.id))[0], country)
    except Refusal as refusal:
        probing.ended(probe_id=row.id, why=refusal.sentence, by=by)
        return
    wrong = "" if drawn.MAIL in seen.found().mails else "The reader does not read a clear card."
    probing.ended(probe_id=row.id, why=wrong or probing.through("card", row.id, by=by, seen=seen), by=by)


def _mail(row: Probe, *, by: Actor, as_of: dt.datetime) -> None:
    with guard.scope(by.workspace_id):
        address = _address(row.id)
        to = mail_in.written(address) if address else ""
    if address is None:
        # The last address was closed in between: the mail's own way is proven without one.
        probing.arrived(probe_id=row.id, by=by)
        return
    try:
        why = mail.send_probe(
            mailbox_id=address.mailbox_id, to=to, probe_id=row.id, holder=mailing.holder(), by=by
        )
    except LeaseLost:
        # A worker is sending from this mailbox: at the next tick.
        with guard.scope(by.workspace_id):
            Probe.objects.filter(id=row.id, due_at__isnull=False).update(due_at=as_of)
        return
    except Refusal as refusal:
        why = refusal.sentence
    if why:
        probing.ended(probe_id=row.id, why=f"The mail to {to} could not be sent: {why}", by=by)


def _too_late(row: Probe, *, by: Actor) -> str:
    if row.door != "mail":
        return "The reader of cards did not come to an end."
    with guard.scope(by.workspace_id):
        address = _address(row.id)
        to = mail_in.written(address) if address else "an address for leads that is closed now"
        zone = workspaces.zone_of(workspaces.workspace(by.workspace_id))
    minutes = int(MAIL_WITHIN.total_seconds() // 60)
    return (
        f"The mail of {row.sent_at.astimezone(zone):%H:%M} to {to} has not arrived within {minutes} minutes."
    )


def _address(probe_id: uuid.UUID) -> LeadAddress | None:
    """The addresses take turns, as the ids of probes fall."""
    rows = LeadAddress.objects.filter(closed_at=None, mailbox__disconnected_at=None).select_related("mailbox")
    found = list(rows.order_by("id"))
    return found[probe_id.int % len(found)] if found else None
