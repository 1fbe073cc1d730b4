"""A synthetic lead through each door comes through, leaves nothing, and is missed where a door is broken."""

import datetime as dt

import pytest

from leadfast.capture import actions as capture
from leadfast.capture import doors, errors, jobs, reads
from leadfast.capture.actions import card_readings, mail_in, probing
from leadfast.capture.models import Arrival, CardReading, Probe, Source, Upload
from leadfast.conversations import jobs as conversations
from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead
from leadfast.mail.models import FetchedMessage, Mailbox, Outgoing
from leadfast.people.models import Person
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.models import Member
from tests.fixtures import Someone
from tests.mail import loopback
from tests.mail.conftest import Connect, connect, town

__all__ = ["connect", "town"]  # fixtures of the mail server

# Looked at by a worker, in a process of its own.
LATER = {"card"}


def everything(someone: Someone) -> list[int]:
    """What a synthetic lead must not add to: leads, what is said of them, and what wakes or mails anybody."""
    with guard.scope(someone.actor.workspace_id):
        models = (Arrival, CardReading, Lead, Person, Source, Upload, RecordedFact, Outgoing, FetchedMessage)
        counts = [model.objects.count() for model in models]
        return [*counts, Member.objects.exclude(last_assigned_at=None).count()]


def test_every_door_has_a_probe() -> None:
    assert set(doors.names()) == set(probing.probed())


@pytest.mark.parametrize("door", sorted(set(probing.probed()) - LATER))
def test_it_comes_through_and_leaves_nothing(door: str, alice: Someone, bob: Someone) -> None:
    before = everything(alice)
    probe = capture.probe(door=door, by=alice.actor)
    assert (probe.why, probe.failed_at) == ("", None)
    assert probe.came_back_at is not None
    assert everything(alice) == before
    with guard.scope(alice.actor.workspace_id):
        assert reads.difference(reads.ledger()) == 0


def test_one_that_does_not_come_through_is_an_alarm(alice: Someone, bob: Someone) -> None:
    with guard.scope(alice.actor.workspace_id):
        Member.objects.update(left_at=clock.now())
    before = everything(alice)
    probe = capture.probe(door="api", by=alice.actor)
    assert probe.came_back_at is None
    assert "no active member" in probe.why
    assert everything(alice)[:6] == before[:6]
    with guard.scope(alice.actor.workspace_id):
        assert RecordedFact.objects.filter(kind="probe_failed").count() == 1
    with pytest.raises(errors.DoorHasNoProbe):
        capture.probe(door="window", by=alice.actor)


def test_a_drawn_card_is_read_by_the_real_reader_and_leaves_nothing(alice: Someone, bob: Someone) -> None:
    before = everything(alice)
    sent = capture.probe(door="card", by=alice.actor)
    assert (sent.came_back_at, sent.failed_at) == (None, None)
    assert capture.probe(door="card", by=alice.actor).id == sent.id
    for _ in range(2):
        assert jobs.under_way(as_of=clock.now()).poisoned == []
    assert the_last("card", alice).why == ""
    assert the_last("card", alice).came_back_at is not None
    assert everything(alice) == before


def test_no_card_is_drawn_by_itself_where_nobody_takes_photos(alice: Someone) -> None:
    with guard.scope(alice.actor.workspace_id):
        due = probing.due(as_of=clock.now(), workspace_id=alice.actor.workspace_id)
        assert set(doors.names()) - set(due) == {"card"}
    card_readings.keep(photo=b"no picture", media_type="image/jpeg", key="1", by=alice.actor, typed={})
    with guard.scope(alice.actor.workspace_id):
        assert "card" in probing.due(as_of=clock.now(), workspace_id=alice.actor.workspace_id)


