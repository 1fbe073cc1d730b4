"""One customer through one door: a mail of the website, a call that nobody took, a call that a rep jotted down."""

import datetime as dt
import email.utils
import uuid

from leadfast.capture import actions as capture
from leadfast.capture.actions import call_records, jotting
from leadfast.capture.models import CallRecord
from leadfast.cli.simulate.making import Customer
from leadfast.foundation import clock
from leadfast.workspaces import actor, guard
from leadfast.workspaces.actor import Actor

_HEADER = "Start,From,To,Duration,Talk,Status,Direction,Recording,ID"


def by_mail(customer: Customer, *, key: str, by: uuid.UUID) -> uuid.UUID | None:
    """The old form of the website sends a mail to the address for leads."""
    now = clock.now()
    lines = (
        f"From: {customer.name} <{customer.mail}>",
        "To: leads@brightline.example",
        "Subject: Enquiry from the website",
        f"Date: {email.utils.format_datetime(now)}",
        f"Message-ID: <{key}@forms.example>",
        "",
        f"Name: {customer.name}",
        f"Company: {customer.company}",
        f"Email: {customer.mail}",
        *((f"Phone: {customer.phone}",) if customer.phone else ()),
        "Message Body:",
        f"We are looking for {customer.topic}. Please send a price.",
    )
    incoming = capture.Incoming(
        door="mail",
        external_key=key,
        raw="\r\n".join(lines).encode(),
        media_type="message/rfc822",
        original_at=now,
        source=customer.source,
    )
    return capture.receive(incoming=[incoming], by=actor.system(by))[0].lead_id


def missed_call(customer: Customer, *, at: dt.datetime, key: str, by: Actor) -> uuid.UUID | None:
    """They rang and nobody was free; the telephone system posts its record."""
    row = f"{at.isoformat(timespec='seconds')},{customer.name} ({customer.phone}),100,25,0,No answer,Inbound,,{key}"
    content = f"{_HEADER}\n{row}\n".encode()
    file = call_records.keep_calls(name=f"Telephone, {at:%-d %B %H:%M}.csv", content=content, by=by)
    call_records.take_calls(file_id=file.id, by=by)
    with guard.scope(by.workspace_id):
        found = CallRecord.objects.filter(file_id=file.id).values_list("lead_id", "arrival__lead_id").first()
    return (found[0] or found[1]) if found else None


def jotted(customer: Customer, *, key: uuid.UUID, by: Actor) -> uuid.UUID | None:
    """A rep takes the call and puts it down on a phone while listening."""
    reach = ", ".join(part for part in (customer.phone, customer.mail) if part)
    line = f"{customer.name}, {customer.company}, {reach}, looks for {customer.topic}"
    typed = {"line": line, "how": "call", "source": customer.source}
    return jotting.jot(key=key, typed=typed, by=by).lead_id
