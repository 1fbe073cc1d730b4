"""Somebody is erased who took part in leads about others: their own words go, the words of others stay."""

import datetime as dt

import pytest

from leadfast.accountability.actions import noticing
from leadfast.accountability.models import Delivery, Notice
from leadfast.capture.actions import mail_in
from leadfast.capture.models import Arrival
from leadfast.cli import person as command
from leadfast.conversations import actions as conversations
from leadfast.conversations.actions import outbound
from leadfast.conversations.models import Attachment, Call, Message
from leadfast.conversations.reads import attachments
from leadfast.foundation import clock
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Participant
from leadfast.mail import actions as mail
from leadfast.mail.actions.planning import NewMail
from leadfast.mail.models import FetchedMessage, Outgoing
from leadfast.mail.rules.headers import Address
from leadfast.people import actions as people
from leadfast.people import personal_data
from leadfast.people.models import Person
from leadfast.worker import auditing
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.conversations.conftest import OURS, Post, letter
from tests.fixtures import Someone
from tests.people.test_personal_data import everything_kept

JAN = "jan@kowalski.example"
PHONE = "+442079460222"


@pytest.fixture
def jan(maria: Lead, alice: Someone) -> Person:
    """Takes part in Maria's lead."""
    with guard.scope(maria.workspace_id):
        jan = people.meet(name="Jan Kowalski", mails=[JAN], phones=[PHONE], company_name="", by=alice.actor)
    leads.add_participant(lead_id=maria.id, person_id=jan.id, role="Facilities manager", by=alice.actor)
    return jan


def erase(jan: Person) -> None:
    command.erase(jan.workspace_id, jan.id, request="By mail")


def left(*words: str) -> list[str]:
    kept = everything_kept().lower()
    return [form for word in words for form in (word, word.encode().hex()) if form in kept]


def test_their_words_go_and_those_of_others_stay(
    post: Post, maria: Lead, jan: Person, alice: Someone
) -> None:
    ours = post.we_write(maria, "maria@lopez.example")
    thread = f"<{ours.message_id}>"
    theirs = letter(sender=f"Jan Kowalski <{JAN}>", In_Reply_To=thread, text="Twelve seats are my limit.\n\nJan",
                    message_id=f"<7.{JAN}>")  # fmt: skip
    theirs.add_attachment(b"janplan", maintype="text", subtype="plain", filename="janplan.txt")
    post.arrives(theirs)
    hers = letter(
        Cc=f"Jan Kowalski <{JAN}>", In_Reply_To=f"<7.{JAN}>", References=f"{thread} <7.{JAN}>",
        text=f"Make it forty.\n\nJan Kowalski <{JAN}>, 020 7946 0222, wrote:\n> Twelve seats are my limit.\n",
    )  # fmt: skip
    hers.add_attachment(b"herplan", maintype="text", subtype="plain", filename="herplan.txt")
    post.arrives(hers)
    conversations.add_note(lead_id=maria.id, words="Jan Kowalski decides about forty seats", by=alice.actor)
    with guard.writing(alice.actor):
        Call.objects.create(
            workspace_id=maria.workspace_id, lead_id=maria.id, person_id=jan.id, at=clock.now(), outcome="reached",
            proof="claimed", number=PHONE, words="Wants janseats",
        )  # fmt: skip
    exported = str(personal_data.export(workspace_id=jan.workspace_id, person_id=jan.id))
    for word in ("Twelve seats", "janplan.txt", "janseats", JAN, "Facilities manager"):
        assert word in exported
    # What others wrote is theirs, and nobody else is given it.
    assert "forty" not in exported

    erase(jan)
    assert (
        left("kowalski", "7946 0222", "2079460222", "twelve seats", "janplan", "janseats", "facilities") == []
    )
    with guard.scope(maria.workspace_id):
        kept = Message.objects.get(lead_id=maria.id, sender="maria@lopez.example")
        assert kept.new_words.startswith("Make it forty.")
        assert kept.cc == ["Erased"]
        [file] = Attachment.objects.all()
        assert attachments.content(file.id)[1] == b"herplan"
        assert Participant.objects.filter(lead_id=maria.id, person_id=jan.id).exists()
    lead = post.fresh(maria)
    assert lead.closure_id is None
    assert lead.label == "Maria Lopez"
    assert [one.name for one in auditing.audit() if one.broken or one.error] == []
    # She answers once more in the thread, and it is still hers.
    again = post.arrives(letter(In_Reply_To=f"<7.{JAN}>", References=f"{thread} <7.{JAN}>", text="And?"))
    assert again is not None
    assert again.lead_id == maria.id


