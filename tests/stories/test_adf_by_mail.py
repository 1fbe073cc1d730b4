"""A portal sends its leads by mail, as ADF: over a real IMAP server to a lead that can be written to and answers."""

import uuid
from email.message import EmailMessage

import pytest

from leadfast.capture import jobs, reads
from leadfast.capture.actions import mail_in, repairing
from leadfast.capture.models import Arrival
from leadfast.capture.reads import ways_in
from leadfast.conversations import jobs as conversations
from leadfast.conversations.models import Message
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.mail.models import FetchedMessage, Mailbox
from leadfast.people.models import ContactPoint
from leadfast.workspaces import guard
from tests.fixtures import Someone
from tests.mail import loopback
from tests.mail.conftest import Connect, connect, town

__all__ = ["connect", "town"]  # fixtures of the mail server

OURS = "alice@brightline.example"
PORTAL = "Car Portal <leads@portal.example>"
MARIA = """<?xml version="1.0" encoding="UTF-8"?>
<?adf version="1.0"?>
<adf><prospect status="new"><requestdate>2026-11-20T09:15:00+00:00</requestdate>
<vehicle interest="buy" status="used"><year>2021</year><make>Volvo</make><model>V60</model></vehicle>
<customer><contact><name part="first">Maria</name><name part="last">Lopez</name>
<email>maria@lopez.example</email><phone type="voice">020 7946 0018</phone></contact>
<comments>Can I come on Saturday &amp; bring my trade-in?</comments></customer>
<vendor><contact><name part="full">Brightline Motors</name></contact></vendor>
<provider><name part="full">Car Portal</name></provider></prospect></adf>
"""
# Ends are forgotten, an ampersand stands bare, and there are two roots.
TORN = """Here is your lead.
<adf><prospect><customer><contact><name part="full">Jan Kowalski
<email>jan@kowalski.example<phone>0113 496 0000</contact>
<comments>A & B, <b>soon</customer></prospect></adf><adf>
"""
NOBODY = """<?adf version="1.0"?>
<adf><prospect><vehicle><make>Volvo</make></vehicle><customer><contact></contact></customer></prospect></adf>
"""


def from_portal(body: str = "", *, attached: str = "", kind: str = "xml", to: str) -> EmailMessage:
    one = EmailMessage()
    one["From"], one["To"], one["Subject"] = PORTAL, to, "New lead"
    one["Message-ID"], one["Date"] = f"<{uuid.uuid4()}@portal.example>", clock.now()
    one.set_content(body or "A new lead is attached.")
    if attached:
        one.add_attachment(
            attached.encode(), maintype="application", subtype=kind, filename=f"lead.{kind[:3]}"
        )
    return one


def works(box: Mailbox) -> None:
    """What the worker does, twice over."""
    for _ in range(2):
        with guard.scope(box.workspace_id):
            Mailbox.objects.filter(id=box.id).update(next_sync_at=clock.now())
        conversations.fetch(as_of=clock.now())
        jobs.mails(as_of=clock.now())
        conversations.read(as_of=clock.now())


@pytest.fixture
def box(town: loopback.Loopback, connect: Connect, bob: Someone) -> Mailbox:
    """Alice's mailbox, with an address for the portal."""
    box = connect()
    mail_in.open_address(mailbox_id=box.id, source="Car Portal", by=bob.actor)
    return box


@pytest.fixture
def to(box: Mailbox, alice: Someone) -> str:
    """That address."""
    with guard.scope(alice.actor.workspace_id):
        [address] = ways_in.addresses()
        return mail_in.written(address)


def arrivals(alice: Someone) -> list[Arrival]:
    with guard.scope(alice.actor.workspace_id):
        assert reads.difference(reads.ledger()) == 0
        return list(Arrival.objects.select_related("lead").order_by("arrived_at", "id"))


