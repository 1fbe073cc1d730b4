"""Addresses for leads: what comes to them is an arrival before anything reads it."""

import datetime as dt
import re
import secrets as drawing
import uuid

from leadfast.capture.actions import probing, receiving
from leadfast.capture.actions.arriving import Incoming
from leadfast.capture.actions.receiving import Received
from leadfast.capture.doors.colleague import read as colleague
from leadfast.capture.errors import LeadAddressNotFound, LeadAddressTaken
from leadfast.capture.models import LeadAddress
from leadfast.conversations.understanding.letter import Letter
from leadfast.foundation import clock
from leadfast.foundation.contacts import clean_line, mail_key
from leadfast.foundation.ids import uuid7
from leadfast.mail import actions as mailboxes
from leadfast.mail.models import FetchedMessage, Mailbox
from leadfast.mail.rules import envelopes, reading
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Member

EVERYTHING = "*"


def open_address(
    *,
    mailbox_id: uuid.UUID,
    by: Actor,
    source: str = "",
    member_id: uuid.UUID | None = None,
    whole: bool = False,
) -> LeadAddress:
    """Mails to it become leads from now on: of one source, of one member, or everything in the mailbox."""
    now = clock.now()
    with guard.writing(by):
        tag = EVERYTHING if whole else _tag(source)
        if LeadAddress.objects.filter(mailbox_id=mailbox_id, tag=tag, closed_at=None).exists():
            raise LeadAddressTaken
        address = LeadAddress.objects.create(
            id=uuid7(now),
            workspace_id=by.workspace_id,
            mailbox_id=mailbox_id,
            kind="mailbox" if whole else "member" if member_id else "source",
            tag=tag,
            source=clean_line(source, limit=120),
            member_id=member_id,
            made_at=now,
            made_by_id=by.as_member(),
        )
        _tell_mailbox(mailbox_id)
    return address


def close_address(*, address_id: uuid.UUID, by: Actor) -> LeadAddress:
    """Strangers who write to it are nobody's business again. What came stays."""
    with guard.writing(by):
        found = (
            LeadAddress.objects.select_for_update(no_key=True).filter(id=address_id, closed_at=None).first()
        )
        if found is None:
            raise LeadAddressNotFound
        found.closed_at, found.closed_by_id = clock.now(), by.as_member()
        found.save(update_fields=["closed_at", "closed_by"])
        _tell_mailbox(found.mailbox_id)
    return found


def take_mail(*, fetched_id: uuid.UUID, by: Actor) -> Received | None:
    """One fetched mail becomes an arrival, raw first; twice is once.

    A copy of what one of us wrote is then taken in as a conversation with the lead it made or joined.
    """
    now = clock.now()
    with guard.scope(by.workspace_id):
        fetched = FetchedMessage.objects.filter(id=fetched_id, read_at=None, from_anybody=True).first()
        if fetched is None:
            return None
        raw = bytes(fetched.raw)
        probe_id = mailboxes.probe_of(reading.read_head(raw))
        if probe_id is not None:
            # A test of ours that has come all the way: nobody's lead, and nothing of it is kept.
            fetched.delete()
    if probe_id is not None:
        probing.arrived(probe_id=probe_id, by=by)
        return None
    with guard.scope(by.workspace_id):
        address = _address(fetched, raw)
        letter = Letter(raw)
        writer = _colleague(letter.sender[1])
    copied = writer is not None and bool(colleague.customers(letter))
    incoming = Incoming(
        door="colleague" if writer else "mail",
        external_key=f"{fetched.mailbox_id.hex}:{bytes(fetched.fingerprint).hex()}",
        raw=raw,
        media_type="message/rfc822",
        original_at=fetched.received_at,
        # We wrote to them first: nothing greets them as if they had asked.
        fresh=not copied,
        source=address.source if address else "",
        campaign=address.campaign if address else "",
    )
    owner_id = (address.member_id if address else None) or (writer.id if writer else None)
    received = receiving.receive(incoming=[incoming], by=by, owner_id=owner_id)[0]
    with guard.writing(by):
        # Only what comes from a mailbox of ours is known there as our own words.
        ours = Mailbox.objects.filter(address_key=mail_key(letter.sender[1]) or "", disconnected_at=None)
        if copied and received.lead_id and ours.exists():
            FetchedMessage.objects.filter(id=fetched_id).update(from_anybody=False, due_at=now)
        else:
            mailboxes.mark_read(fetched_ids=[fetched_id], at=now)
    return received


def push_away(fetched_id: uuid.UUID, error: Exception, as_of: dt.datetime) -> None:
    """It could not be kept: tried again later, and shown."""
    mailboxes.put_aside(fetched_id=fetched_id, error=f"{type(error).__name__}: {error}", at=as_of)


def written(address: LeadAddress) -> str:
    """The address as one gives it away."""
    if address.tag == EVERYTHING:
        return str(address.mailbox.address)
    name, _, host = address.mailbox.address.partition("@")
    return f"{name}+{address.tag}@{host}"


def _tag(source: str) -> str:
    """Readable, and nothing that a sender of lists would guess."""
    word = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")[:20].strip("-") or "in"
    return f"{word}-{drawing.token_hex(3)}"


def _tell_mailbox(mailbox_id: uuid.UUID) -> None:
    tags = LeadAddress.objects.filter(mailbox_id=mailbox_id, closed_at=None).values_list("tag", flat=True)
    mailboxes.take_from_anybody(mailbox_id=mailbox_id, tags=sorted(tags))


def _address(fetched: FetchedMessage, raw: bytes) -> LeadAddress | None:
    tags = envelopes.tags(reading.read_head(raw))
    rows = list(LeadAddress.objects.filter(mailbox_id=fetched.mailbox_id, closed_at=None))
    return next((one for one in rows if one.tag in tags), None) or next(
        (one for one in rows if one.tag == EVERYTHING), None
    )


def _colleague(address: str) -> Member | None:
    """The member who writes from this address: their mailbox's, or the one they sign in with."""
    key = mail_key(address)
    if not key:
        return None
    box = Mailbox.objects.select_related("owner").filter(address_key=key, disconnected_at=None).first()
    if (
        box is not None
        and not LeadAddress.objects.filter(mailbox_id=box.id, tag=EVERYTHING, closed_at=None).exists()
    ):
        return Member.objects.filter(id=box.owner_id, left_at=None).first()
    return Member.objects.filter(account__email__iexact=key, left_at=None).first()
