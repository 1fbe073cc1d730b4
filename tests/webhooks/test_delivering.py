"""A fact reaches the other program once, signed; what fails is tried again; who is gone is told no more."""

import base64
import datetime as dt
import hashlib
import hmac
import json

import pytest
from django.db import transaction

from leadfast.accountability.models import Notice
from leadfast.foundation import clock
from leadfast.history import jobs as history
from leadfast.leads import actions as leads
from leadfast.webhooks import actions as webhooks
from leadfast.webhooks import jobs, reads, rules
from leadfast.webhooks.actions import delivering
from leadfast.webhooks.errors import DeliveryNotFound, SubscriptionNotFound, SubscriptionOff
from leadfast.webhooks.models import Delivery, Subscription
from leadfast.webhooks.reaching import Answer
from leadfast.workspaces import guard
from tests.fixtures import MakeLead, Someone
from tests.webhooks.conftest import Receiver


def rows(someone: Someone) -> list[Delivery]:
    with guard.scope(someone.actor.workspace_id):
        return list(Delivery.objects.select_related("subscription").order_by("created_at", "id"))


def kept(someone: Someone, subscription_id: object) -> Subscription:
    with guard.scope(someone.actor.workspace_id):
        return Subscription.objects.get(id=subscription_id)


def test_a_new_lead_is_told_signed(bob: Someone, receiver: Receiver, make_lead: MakeLead) -> None:
    made, secret = webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    lead = make_lead("Maria Lopez")
    assert jobs.deliver(as_of=clock.now()).done == 1
    [got] = receiver.got
    said = json.loads(got.body)
    assert got.path == "/hook?a=1"
    assert said["type"] == "lead_opened"
    assert said["data"]["lead_id"] == str(lead.id)
    assert said["data"]["body"]["label"] == "Maria Lopez"
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"
    [row] = rows(bob)
    assert (row.status, row.attempts, row.due_at) == (204, 1, None)
    assert got.headers["webhook-id"] == f"msg_{row.id.hex}"
    assert row.subscription_id == made.id


def test_for_a_day_both_secrets_sign_and_either_fits(
    bob: Someone, receiver: Receiver, make_lead: MakeLead
) -> None:
    made, first = webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    _, second = webhooks.renew_secret(subscription_id=made.id, by=bob.actor)
    make_lead("One")
    jobs.deliver(as_of=clock.now())
    webhooks.cut_old_secret(subscription_id=made.id, by=bob.actor)
    make_lead("Two")
    jobs.deliver(as_of=clock.now())
    webhooks.renew_secret(subscription_id=made.id, by=bob.actor)
    with clock.frozen(clock.now() + dt.timedelta(hours=24)):
        make_lead("Three")
        jobs.deliver(as_of=clock.now())
    signed = [got.headers["webhook-signature"].split(" ") for got in receiver.got]
    assert [len(one) for one in signed] == [2, 1, 1]
    got = receiver.got[0]
    text = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    for secret, one in ((second, signed[0][0]), (first, signed[0][1])):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        assert one == "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def test_twice_is_once(bob: Someone, receiver: Receiver, make_lead: MakeLead) -> None:
    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    make_lead()
    jobs.deliver(as_of=clock.now())
    jobs.deliver(as_of=clock.now())
    assert len(receiver.got) == 1


def test_facts_of_one_moment_are_each_told_once(
    bob: Someone, receiver: Receiver, make_lead: MakeLead
) -> None:
    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    with clock.frozen(clock.now()):
        make_lead("One")
        make_lead("Two")
    assert len(rows(bob)) == 2


def test_without_kinds_every_public_fact_is_told(
    bob: Someone, receiver: Receiver, make_lead: MakeLead
) -> None:
    webhooks.subscribe(url=receiver.url, by=bob.actor)
    lead = make_lead()
    leads.win(lead_id=lead.id, order_reference="A-1", by=bob.actor)
    assert {"lead_opened", "lead_won"} <= {row.kind for row in rows(bob)}
    assert {row.kind for row in rows(bob)} <= rules.PUBLIC.keys()


def test_what_is_rolled_back_is_not_told(bob: Someone, receiver: Receiver, make_lead: MakeLead) -> None:
    webhooks.subscribe(url=receiver.url, by=bob.actor)
    with guard.scope(bob.actor.workspace_id):
        make_lead()
        transaction.set_rollback(True)
    assert rows(bob) == []


