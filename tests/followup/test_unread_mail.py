"""Mail that was fetched and is not understood yet may be an answer: nothing of a cadence overtakes it."""

import datetime as dt
from collections.abc import Collection

import pytest

from leadfast.conversations import actions as talk
from leadfast.conversations import jobs as conversations
from leadfast.conversations.actions import proposing, storing
from leadfast.conversations.models import Message, Proposal, Unmatched
from leadfast.followup import jobs
from leadfast.followup.rules import sending
from leadfast.foundation import clock
from leadfast.leads.models import Lead
from leadfast.mail import actions as mail
from leadfast.mail.models import FetchedMessage
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.conversations.meanings import meaning
from tests.fixtures import MakeLead
from tests.followup.conftest import MARIA, Play
from tests.mail.letters import letter

MINUTE = dt.timedelta(minutes=1)
ALICE = "alice@brightline.example"


def ours(keys: Collection[str]) -> Collection[str]:
    return keys


def arrives(play: Play, raw: bytes, folder: str = "INBOX") -> None:
    """It is in the mailbox and fetched; the sweep that understands it has not run."""
    play.town.deliver(ALICE, raw, folder=folder)
    mail.sync_mailbox(by=system(play.workspace_id), mailbox_id=play.box.id, ours=ours)


def about_to_send(play: Play, lead: Lead) -> None:
    """The mail of the cadence is decided and planned; its slot has come."""
    play.start(lead, thread_subject="Our offer")
    play.at(play.touches(lead)[0].due_at + MINUTE)
    jobs.decide(clock.now())
    play.at(clock.now() + 5 * MINUTE)


def test_no_mail_goes_out_while_a_fetched_answer_waits_to_be_read(play: Play, maria: Lead) -> None:
    about_to_send(play, maria)
    arrives(play, letter(sender=MARIA, text="Yes, please send it."))
    assert play.sweep() == []

    conversations.read(as_of=clock.now())
    play.at(clock.now() + 5 * MINUTE)
    assert play.sweep() == []
    assert play.enrolment(maria).ending == "answered"


def test_what_is_no_answer_holds_the_mail_up_until_it_is_read_and_no_longer(
    play: Play, maria: Lead, make_lead: MakeLead
) -> None:
    make_lead("Bo Berg", mail="bo@berg.example", due_in=dt.timedelta(days=300))
    about_to_send(play, maria)
    arrives(play, letter(sender="bo@berg.example"))
    assert play.sweep() == []

    conversations.read(as_of=clock.now())
    play.at(clock.now() + 5 * MINUTE)
    assert len(play.sweep()) == 1


def test_a_decision_waits_as_well_and_says_so(play: Play, maria: Lead) -> None:
    play.start(maria, thread_subject="Our offer")
    play.at(play.touches(maria)[0].due_at + MINUTE)
    arrives(play, letter(sender=MARIA))
    jobs.decide(clock.now())
    [touch] = play.touches(maria)
    assert (touch.state, touch.code) == ("due", "unread")
    assert touch.because == "Waits: mail that came in has not been understood yet, and it could be an answer."
    assert touch.due_at == clock.now() + sending.RETRY_SOON


def test_what_lies_in_sent_and_what_strangers_write_to_a_lead_address_hold_nothing_up(
    play: Play, maria: Lead
) -> None:
    about_to_send(play, maria)
    arrives(play, letter(sender=ALICE, to="bo@berg.example"), "Sent")
    with guard.scope(play.workspace_id):
        mail.take_from_anybody(mailbox_id=play.box.id, tags=["*"])
    play.town.deliver(ALICE, letter(sender="stranger@else.example"))
    mail.sync_mailbox(by=system(play.workspace_id), mailbox_id=play.box.id, ours=lambda _: ())
    assert len(play.sweep()) == 1


@pytest.mark.parametrize(
    ("sender", "in_reply_to", "holds_up"),
    [
        (MARIA, "", True),
        ("else@where.example", "first@brightline.example", True),
        ("bo@berg.example", "", False),
    ],
)
def test_what_cannot_be_understood_holds_up_whom_its_head_names(
    play: Play, maria: Lead, make_lead: MakeLead, sender: str, in_reply_to: str, holds_up: bool
) -> None:
    make_lead("Bo Berg", mail="bo@berg.example", due_in=dt.timedelta(days=300))
    about_to_send(play, maria)
    with guard.scope(play.workspace_id):
        storing.remember(maria.id, ["first@brightline.example"], by=play.alice.actor)
    arrives(play, letter(sender=sender, headers={"In-Reply-To": f"<{in_reply_to}>" if in_reply_to else ""}))
    with guard.scope(play.workspace_id):
        fetched = FetchedMessage.objects.get()
        mail.put_aside(fetched_id=fetched.id, error="ValueError: it is odd", at=clock.now())
    assert len(play.sweep()) == (0 if holds_up else 1)


def test_the_cadence_goes_on_when_the_last_doubt_is_settled_and_not_before(play: Play, maria: Lead) -> None:
    about_to_send(play, maria)
    for sender in ("One <one@lopez.example>", "Two <two@lopez.example>"):
        arrives(play, letter(sender=sender))
    conversations.read(as_of=clock.now())
    with guard.scope(play.workspace_id):
        first, last = Unmatched.objects.order_by("id").values_list("id", flat=True)
    talk.junk(unmatched_id=last, by=play.alice.actor)
    assert play.enrolment(maria).paused_why.endswith(" wrote, perhaps about this.")
    assert play.sweep() == []
    talk.junk(unmatched_id=first, by=play.alice.actor)
    assert play.enrolment(maria).paused_at is None


def test_no_mail_leaves_while_an_answer_is_not_clear_although_a_doubt_was_settled(
    play: Play, maria: Lead
) -> None:
    arrives(play, letter(sender=MARIA, subject="Hello"))
    conversations.read(as_of=clock.now())
    with guard.writing(play.alice.actor):
        wrote = Message.objects.get(lead_id=maria.id, direction="in")
        Proposal.objects.filter(message_id=wrote.id).update(
            state="superseded", decided_at=clock.now(), decided_how="Read by hand."
        )
        proposing.propose(
            [(wrote, meaning("question", confidence=0.2))], by=system(play.workspace_id), now=clock.now()
        )
    play.start(maria, thread_subject="Our offer")
    arrives(play, letter(sender="One <one@lopez.example>"))
    conversations.read(as_of=clock.now())
    with guard.scope(play.workspace_id):
        doubt = Unmatched.objects.get()
    talk.junk(unmatched_id=doubt.id, by=play.alice.actor)
    assert "not clear" in play.lead(maria).paused_why
    assert play.on_due(maria) == []
