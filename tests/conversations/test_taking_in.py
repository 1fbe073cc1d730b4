"""Nothing received is lost: odd mail, poison mail, and reactions that fail."""

import datetime as dt
from typing import Any

import pytest

from leadfast.config.reactions import REACTIONS
from leadfast.conversations import facts, jobs, reads
from leadfast.conversations.actions import lifting
from leadfast.conversations.models import Attachment, Message, Proposal
from leadfast.conversations.reads import attachments
from leadfast.foundation import clock
from leadfast.history.actions import Follows
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead, Step
from leadfast.mail.models import FetchedMessage
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.conversations.conftest import OURS, Post, letter
from tests.fixtures import MakeLead, Someone

ODD = {
    "no headers at all": b"just words\r\n",
    "no body": b"From: maria@lopez.example\r\nTo: alice@brightline.example\r\nSubject: x\r\n\r\n",
    "bare CR": b"From: maria@lopez.example\rSubject: x\r\rhello\r",
    "NUL and 8 bit": b"From: maria@lopez.example\r\nSubject: \xe9\x00\xff\r\n\r\nhel\x00lo \xff\xfe\r\n",
    "unknown charset": b"From: maria@lopez.example\r\nContent-Type: text/plain; charset=x-nobody\r\n\r\nhello\r\n",
    "broken boundary": b"From: maria@lopez.example\r\nContent-Type: multipart/mixed; boundary=zz\r\n\r\n"
    b"no boundary here\r\n",
    "lone surrogate": b"From: maria@lopez.example\r\n\r\n" + b"\xed\xa0\x80\r\n",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_mail_is_kept_and_raises_nothing(post: Post, maria: Lead, name: str) -> None:
    post.arrives(ODD[name])
    with guard.scope(post.by.workspace_id):
        assert FetchedMessage.objects.get().read_at is not None
        assert Message.objects.count() == 1


def test_a_reaction_that_fails_pauses_the_lead_and_keeps_the_message(
    post: Post, maria: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(REACTIONS, "reply_received", Follows(must=(f"{__name__}.broken",)))
    message = post.arrives(letter())
    assert message is not None
    assert message.lead_id == maria.id
    lead = post.fresh(maria)
    assert "could not be worked" in lead.paused_why
    assert "decide" in post.kinds(maria)
    with guard.scope(post.by.workspace_id):
        assert FetchedMessage.objects.get().read_at is not None
        assert [one.id for one in reads.waiting().messages] == [message.id]


def test_a_lead_is_paused_for_a_message_that_failed_until_its_step_is_done(
    post: Post, maria: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    with guard.scope(post.by.workspace_id):
        leads.give_turn(lead_id=maria.id, until=clock.now() + dt.timedelta(days=3), why="Asked.", by=post.by)
    with monkeypatch.context() as failing:
        failing.setitem(REACTIONS, "reply_received", Follows(must=(f"{__name__}.broken",)))
        post.arrives(letter())
    lead = post.fresh(maria)
    assert (lead.turn, lead.paused_why) == ("ours", "A message of Maria Lopez could not be worked in full.")
    with guard.scope(post.by.workspace_id):
        # Another question about the lead is answered: this one is not.
        lifting.lift(lead_id=maria.id, by=post.by)
        assert post.fresh(maria).paused_why == lead.paused_why
        [step] = Step.objects.filter(lead_id=maria.id, kind="decide", state="pending")
        leads.complete(step_id=step.id, done=leads.Done(outcome="Read it."), by=post.by)
    assert post.fresh(maria).paused_why == ""


def test_a_doubt_that_cannot_be_raised_is_tried_again_and_not_lost(
    post: Post, maria: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.fetched(letter(sender="New Person <new@lopez.example>", subject="Hello"))
    with monkeypatch.context() as failing:
        failing.setitem(REACTIONS, "doubt_raised", Follows(must=(f"{__name__}.broken",)))
        outcome = jobs.read(as_of=clock.now())
    assert ["a reaction that fails" in poison.error for poison in outcome.poisoned] == [True]
    with guard.scope(post.by.workspace_id):
        fetched = FetchedMessage.objects.get()
        assert (fetched.read_at, fetched.failures, Message.objects.count()) == (None, 1, 0)

    with clock.frozen(fetched.due_at):
        assert jobs.read(as_of=clock.now()).done == 1
    assert len(post.unmatched()) == 1
    assert post.fresh(maria).paused_why


def broken(happenings: object) -> None:
    raise RuntimeError("a reaction that fails")


def test_a_reading_that_fails_asks_a_person_and_the_reply_counts_all_the_same(
    post: Post, maria: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadfast.conversations.understanding import meaning

    as_it_is = meaning.read

    def read(reading: Any, **about: Any) -> meaning.Meaning:
        if "riddle" in reading.words.words:
            raise ValueError("cannot be understood")
        return as_it_is(reading, **about)

    monkeypatch.setattr(meaning, "read", read)
    post.fetched(letter(text="A riddle."))
    post.fetched(letter(text="Which sizes do you have?"))
    assert jobs.read(as_of=clock.now()).done == 2
    lead = post.fresh(maria)
    assert (lead.turn, "could not be worked" in lead.paused_why) == ("ours", True)
    assert {"answer", "decide"} <= set(post.kinds(maria))
    with guard.scope(post.by.workspace_id):
        assert len(reads.waiting().messages) == 2
        assert Proposal.objects.filter(lead_id=maria.id).count() == 1


def test_a_poison_message_is_put_aside_and_the_sweep_goes_on(
    post: Post, maria: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadfast.conversations.actions import storing

    poison = post.fetched(letter(subject="poison"))
    post.fetched(letter(subject="good"))
    as_it_is = storing.opened_one

    def opened_one(fetched: FetchedMessage) -> storing.Opened:
        if fetched.id == poison.id:
            raise ValueError("cannot be understood")
        return as_it_is(fetched)

    monkeypatch.setattr(storing, "opened_one", opened_one)
    outcome = jobs.read(as_of=clock.now())
    assert outcome.done == 1
    assert [one.row.id for one in outcome.poisoned] == [poison.id]
    with guard.scope(post.by.workspace_id):
        aside = FetchedMessage.objects.get(id=poison.id)
        assert aside.read_at is None
        assert aside.due_at > clock.now()
        assert "cannot be understood" in aside.error
    assert jobs.read(as_of=clock.now()).done == 0


def test_an_attachment_is_named_and_its_bytes_are_read_when_asked_for(post: Post, maria: Lead) -> None:
    mail = letter()
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="order.pdf")
    post.arrives(mail)
    with guard.scope(post.by.workspace_id):
        row = Attachment.objects.get()
        assert (row.name, row.media_type, row.size) == ("order.pdf", "application/pdf", 8)
        assert attachments.content(row.id)[1] == b"%PDF-1.7"


def test_scripts_and_foreign_pictures_never_reach_the_page(post: Post, maria: Lead) -> None:
    mail = letter()
    mail.add_alternative(
        '<p onclick="x()">Hi<script>steal()</script><img src="https://tracker.example/p.gif"></p>',
        subtype="html",
    )
    message = post.arrives(mail)
    assert message is not None
    assert "script" not in message.html
    assert "tracker.example" not in message.html


def test_ours_are_known_people_and_their_companies_and_nobody_else(
    post: Post, maria: Lead, make_lead: MakeLead, alice: Someone
) -> None:
    make_lead("Gmail user", mail="lead@gmail.com")
    asked = {
        "maria@lopez.example", "boss@lopez.example", "lead@gmail.com", "mum@gmail.com", "news@shop.example", OURS,
    }  # fmt: skip
    with guard.scope(post.by.workspace_id):
        people.meet_company(name="Harbour", domain="harbour.example", by=alice.actor)
        found = reads.ours(asked | {"x@harbour.example"})
    assert found == {"maria@lopez.example", "boss@lopez.example", "lead@gmail.com", "x@harbour.example"}


def test_a_forwarded_mail_of_ours_belongs_to_the_lead(post: Post, maria: Lead) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    text = (
        "Alice, please talk to Jo about this.\n\n---------- Forwarded message ---------\n"
        f"From: Alice Ade <{OURS}>\nDate: Tue, 3 Mar 2026 at 09:00\n"
        "Subject: Your forklifts\nTo: <maria@lopez.example>\n\n"
        "Shall we talk?\n"
    )
    message = post.arrives(
        letter(subject="Fwd: Your forklifts", text=text, References=f"<{sent.message_id}>")
    )
    assert message is not None
    assert message.new_words == "Alice, please talk to Jo about this."
    assert len(post.facts(facts.ReplyReceived, maria)) == 1