def test_a_failure_is_tried_again_later_and_later(
    bob: Someone, receiver: Receiver, make_lead: MakeLead
) -> None:
    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    receiver.status = 500
    make_lead()
    start = now = clock.now()
    for wait in rules.RETRIES:
        with clock.frozen(now):
            jobs.deliver(as_of=now)
        [row] = rows(bob)
        assert row.due_at == now + wait
        with clock.frozen(now):
            jobs.deliver(as_of=now)
        assert rows(bob)[0].attempts == row.attempts
        now = row.due_at
    with clock.frozen(now):
        jobs.deliver(as_of=now)
    [row] = rows(bob)
    assert (row.due_at, row.attempts, row.status) == (None, len(rules.RETRIES) + 1, 500)
    assert row.gave_up_at is not None
    assert now - start > dt.timedelta(days=3)
    assert {got.headers["webhook-id"] for got in receiver.got} == {f"msg_{row.id.hex}"}


def test_what_is_sent_again_keeps_how_often_it_failed_and_waits_anew(
    bob: Someone, receiver: Receiver, make_lead: MakeLead
) -> None:
    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    receiver.status = 500
    make_lead()
    now = clock.now()
    for _ in range(3):
        with clock.frozen(now):
            jobs.deliver(as_of=now)
        now = rows(bob)[0].due_at
    with clock.frozen(now):
        webhooks.resend(delivery_id=rows(bob)[0].id, by=bob.actor)
        assert rows(bob)[0].attempts == 3
        jobs.deliver(as_of=now)
    [row] = rows(bob)
    assert (row.attempts, row.due_at) == (4, now + rules.RETRIES[0])
    receiver.status = 204
    with clock.frozen(row.due_at):
        jobs.deliver(as_of=row.due_at)
    [row] = rows(bob)
    assert row.delivered_at is not None
    assert row.attempts == 5


def test_sent_again_while_it_is_tried_it_waits_as_after_a_first_try(
    bob: Someone, receiver: Receiver, make_lead: MakeLead
) -> None:
    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    make_lead()
    workspace, now = bob.actor.workspace_id, clock.now()
    with clock.frozen(now):
        [message] = delivering.claim(workspace_id=workspace, delivery_ids=[rows(bob)[0].id], as_of=now)
        webhooks.resend(delivery_id=message.delivery_id, by=bob.actor)
        answers = {message.delivery_id: Answer(500, "It answered 500.", 9)}
        delivering.settle(workspace_id=workspace, answers=answers)
    [row] = rows(bob)
    assert (row.attempts, row.due_at) == (1, now + rules.RETRIES[0])


def test_a_redirect_is_not_followed(bob: Someone, receiver: Receiver, make_lead: MakeLead) -> None:
    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    receiver.status, receiver.location = 302, receiver.url
    make_lead()
    jobs.deliver(as_of=clock.now())
    assert len(receiver.got) == 1
    assert rows(bob)[0].delivered_at is None


def test_gone_is_told_no_more_and_the_admins_hear_of_it(
    bob: Someone, receiver: Receiver, make_lead: MakeLead
) -> None:
    made, _ = webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    receiver.status = 410
    make_lead("One")
    jobs.deliver(as_of=clock.now())
    assert kept(bob, made.id).dead_since is not None
    make_lead("Two")
    assert len(rows(bob)) == 1
    history.carry_out(as_of=clock.now())
    with guard.scope(bob.actor.workspace_id):
        [notice] = Notice.objects.filter(kind="webhook_dead")
    assert notice.member_id == bob.member.id
    assert "127.0.0.1" in notice.sentence
    with pytest.raises(SubscriptionOff):
        webhooks.resend(delivery_id=rows(bob)[0].id, by=bob.actor)
    receiver.status = 200
    webhooks.revive(subscription_id=made.id, by=bob.actor)
    webhooks.resend(delivery_id=rows(bob)[0].id, by=bob.actor)
    jobs.deliver(as_of=clock.now())
    assert rows(bob)[0].delivered_at is not None
    assert receiver.got[0].headers["webhook-id"] == receiver.got[1].headers["webhook-id"]


def test_five_days_of_failures_are_the_end(bob: Someone, receiver: Receiver, make_lead: MakeLead) -> None:
    made, _ = webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    receiver.status = 503
    begun = clock.now()
    for day in range(6):
        with clock.frozen(begun + dt.timedelta(days=day, minutes=day)):
            make_lead(f"Day {day}")
            jobs.deliver(as_of=clock.now())
        assert (kept(bob, made.id).dead_since is not None) == (day == 5)
    assert all(row.due_at is None for row in rows(bob))