def test_adf_in_an_attachment_or_in_the_body_is_a_lead_with_every_field(
    town: loopback.Loopback, box: Mailbox, to: str, alice: Someone
) -> None:
    tom = MARIA.replace("Maria", "Tom").replace("Lopez", "Novak").replace("maria@lopez", "tom@novak")
    town.deliver(OURS, from_portal(attached=MARIA, to=to).as_bytes())
    town.deliver(OURS, from_portal(tom.replace("7946 0018", "7946 0019"), to=to).as_bytes())
    works(box)
    found = {one.lead.label: one for one in arrivals(alice) if one.lead}
    assert found.keys() == {"Maria Lopez", "Tom Novak"}
    for one in found.values():
        assert one.lead is not None
        assert (one.settlement, one.lead.source) == ("created", "Car Portal")
        assert "2021 Volvo V60" in one.lead.note
        assert "Can I come on Saturday & bring my trade-in?" in one.lead.note
        assert one.original_at is not None
    with guard.scope(alice.actor.workspace_id):
        points = set(ContactPoint.objects.values_list("key", flat=True))
    assert {"maria@lopez.example", "tom@novak.example", "+442079460018", "+442079460019"} <= points
    assert "leads@portal.example" not in points, "the portal is nobody's address"


def test_torn_adf_is_a_lead_where_it_says_who_and_waits_with_its_reason_where_not(
    town: loopback.Loopback, box: Mailbox, to: str, alice: Someone
) -> None:
    town.deliver(OURS, from_portal(TORN, to=to).as_bytes())
    town.deliver(OURS, from_portal(attached=NOBODY, kind="adf+xml", to=to).as_bytes())
    works(box)
    torn, nobody = sorted(arrivals(alice), key=lambda one: one.settlement)
    assert torn.lead is not None
    assert torn.lead.label == "Jan Kowalski"
    assert (nobody.settlement, nobody.lead) == ("waiting", None)
    assert nobody.why
    assert b"lead.adf" in bytes(nobody.raw), "as it came, beside the form that mends it"
    mended = repairing.repair(
        arrival_id=nobody.id, typed={"name": "Ola Berg", "mail": "ola@berg.example"}, by=alice.actor
    )
    assert mended.lead_id is not None
    assert {one.settlement for one in arrivals(alice)} == {"created"}


def test_the_same_mail_twice_and_the_same_lead_by_two_mails_are_one(
    town: loopback.Loopback, box: Mailbox, to: str, alice: Someone
) -> None:
    one = from_portal(attached=MARIA, to=to)
    town.deliver(OURS, one.as_bytes())
    town.deliver(OURS, one.as_bytes())
    works(box)
    town.deliver(OURS, from_portal(MARIA, to=to).as_bytes())
    works(box)
    assert sorted(arrival.settlement for arrival in arrivals(alice)) == ["created", "joined"]
    with guard.scope(alice.actor.workspace_id):
        assert Lead.objects.count() == 1


def test_who_asked_through_the_portal_is_written_to_and_answers_on_the_lead(
    town: loopback.Loopback, box: Mailbox, to: str, alice: Someone
) -> None:
    asked = from_portal(attached=MARIA, to=to)
    town.deliver(OURS, asked.as_bytes())
    works(box)
    [arrival] = arrivals(alice)
    ours = EmailMessage()
    ours["From"], ours["To"], ours["Subject"] = f"Alice <{OURS}>", "maria@lopez.example", "Your Volvo"
    ours["Message-ID"], ours["Date"] = "<ours@brightline.example>", clock.now()
    ours.set_content("Saturday at ten is fine. Shall we say so?")
    town.deliver(OURS, ours.as_bytes(), folder="Sent")
    works(box)
    # She answers our mail from another address, and the portal's mail from her own.
    for sender, subject, about in (
        ("Maria <m.lopez@work.example>", "Re: Your Volvo", "<ours@brightline.example>"),
        ("Maria Lopez <maria@lopez.example>", "Re: New lead", asked["Message-ID"]),
    ):
        answer = EmailMessage()
        answer["From"], answer["To"], answer["Subject"] = sender, OURS, subject
        answer["Message-ID"], answer["Date"] = f"<{uuid.uuid4()}@lopez.example>", clock.now()
        answer["In-Reply-To"] = answer["References"] = about
        answer.set_content("Ten is perfect.")
        town.deliver(OURS, answer.as_bytes())
    works(box)
    with guard.scope(alice.actor.workspace_id):
        messages = list(Message.objects.order_by("direction"))
        assert [one.direction for one in messages] == ["in", "in", "out"]
        assert {one.lead_id for one in messages} == {arrival.lead_id}
        assert Lead.objects.get().turn == "ours"
        assert not FetchedMessage.objects.filter(read_at=None).exists()
