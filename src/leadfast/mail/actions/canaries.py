"""Mails from a mailbox to itself that we delete when they are back: the canary, the test of an address for leads."""

import datetime as dt
import uuid
from typing import Final

from leadfast.foundation import clock, ids, secrets
from leadfast.mail import reads
from leadfast.mail.models import Canary, Mailbox
from leadfast.mail.rules import composing
from leadfast.mail.rules import ids as mail_ids
from leadfast.mail.rules.headers import Address
from leadfast.mail.rules.reading import Incoming
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor

PURPOSE: Final = "canary"
SUBJECT: Final = "Leadfast round trip"
PROBE: Final = "probe"
PROBE_SUBJECT: Final = "Leadfast test of a lead address"
AGAIN_AFTER: Final = dt.timedelta(hours=8)  # three chances within the 24 hours a proof holds
AFTER_FAILURE: Final = dt.timedelta(minutes=15)


def send_canary(*, mailbox_id: uuid.UUID, holder: str, by: Actor) -> Canary:
    """Send a mailbox's mail to itself. Outside the limits; removed when it has come back."""
    from leadfast.mail.actions import sending

    now = clock.now()
    with guard.scope(by.workspace_id):
        Mailbox.objects.filter(id=mailbox_id).update(next_canary_at=now + AFTER_FAILURE)
    with sending.sender(by=by, mailbox_id=mailbox_id, holder=holder, proving=True) as held:
        with guard.scope(by.workspace_id):
            canary = Canary.objects.create(
                workspace_id=by.workspace_id, mailbox_id=mailbox_id, sent_at=now, id=ids.uuid7(now)
            )
        address = held.mailbox.address
        outcome = held.connection.transmit(
            _letter(canary.id, address, to=address, at=now),
            sender=composing.envelope_address(address),
            recipients=[composing.envelope_address(address)],
        )
    with guard.scope(by.workspace_id):
        canary.words = f"{outcome.kind}: {outcome.code} {outcome.words}"[:500]
        canary.save(update_fields=["words"])
        if outcome.kind == "accepted":
            Mailbox.objects.filter(id=mailbox_id).update(next_canary_at=now + AGAIN_AFTER)
    return canary


def send_probe(*, mailbox_id: uuid.UUID, to: str, probe_id: uuid.UUID, holder: str, by: Actor) -> str:
    """Send a mail to one of a mailbox's own addresses for leads, outside the limits; why it was not taken, or "".

    Whoever reads what comes to that address knows it by :func:`probe_of`.
    """
    from leadfast.mail.actions import sending

    with sending.sender(by=by, mailbox_id=mailbox_id, holder=holder, proving=True) as held:
        address = held.mailbox.address
        outcome = held.connection.transmit(
            _letter(probe_id, address, to=to, at=clock.now(), purpose=PROBE),
            sender=composing.envelope_address(address),
            recipients=[composing.envelope_address(to)],
        )
    return "" if outcome.kind == "accepted" else f"{outcome.code} {outcome.words}".strip() or outcome.kind


def probe_of(head: Incoming) -> uuid.UUID | None:
    """Which test of a lead address this mail is, if this installation sent it as one."""
    if head.subject != PROBE_SUBJECT:
        return None
    return mail_ids.outgoing_id(head.header("x-leadfast-id"), key=secrets.key_for(PROBE))


def prove(*, mailbox_id: uuid.UUID, how: str, by: Actor) -> None:
    """The mailbox has shown that it can send and be read: *canary*, *real* (seen in Sent) or
    *answer* (somebody replied to a mail of ours)."""
    with guard.scope(by.workspace_id):
        proven(reads.mailbox(mailbox_id), how=how, at=clock.now())


def proven(box: Mailbox, *, how: str, at: dt.datetime) -> None:
    """As :func:`prove`, inside a scope."""
    Mailbox.objects.filter(id=box.id).update(proven_at=at, proven_by=how)


def is_ours(head: Incoming) -> bool:
    """Whether this is a canary that this installation sent."""
    return head.subject == SUBJECT and _id_in(head) is not None


def came_back(box: Mailbox, head: Incoming, *, at: dt.datetime) -> bool:
    """A canary was seen outside Sent (inside a scope): True when it is one of this mailbox's."""
    token = _id_in(head)
    if token and Canary.objects.filter(id=token, mailbox_id=box.id, seen_at=None).update(seen_at=at):
        proven(box, how="canary", at=at)
        return True
    return False


def _id_in(head: Incoming) -> uuid.UUID | None:
    return mail_ids.outgoing_id(head.header("x-leadfast-id"), key=secrets.key_for(PURPOSE))


def _letter(own_id: uuid.UUID, address: str, *, to: str, at: dt.datetime, purpose: str = PURPOSE) -> bytes:
    key = secrets.key_for(purpose)
    subject, what = (PROBE_SUBJECT, "lead address") if purpose == PROBE else (SUBJECT, "mailbox")
    return composing.compose(
        composing.Draft(
            message_id=mail_ids.message_id(own_id, domain=address.rpartition("@")[2], key=key),
            token=mail_ids.token(own_id, key=key),
            sender=Address("Leadfast", address),
            to=(Address("Leadfast", to),),
            subject=subject,
            text=f"Leadfast sends this to check that this {what} works, and removes it again.",
            date=at,
        )
    )
