"""Mails to addresses for leads, over a real IMAP server: kept first, read, taught, and never a newsletter's lead."""

import uuid

import pytest

from leadfast.capture import actions as capture
from leadfast.capture import jobs, reads
from leadfast.capture.actions import mail_in, teaching
from leadfast.capture.errors import LeadAddressTaken, MarkedWordsMissing
from leadfast.capture.models import Arrival
from leadfast.conversations import jobs as conversations
from leadfast.conversations.models import Message
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.mail.models import FetchedMessage, Mailbox
from leadfast.people.models import Person
from leadfast.workspaces import guard
from tests.conversations.conftest import OURS
from tests.fixtures import Someone
from tests.mail import loopback
from tests.mail.conftest import Connect, connect, town

__all__ = ["connect", "town"]  # fixtures of the mail server

PORTAL = """New enquiry for you

Interested person
{name}

Reach them at {mail}
Object: flat in Leeds
"""


def letter(sender: str, to: str, text: str, *, subject: str = "Hello", more: str = "") -> bytes:
    head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{uuid.uuid4()}@x.example>\r\n"
    head += f"Date: {clock.now():%a, %d %b %Y %H:%M:%S} +0000\r\n{more}Content-Type: text/plain; charset=utf-8\r\n\r\n"
    return head.encode() + text.replace("\n", "\r\n").encode()


def sweep(box: Mailbox) -> None:
    with guard.scope(box.workspace_id):
        Mailbox.objects.filter(id=box.id).update(next_sync_at=clock.now())
    conversations.fetch(as_of=clock.now())
    for _ in range(2):
        jobs.mails(as_of=clock.now())
        conversations.read(as_of=clock.now())


def arrivals(someone: Someone) -> list[Arrival]:
    with guard.scope(someone.actor.workspace_id):
        assert reads.difference(reads.ledger()) == 0
        rows = Arrival.objects.filter(door__in=("mail", "colleague")).select_related("lead")
        return list(rows.order_by("arrived_at", "id"))


def test_what_strangers_write_there_is_an_arrival_and_elsewhere_nobodys_business(
    town: loopback.Loopback, connect: Connect, alice: Someone, bob: Someone
) -> None:
    box = connect()
    address = mail_in.open_address(mailbox_id=box.id, source="Fair", by=bob.actor)
    with guard.scope(alice.actor.workspace_id):
        to = mail_in.written(address)
    wide = mail_in.open_address(mailbox_id=box.id, whole=True, by=bob.actor)
    with pytest.raises(LeadAddressTaken):
        mail_in.open_address(mailbox_id=box.id, whole=True, by=bob.actor)
    mail_in.close_address(address_id=wide.id, by=bob.actor)
    raw = letter("Maria Lopez <maria@lopez.example>", to, "What do forty chairs cost?\n")
    town.deliver(OURS, raw)
    town.deliver(OURS, letter("mum@family.example", OURS, "Sunday?\n"))
    news = letter(
        "news@shop.example",
        to,
        "Ten per cent off.\n",
        more="List-Unsubscribe: <mailto:x@shop.example>\r\nPrecedence: bulk\r\n",
    )
    town.deliver(OURS, news)
    sweep(box)
    sweep(box)
    lead, waits = sorted(arrivals(alice), key=lambda one: one.settlement)
    assert (lead.settlement, waits.settlement) == ("created", "waiting")
    assert lead.lead is not None
    assert (lead.lead.label, lead.lead.source) == ("Maria Lopez", "Fair")
    assert b"forty chairs" in bytes(lead.raw)
    with guard.scope(alice.actor.workspace_id):
        # Of the private mail nothing is kept.
        assert FetchedMessage.objects.count() == 2


def test_a_mail_passed_on_is_about_its_writer_and_a_copy_about_whom_it_went_to(
    town: loopback.Loopback, connect: Connect, alice: Someone, bob: Someone
) -> None:
    box = connect()
    address = mail_in.open_address(mailbox_id=box.id, source="", member_id=alice.member.id, by=bob.actor)
    with guard.scope(alice.actor.workspace_id):
        to = mail_in.written(address)
    own = "Bob <bob@brightline.example>"
    passed_on = (
        "Yours?\n\n---------- Forwarded message ---------\nFrom: Piotr Zielinski <piotr@zielinski.example>\n"
    )
    passed_on += (
        "Date: Mon, 2 Nov 2026 at 10:00\nSubject: Desks\nTo: <bob@brightline.example>\n\nDo you sell desks?\n"
    )
    town.deliver(OURS, letter(own, to, passed_on, subject="Fwd: Desks"))
    copied = letter(
        f"Alice <{OURS}>",
        "Rosa Iglesias <rosa@iglesias.example>",
        "Our offer.\n",
        more=f"Delivered-To: {to}\r\n",
        subject="Offer",
    )
    town.deliver(OURS, copied)
    sweep(box)
    assert {one.lead.label for one in arrivals(alice) if one.lead} == {"Piotr Zielinski", "Rosa Iglesias"}
    with guard.scope(alice.actor.workspace_id):
        message = Message.objects.get()
        assert message.direction == "out"
        assert message.lead is not None
        assert message.lead.label == "Rosa Iglesias"
        assert {one.owner_id for one in Lead.objects.all()} == {alice.member.id}
        assert not Person.objects.filter(name="Bob").exists()


def test_one_example_teaches_those_that_wait_and_the_next(
    town: loopback.Loopback, connect: Connect, alice: Someone, bob: Someone
) -> None:
    box = connect()
    mail_in.open_address(mailbox_id=box.id, whole=True, by=bob.actor)
    people = [
        ("Ines Okafor", "ines@okafor.example"),
        ("Lena Vogt", "lena@vogt.example"),
        ("Tomas Beran", "tomas@beran.example"),
    ]
    bulk = "Precedence: bulk\r\nAuto-Submitted: auto-generated\r\n"
    mails = [
        letter(
            "no-reply@portal.example", OURS, PORTAL.format(name=name, mail=mail), subject="Enquiry", more=bulk
        )
        for name, mail in people
    ]
    for one in mails[:2]:
        town.deliver(OURS, one)
    sweep(box)
    first, second = arrivals(alice)
    assert (first.settlement, second.settlement) == ("waiting", "waiting")
    with pytest.raises(MarkedWordsMissing):
        teaching.teach(arrival_id=first.id, marked={"name": "Nobody Here"}, by=bob.actor)
    who = people[0] if b"Ines" in bytes(first.raw) else people[1]
    _, like = teaching.teach(arrival_id=first.id, marked={"name": who[0], "mail": who[1]}, by=bob.actor)
    assert set(like) == {first.id, second.id}
    capture.settle(arrival_ids=like, by=bob.actor)
    town.deliver(OURS, mails[2])
    sweep(box)
    assert {one.lead.label for one in arrivals(alice) if one.lead} == {name for name, _ in people}
