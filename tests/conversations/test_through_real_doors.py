"""The whole way, over a real IMAP server: what is fetched, what is kept, and what follows."""

import time_machine

from leadfast.conversations import facts, jobs, reads
from leadfast.conversations.models import Message
from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead, Step
from leadfast.mail.models import FetchedMessage, Mailbox, SeenHash
from leadfast.workspaces import guard
from tests.conversations.conftest import OURS, letter
from tests.fixtures import MakeLead, Someone
from tests.mail import loopback
from tests.mail.conftest import Connect, connect, town

__all__ = ["connect", "town"]  # fixtures of the mail server


def sweep(box: Mailbox) -> None:
    """Both sweeps, the second twice: it is safe to run again."""
    with guard.scope(box.workspace_id):
        Mailbox.objects.filter(id=box.id).update(next_sync_at=clock.now())
    assert jobs.fetch(as_of=clock.now()).done == 1
    jobs.read(as_of=clock.now())
    jobs.read(as_of=clock.now())


def test_a_reply_is_fetched_understood_and_flips_the_turn(
    town: loopback.Loopback, connect: Connect, make_lead: MakeLead, alice: Someone
) -> None:
    box = connect()
    maria = make_lead("Maria Lopez", mail="maria@lopez.example")
    today = clock.now()
    reply = letter(
        text="Yes, Thursday.\n\nOn Tue, 3 Mar 2026, Alice <alice@brightline.example> wrote:\n> Shall we talk?"
    )
    private = letter(sender="mum@family.example", subject="Dinner", text="Sunday?")
    for one in (reply, private):
        one.replace_header("Date", today)
        town.deliver(OURS, one.as_bytes())
    sweep(box)
    with guard.scope(alice.actor.workspace_id):
        message = Message.objects.get()
        assert (message.lead_id, message.new_words) == (maria.id, "Yes, Thursday.")
        # Of the private mail nothing is kept but a hash.
        assert FetchedMessage.objects.count() == 1
        assert SeenHash.objects.count() == 2
        assert Lead.objects.get(id=maria.id).turn == "ours"
        assert Step.objects.filter(lead_id=maria.id, state="pending", kind="answer").count() == 1
        assert RecordedFact.objects.filter(kind=facts.ReplyReceived.kind).count() == 1
        assert [one.id for one in reads.waiting().messages] == [message.id]


def test_what_the_rep_wrote_elsewhere_is_seen_in_sent_and_its_answer_is_known(
    town: loopback.Loopback, connect: Connect, make_lead: MakeLead, alice: Someone
) -> None:
    box = connect()
    maria = make_lead("Maria Lopez", mail="maria@lopez.example")
    with time_machine.travel(clock.now(), tick=True):
        sent = letter(
            sender=f"Alice <{OURS}>",
            to="maria@lopez.example",
            subject="Quote",
            text="Is it fine?",
            message_id="<o1@phone>",
        )
        sent.replace_header("Date", clock.now())
        town.deliver(OURS, sent.as_bytes(), folder="Sent")
        sweep(box)
        answer = letter(
            sender="Boss <boss@elsewhere.example>",
            subject="Re: Quote",
            text="Fine.",
            In_Reply_To="<o1@phone>",
        )
        answer.replace_header("Date", clock.now())
        town.deliver(OURS, answer.as_bytes())
        sweep(box)
    with guard.scope(alice.actor.workspace_id):
        out, back = Message.objects.order_by("direction")[::-1]
        assert (out.direction, out.lead_id) == ("out", maria.id)
        assert (back.direction, back.lead_id, back.matched_by) == ("in", maria.id, "thread")