def test_a_mail_is_really_sent_to_the_address_for_leads_and_comes_in(
    town: loopback.Loopback, connect: Connect, alice: Someone, bob: Someone
) -> None:
    box, to = an_address_for_leads(town, connect, alice, bob)
    before = everything(alice)
    sent = capture.probe(door="mail", by=bob.actor)
    assert sent.due_at is not None
    jobs.under_way(as_of=clock.now())
    # Once only, although nobody has read it yet.
    jobs.under_way(as_of=clock.now() + dt.timedelta(minutes=5))
    assert [delivery.recipients for delivery in town.deliveries] == [[to]]
    # A server files what comes to name+tag@ in the mailbox of name.
    town.deliver(box.address, town.deliveries[0].raw)
    assert the_last("mail", alice).came_back_at is None
    read(box)
    came = the_last("mail", alice)
    assert (came.why, came.failed_at) == ("", None)
    assert came.came_back_at is not None
    assert everything(alice) == before
    assert town.messages(box.address) == []


def test_a_mail_that_does_not_come_in_is_an_alarm_after_its_time(
    town: loopback.Loopback, connect: Connect, alice: Someone, bob: Someone
) -> None:
    box, to = an_address_for_leads(town, connect, alice, bob)
    capture.probe(door="mail", by=bob.actor)
    jobs.under_way(as_of=clock.now())
    read(box)
    jobs.under_way(as_of=clock.now() + dt.timedelta(minutes=19))
    assert the_last("mail", alice).failed_at is None
    jobs.under_way(as_of=clock.now() + dt.timedelta(minutes=21))
    failed = the_last("mail", alice)
    assert failed.failed_at is not None
    assert f"to {to} has not arrived within 20 minutes" in failed.why
    with guard.scope(alice.actor.workspace_id):
        assert RecordedFact.objects.filter(kind="probe_failed").count() == 1
    # It comes after all: the alarm stands, and nothing of the mail is kept.
    town.deliver(box.address, town.deliveries[0].raw)
    read(box)
    assert the_last("mail", alice).failed_at == failed.failed_at
    assert everything(alice)[0] == 0


def test_a_mail_that_is_not_taken_says_so(
    town: loopback.Loopback, connect: Connect, alice: Someone, bob: Someone
) -> None:
    _, to = an_address_for_leads(town, connect, alice, bob)
    town.faults.reply_to_rcpt = lambda _: "550 5.1.1 no such user"
    capture.probe(door="mail", by=bob.actor)
    jobs.under_way(as_of=clock.now())
    assert the_last("mail", alice).why.startswith(f"The mail to {to} could not be sent: 550")


def an_address_for_leads(
    town: loopback.Loopback, connect: Connect, alice: Someone, bob: Someone
) -> tuple[Mailbox, str]:
    box = connect()
    address = mail_in.open_address(mailbox_id=box.id, source="Fair", by=bob.actor)
    read(box)
    town.deliveries.clear()
    with guard.scope(alice.actor.workspace_id):
        return box, mail_in.written(address)


def read(box: Mailbox) -> None:
    with guard.scope(box.workspace_id):
        Mailbox.objects.filter(id=box.id).update(next_sync_at=clock.now())
    conversations.fetch(as_of=clock.now())
    for _ in range(2):
        jobs.mails(as_of=clock.now())
        conversations.read(as_of=clock.now())


def the_last(door: str, someone: Someone) -> Probe:
    with guard.scope(someone.actor.workspace_id):
        return Probe.objects.filter(door=door).latest("sent_at")


def test_the_sweep_sends_one_a_day_and_none_where_none_is_wanted(bob: Someone, charlie: Someone) -> None:
    workspaces.set_policies(values={"probe_hours": 0}, by=charlie.actor, reason="")
    now = clock.now()
    for later, so_many in ((0, 1), (2, 1), (24, 2)):
        at = now + dt.timedelta(hours=later)
        with clock.frozen(at):
            for _ in range(2):
                jobs.probes(as_of=at)
        with guard.scope(bob.actor.workspace_id):
            assert Probe.objects.filter(door="hand", failed_at=None).count() == so_many
    with guard.scope(charlie.actor.workspace_id):
        assert Probe.objects.count() == 0