def test_of_a_mail_to_several_only_their_address_goes(post: Post, maria: Lead, jan: Person) -> None:
    to_both = post.we_write(maria, "maria@lopez.example", subject="For you both", text="Forty seats")
    with guard.writing(post.by):
        Outgoing.objects.filter(id=to_both.id).update(recipients=["maria@lopez.example", JAN])
        Message.objects.filter(outgoing_id=to_both.id).update(cc=[JAN])
    post.we_write(maria, JAN, subject="For Jan alone", text="Twelve seats")
    erase(jan)
    assert left("kowalski", "jan alone", "twelve seats") == []
    with guard.scope(maria.workspace_id):
        row = Outgoing.objects.get(id=to_both.id)
        # What is empty is not filed among the sent mails.
        assert (row.recipients, bytes(row.raw or b"?")) == (["maria@lopez.example"], b"?")
        assert row.filed_at is not None
        message = Message.objects.get(outgoing_id=to_both.id)
        assert (message.to, message.text) == (["maria@lopez.example"], "Forty seats")


def test_a_mail_that_waits_to_go_out_does_not(post: Post, maria: Lead, bob: Someone) -> None:
    written = outbound.Letter(
        lead_id=maria.id,
        person_id=maria.person_id,
        mail=NewMail(
            key="later", mailbox_id=post.box.id, to=(Address("", "maria@lopez.example"),), subject="Later",
            text="On Monday", kind="person", not_before=clock.now() + dt.timedelta(days=3),
        ),
    )  # fmt: skip
    row = conversations.write(letter=written, by=post.by)
    assert maria.person_id
    command.erase(maria.workspace_id, maria.person_id, request="By mail")
    with guard.scope(maria.workspace_id):
        assert Outgoing.objects.get(id=row.id).state == "cancelled"
    assert left("lopez", "on monday") == []


def test_what_members_were_told_goes_from_the_mails_to_them_too(
    post: Post, maria: Lead, alice: Someone
) -> None:
    telling = noticing.Telling(
        alice.member.id, "reply", "Maria Lopez has answered.", key="one", lead_id=maria.id
    )
    noticing.tell(tellings=[telling], by=system(maria.workspace_id))
    with guard.writing(post.by):
        told = Notice.objects.get(key="one")
        delivery = Delivery.objects.create(
            workspace_id=told.workspace_id, notice=told, member=alice.member, channel="push", state="sending",
            due_at=clock.now(), deadline_at=clock.now(),
        )  # fmt: skip
    mailed = NewMail(
        key=f"notice:{delivery.id}", mailbox_id=post.box.id, to=(Address("", OURS),), kind="notice",
        subject="Leadfast: Maria Lopez has answered.", text="Maria Lopez has answered.", about=delivery.id,
    )  # fmt: skip
    mail.plan(mails=[mailed], by=post.by)
    assert maria.person_id
    command.erase(maria.workspace_id, maria.person_id, request="By mail")
    assert left("maria lopez") == []
    with guard.scope(maria.workspace_id):
        assert Outgoing.objects.get(key=f"notice:{delivery.id}").state == "cancelled"
        assert Delivery.objects.get(id=delivery.id).state == "dropped"


def test_a_mail_in_doubt_is_emptied_and_still_waits_for_a_person(post: Post, maria: Lead) -> None:
    post.arrives(letter(subject="Something else", text="zqdoubt"))
    post.arrives(letter(sender="Ann Ray <ann@ray.example>", subject="New", text="zqnew"))
    waiting = len(post.unmatched())
    assert maria.person_id
    command.erase(maria.workspace_id, maria.person_id, request="By mail")
    assert left("maria@lopez", "zqdoubt") == []
    assert left("zqnew") != []
    assert len(post.unmatched()) == waiting


def test_a_mail_for_leads_goes_with_its_raw_form_and_one_by_somebody_else_stays(
    post: Post, maria: Lead, alice: Someone, bob: Someone
) -> None:
    mail_in.open_address(mailbox_id=post.box.id, source="Fair", whole=True, by=bob.actor)
    hers = letter(subject="Chairs", text="zqchairs please")
    about = letter(sender="Tom Ray <tom@ray.example>", subject="Fwd", text="zqtom: ask maria@lopez.example",
                   Precedence="bulk", List_Unsubscribe="<mailto:x@ray.example>")  # fmt: skip
    for one in (hers, about):
        post.fetched(one)
        with guard.writing(alice.actor):
            FetchedMessage.objects.filter(id=post.seen[-1]).update(from_anybody=True)
        mail_in.take_mail(fetched_id=post.seen[-1], by=system(maria.workspace_id))
    with guard.scope(maria.workspace_id):
        assert sorted(Arrival.objects.values_list("settlement", flat=True)) == ["joined", "waiting"]
    assert maria.person_id
    command.erase(maria.workspace_id, maria.person_id, request="By mail")
    assert left("maria@lopez", "zqchairs") == []
    with guard.scope(maria.workspace_id):
        waits = Arrival.objects.get(settlement="waiting")
        assert b"zqtom: ask Erased" in bytes(waits.raw)
        assert b"tom@ray.example" in bytes(waits.raw)