def test_a_success_ends_the_count_of_failures(bob: Someone, receiver: Receiver, make_lead: MakeLead) -> None:
    made, _ = webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    receiver.status = 503
    make_lead()
    jobs.deliver(as_of=clock.now())
    assert kept(bob, made.id).failing_since is not None
    receiver.status = 200
    jobs.deliver(as_of=clock.now() + dt.timedelta(minutes=1))
    assert kept(bob, made.id).failing_since is None


def test_silence_is_asked_once_a_sweep(
    bob: Someone, receiver: Receiver, make_lead: MakeLead, closed_port: int
) -> None:
    webhooks.subscribe(url=f"http://127.0.0.1:{closed_port}/", kinds=["lead_opened"], by=bob.actor)
    make_lead("One")
    make_lead("Two")
    assert jobs.deliver(as_of=clock.now()).done == 1
    assert sorted(row.attempts for row in rows(bob)) == [0, 1]


def test_slow_answers_keep_nobody_else_waiting(
    bob: Someone, receiver: Receiver, make_lead: MakeLead, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    make_lead("One")
    make_lead("Two")
    # No answer is quick enough.
    monkeypatch.setattr(jobs, "PATIENCE_S", -1.0)
    assert jobs.deliver(as_of=clock.now()).done == 1
    assert sorted(row.attempts for row in rows(bob)) == [0, 1]
    assert jobs.deliver(as_of=clock.now() + dt.timedelta(minutes=1)).done == 1
    assert all(row.delivered_at for row in rows(bob))


def test_what_was_claimed_by_a_worker_that_died_comes_back(
    bob: Someone, receiver: Receiver, make_lead: MakeLead
) -> None:
    from leadfast.webhooks.actions import delivering

    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    make_lead()
    now = clock.now()
    [row] = rows(bob)
    wanted = {"workspace_id": bob.actor.workspace_id, "delivery_ids": [row.id]}
    assert len(delivering.claim(as_of=now, **wanted)) == 1  # type: ignore[arg-type]
    assert delivering.claim(as_of=now, **wanted) == []  # type: ignore[arg-type]
    assert jobs.deliver(as_of=clock.now()).done == 0
    later = now + delivering.LEASE + dt.timedelta(seconds=5)
    assert jobs.deliver(as_of=later).done == 1


def test_a_test_is_about_nobody(bob: Someone, receiver: Receiver) -> None:
    made, _ = webhooks.subscribe(url=receiver.url, by=bob.actor)
    webhooks.send_test(subscription_id=made.id, by=bob.actor)
    jobs.deliver(as_of=clock.now())
    assert json.loads(receiver.got[0].body)["type"] == "test"


def test_a_stranger_finds_nothing(
    bob: Someone, charlie: Someone, receiver: Receiver, make_lead: MakeLead
) -> None:
    made, _ = webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    webhooks.subscribe(url=receiver.url + "&stranger", by=charlie.actor)
    make_lead()
    [row] = rows(bob)
    for verb in (
        webhooks.end,
        webhooks.send_test,
        webhooks.revive,
        webhooks.renew_secret,
        webhooks.cut_old_secret,
    ):
        with pytest.raises(SubscriptionNotFound):
            verb(subscription_id=made.id, by=charlie.actor)
    with pytest.raises(DeliveryNotFound):
        webhooks.resend(delivery_id=row.id, by=charlie.actor)
    jobs.deliver(as_of=clock.now())
    assert [got.path for got in receiver.got] == ["/hook?a=1"]
    with guard.scope(charlie.actor.workspace_id):
        assert reads.log(made.id).deliveries == []


def test_ended_gives_up_what_waits(bob: Someone, receiver: Receiver, make_lead: MakeLead) -> None:
    made, _ = webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    make_lead()
    webhooks.end(subscription_id=made.id, by=bob.actor)
    jobs.deliver(as_of=clock.now())
    assert receiver.got == []
    assert rows(bob)[0].gave_up_at is not None


def test_old_deliveries_are_forgotten(bob: Someone, receiver: Receiver, make_lead: MakeLead) -> None:
    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    make_lead()
    jobs.deliver(as_of=clock.now())
    jobs.forget(as_of=clock.now() + dt.timedelta(days=29))
    assert len(rows(bob)) == 1
    jobs.forget(as_of=clock.now() + dt.timedelta(days=31))
    assert rows(bob) == []
