"""From intent to outcome, through a real SMTP conversation."""

import datetime as dt

import pytest

from leadfast.foundation import clock
from leadfast.mail import actions as mail
from leadfast.mail import reads
from leadfast.mail.errors import LeaseLost, MailboxMayNotSend
from leadfast.mail.models import Mailbox, Outgoing
from leadfast.mail.rules import reading
from leadfast.mail.rules.headers import Address
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.fixtures import Someone
from tests.mail import loopback

MARIA = Address("Maria Lopez", "maria@lopez.example")


def plan(alice: Someone, box: Mailbox, key: str = "one", **changes: object) -> Outgoing:
    """Plans a mail of Alice's to Maria."""
    said = {"to": (MARIA,), "subject": "Offer", "text": "Hello Maria", "kind": "person"} | changes
    new = mail.NewMail(key=key, mailbox_id=box.id, **said)  # type: ignore[arg-type]
    return mail.plan(mails=[new], by=alice.actor)[0]


def send_due(box: Mailbox, recheck: mail.Recheck | None = None) -> list[Outgoing]:
    """What the sending sweep does for one mailbox."""
    by = system(box.workspace_id)
    with mail.sender(by=by, mailbox_id=box.id, holder="test") as held:
        rows = mail.claim(held=held, as_of=clock.now())
        return [mail.transmit(held=held, row=row, recheck=recheck) for row in rows]


def state_of(row: Outgoing) -> Outgoing:
    with guard.scope(row.workspace_id):
        return Outgoing.objects.get(id=row.id)


def test_a_planned_mail_is_sent_once(alice: Someone, box: Mailbox, town: loopback.Loopback) -> None:
    row = plan(alice, box)
    assert plan(alice, box).id == row.id

    assert [one.state for one in send_due(box)] == ["sent"]
    assert send_due(box) == []

    assert len(town.deliveries) == 1
    got = reading.read(town.deliveries[0].raw)
    assert got.message_id == row.message_id
    assert got.references == (row.message_id,)
    assert reads.our_outgoing(got.references) == row.id
    with guard.scope(alice.actor.workspace_id):
        told = [event.what for event in reads.why([row.id])[row.id]]
    assert told == ["planned", "sent"]


def test_a_recheck_that_says_stop_keeps_the_mail_back(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    row = plan(alice, box)

    send_due(box, recheck=lambda _: mail.Stop("Maria has answered."))

    after = state_of(row)
    assert (after.state, after.words, after.data_at) == ("cancelled", "Maria has answered.", None)
    assert town.deliveries == []


def test_a_recheck_that_says_later_plans_it_again(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    row = plan(alice, box)
    until = clock.now() + dt.timedelta(minutes=2)

    send_due(box, recheck=lambda _: mail.Later(until, "The mailbox was not read in the last two minutes."))

    after = state_of(row)
    assert (after.state, after.not_before, after.attempt, after.raw) == ("planned", until, 0, None)
    assert town.deliveries == []


@pytest.mark.parametrize(
    ("reply", "state"),
    [("550 5.1.1 No such user", "refused"), ("451 4.7.1 Greylisted", "planned")],
)
def test_the_servers_words_are_kept(
    alice: Someone, box: Mailbox, town: loopback.Loopback, reply: str, state: str
) -> None:
    town.faults.reply_to_rcpt = lambda _: reply
    row = plan(alice, box)

    send_due(box)

    after = state_of(row)
    assert (after.state, after.code, after.data_at) == (state, int(reply[:3]), None)
    assert after.words == reply[4:]
    assert town.deliveries == []


def test_a_no_after_the_message_is_certain(alice: Someone, box: Mailbox, town: loopback.Loopback) -> None:
    town.faults.reply_to_message = lambda _: "452 4.3.1 Disk full"
    row = plan(alice, box)

    send_due(box)

    after = state_of(row)
    assert (after.state, after.code, after.data_at) == ("planned", 452, None)


@pytest.mark.parametrize("fault", ["drop_after_message", "drop_inside_message"])
def test_a_connection_lost_after_data_is_unknown(
    alice: Someone, box: Mailbox, town: loopback.Loopback, fault: str
) -> None:
    setattr(town.faults, fault, lambda _: True)
    row = plan(alice, box)

    send_due(box)
    after = state_of(row)
    assert after.state == "unknown"

    # Never a blind retry.
    assert send_due(box) == []


def test_a_server_that_does_not_answer_data_has_not_got_it(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    town.faults.reply_to_data = lambda _: "421 4.3.2 Shutting down"
    row = plan(alice, box)

    send_due(box)

    after = state_of(row)
    assert (after.state, after.code) == ("planned", 421)
    assert town.deliveries == []


def test_two_senders_cannot_hold_one_mailbox(alice: Someone, box: Mailbox) -> None:
    by = system(box.workspace_id)
    with (
        mail.sender(by=by, mailbox_id=box.id, holder="one"),
        pytest.raises(LeaseLost),
        mail.sender(by=by, mailbox_id=box.id, holder="two"),
    ):
        pass
    with mail.sender(by=by, mailbox_id=box.id, holder="two"):
        pass


def test_a_sender_that_was_overtaken_does_not_send(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    row = plan(alice, box)
    by = system(box.workspace_id)
    with mail.sender(by=by, mailbox_id=box.id, holder="slow") as slow:
        claimed = mail.claim(held=slow, as_of=clock.now())
        with clock.frozen(clock.now() + mail.LEASE + dt.timedelta(seconds=1)):
            mail.expire(workspace_id=box.workspace_id, outgoing_ids=[row.id], as_of=clock.now())
            with mail.sender(by=by, mailbox_id=box.id, holder="quick") as quick:
                again = mail.claim(held=quick, as_of=clock.now())
                assert [one.id for one in again] == [row.id]
                with pytest.raises(LeaseLost):
                    mail.transmit(held=slow, row=claimed[0])
                assert mail.transmit(held=quick, row=again[0]).state == "sent"
    assert len(town.deliveries) == 1


def test_an_unproven_mailbox_sends_nothing(alice: Someone, connect: object, town: loopback.Loopback) -> None:
    box = connect(proven=False)  # type: ignore[operator]
    row = plan(alice, box)
    for _ in range(2):
        with pytest.raises(MailboxMayNotSend, match="has not proven"):
            send_due(box)
    assert town.deliveries == []
    with guard.scope(box.workspace_id):
        told = [event.says for event in reads.why([row.id])[row.id]]
    assert len(told) == 2
    assert told[1].startswith("Waits: alice@brightline.example has not proven")
