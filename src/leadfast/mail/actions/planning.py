"""Planning a mail: the row exists, with its Message-ID, before anything else happens."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from leadfast.foundation import clock, contacts, ids, secrets, wake
from leadfast.mail import reads
from leadfast.mail.actions import log
from leadfast.mail.errors import AddressRefused, MailboxNotFound, NoRecipient, NotWaiting
from leadfast.mail.models import Mailbox, Outgoing
from leadfast.mail.rules import composing, slots
from leadfast.mail.rules import ids as mail_ids
from leadfast.mail.rules.headers import Address
from leadfast.workspaces import guard, inserting
from leadfast.workspaces.actor import Actor

ID_PURPOSE = "mail-id"


@dataclass(frozen=True, kw_only=True)
class NewMail:
    """A mail to be planned.

    ``key`` makes planning idempotent: (touch, cycle), a form's own token, … ``kind`` *automated*
    is paced (window, limit, gap); *person* and *notice* leave as soon as they may. ``about`` is the
    caller's own row. ``draft`` waits for :func:`release`.
    """

    key: str
    mailbox_id: uuid.UUID
    to: tuple[Address, ...]
    subject: str
    text: str
    html: str = ""
    cc: tuple[Address, ...] = ()
    kind: str = "automated"
    about: uuid.UUID | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[uuid.UUID, ...] = ()
    #: An iCalendar object that goes along as calendars expect it (RFC 6047); its METHOD says what it does.
    calendar: str = ""
    not_before: dt.datetime | None = None
    zone: str = ""
    country: str = ""
    postal_address: str = ""
    unsubscribe_token: str = ""
    unsubscribe_url: str = ""
    draft: bool = False
    extra: dict[str, str] = field(default_factory=dict)


def plan(*, mails: Sequence[NewMail], by: Actor) -> list[Outgoing]:
    """Plan these mails; a key that is planned already gives its existing row, unchanged.

    Returns rows in the order of ``mails``. Raises a refusal if a header or an address is not sound.
    """
    now = clock.now()
    with guard.writing(by):
        boxes = Mailbox.objects.in_bulk({mail.mailbox_id for mail in mails})
        paced = {mail.mailbox_id for mail in mails if mail.kind == "automated" and not mail.draft}
        # Only who keeps a pace has to know what else the mailbox sends.
        diaries = {
            box.id: reads.diary(box, since=now) if box.id in paced else slots.Diary()
            for box in boxes.values()
        }
        rows, told = [], []
        by_key = _known(mails)
        for mail in mails:
            if mail.key in by_key:
                continue
            box = boxes.get(mail.mailbox_id)
            if box is None:
                raise MailboxNotFound
            row, why = _row(mail, box, diaries[box.id], now=now, by=by)
            by_key[mail.key] = row
            rows.append(row)
            told.append((row, "waiting" if mail.draft else "planned", why))
        ours = inserting.insert_missing(rows)
        log.say([one for one in told if one[0].id in ours], at=now)
        if len(ours) < len(rows):
            # Somebody planned the same keys at the same moment: theirs are the rows.
            by_key |= _known(mails)
        wake.up("followup.send")
    return [by_key[mail.key] for mail in mails]


def release(
    *, outgoing_id: uuid.UUID, by: Actor, subject: str | None = None, text: str | None = None
) -> Outgoing:
    """A person has looked at a draft (and perhaps changed it): it leaves at the next slot."""
    now = clock.now()
    with guard.writing(by):
        row = Outgoing.objects.select_for_update(no_key=True).filter(id=outgoing_id, state="waiting").first()
        if row is None:
            raise NotWaiting
        box = Mailbox.objects.get(id=row.mailbox_id)
        if subject is not None:
            row.subject = composing.one_line(subject)
            row.draft["subject"] = row.subject
        if text is not None:
            row.draft |= {"text": text, "html": ""}
        slot = _slot(row, box, reads.diary(box, since=now), asked=max(now, row.not_before))
        row.not_before, row.state = slot.at, "planned"
        row.save(update_fields=["state", "subject", "draft", "not_before"])
        log.say([(row, "released", slot.why or "Looked at by a person and released.")], at=now)
        wake.up("followup.send")
    return row


def cancel(*, outgoing_ids: Sequence[uuid.UUID], why: str, by: Actor) -> list[Outgoing]:
    """Stop these mails if they have not begun; returns the rows that were stopped."""
    now = clock.now()
    with guard.writing(by):
        rows = list(
            Outgoing.objects.select_for_update(no_key=True)
            .filter(id__in=outgoing_ids, state__in=("planned", "waiting"))
            .order_by("id")
        )
        Outgoing.objects.filter(id__in=log.ids_of(rows)).update(
            state="cancelled", words=why[:500] or "Cancelled.", settled_at=now
        )
        log.say([(row, "cancelled", why or "Cancelled.") for row in rows], at=now)
    return rows


def draft_of(row: Outgoing, *, sender: Address, signature: str, at: dt.datetime) -> composing.Draft:
    """What the row says, as a draft to compose (its files are added by the caller)."""
    said = row.draft
    token = mail_ids.token(row.id, key=secrets.key_for(ID_PURPOSE))
    way_out = None
    if said["unsubscribe_token"]:
        way_out = composing.Unsubscribe(sender.email, said["unsubscribe_token"], said["unsubscribe_url"])
    return composing.Draft(
        message_id=row.message_id,
        token=token,
        sender=sender,
        to=tuple(Address(**one) for one in said["to"]),
        cc=tuple(Address(**one) for one in said["cc"]),
        subject=row.subject,
        text=said["text"],
        html=said["html"],
        date=at,
        in_reply_to=said["in_reply_to"],
        references=tuple(said["references"]),
        calendar=said.get("calendar", ""),
        signature=signature,
        # An acknowledgement is not paced, but it is the machine's all the same.
        automated=row.kind == "automated" or bool(said["unsubscribe_token"]),
        postal_address=said["postal_address"],
        unsubscribe=way_out,
    )


def _known(mails: Sequence[NewMail]) -> dict[str, Outgoing]:
    return {row.key: row for row in Outgoing.objects.filter(key__in=[mail.key for mail in mails])}


def _row(
    mail: NewMail, box: Mailbox, diary: slots.Diary, *, now: dt.datetime, by: Actor
) -> tuple[Outgoing, str]:
    if not mail.to:
        raise NoRecipient
    recipients = [composing.envelope_address(one.email) for one in (*mail.to, *mail.cc)]
    for one in (*mail.to, *mail.cc):
        composing.one_line(one.name)
    new_id = ids.uuid7(now)
    domain = contacts.domain_of(box.address_key)
    if not domain:
        raise AddressRefused
    said = {
        "to": [asdict(one) for one in mail.to],
        "cc": [asdict(one) for one in mail.cc],
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "files": [str(one) for one in mail.files],
        **({"calendar": mail.calendar} if mail.calendar else {}),
        "postal_address": mail.postal_address,
        "unsubscribe_token": mail.unsubscribe_token,
        "unsubscribe_url": mail.unsubscribe_url,
        "extra": mail.extra,
    }
    row = Outgoing(
        id=new_id,
        workspace_id=by.workspace_id,
        mailbox_id=box.id,
        kind=mail.kind,
        key=mail.key,
        about=mail.about,
        message_id=mail_ids.message_id(new_id, domain=domain, key=secrets.key_for(ID_PURPOSE)),
        recipients=list(dict.fromkeys(recipients)),
        subject=composing.one_line(mail.subject),
        draft=said,
        zone=mail.zone or "UTC",
        country=mail.country,
        not_before=mail.not_before or now,
        planned_at=now,
        state="waiting" if mail.draft else "planned",
    )
    if mail.draft:
        return row, "A draft: it waits until a person has looked at it."
    slot = _slot(row, box, diary, asked=max(now, row.not_before))
    row.not_before = slot.at
    return row, slot.why or f"Planned for {slot.at:%a %-d %b %Y, %H:%M} UTC."


def _slot(row: Outgoing, box: Mailbox, diary: slots.Diary, *, asked: dt.datetime) -> slots.Slot:
    if row.kind != "automated":
        return slots.Slot(asked)
    pace, place = reads.pace(box), slots.Place(row.zone, row.country)
    slot = slots.next_slot(asked=asked, pace=pace, place=place, diary=diary, seed=row.id)
    diary.book(slot, pace)
    return slot
