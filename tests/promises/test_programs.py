"""Promises to other programs, attacked with raw SQL as the application's role: tokens, answers, webhooks."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connections

import leadfast
from leadfast.foundation import clock
from leadfast.webhooks import actions as webhooks
from leadfast.webhooks import jobs, rules
from leadfast.webhooks.models import Delivery
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import answers, guard, tokens
from leadfast.workspaces.errors import TokenUnknown
from leadfast.workspaces.models import KeptAnswer, Token
from tests.fixtures import MakeLead, Someone
from tests.promises.attacks import copy_of, forbidden, found, refused, run
from tests.webhooks.conftest import Receiver, receiver  # noqa: F401  # a fixture

pytestmark = pytest.mark.promises

TOKEN = "workspace_id, name, member_id, token_hash, ends_with, scopes, created_at, created_by_id, used"
ANSWER = "workspace_id, token_id, key, request_hash, status, body, created_at"
DELIVERY = "workspace_id, subscription_id, fact_id, kind, created_at, due_at, attempts, error"


@pytest.fixture
def token(bob: Someone) -> Token:
    """One of Bob's programs."""
    made, _ = tokens.make(name="Shop", member_id=bob.member.id, scopes=["read"], by=bob.actor)
    return made


@pytest.fixture
def answered(bob: Someone, token: Token) -> KeptAnswer:
    """It asked under the key k, and got an answer."""
    with guard.scope(bob.actor.workspace_id):
        answers.hold(token=token, key="k", request_hash=b"r" * 32)
        answers.keep(token=token, key="k", answer=answers.Answer(200, "{}"))
        return KeptAnswer.objects.get()


@pytest.fixture
def told(bob: Someone, receiver: Receiver, make_lead: MakeLead) -> Delivery:  # noqa: F811
    """Another program that is told of new leads, and of one that came."""
    webhooks.subscribe(url=receiver.url, kinds=["lead_opened"], by=bob.actor)
    make_lead()
    with guard.scope(bob.actor.workspace_id):
        return Delivery.objects.get()


def test_a_token_is_one_and_kept_as_a_hash(bob: Someone, token: Token) -> None:
    refused(bob, "token_once", copy_of("workspaces_token", TOKEN))
    refused(bob, "token_is_a_hash", copy_of("workspaces_token", TOKEN, token_hash="'lf_in_the_open'::bytea"))


def test_a_token_does_what_its_scopes_say_and_they_stay(bob: Someone, token: Token) -> None:
    everything = copy_of("workspaces_token", TOKEN, token_hash="sha256('x')", scopes="'{everything}'")
    refused(bob, "token_scopes_known", everything)
    nothing = copy_of("workspaces_token", TOKEN, token_hash="sha256('x')", scopes="'{}'")
    refused(bob, "token_scopes_known", nothing)
    for change in ("scopes = '{admin}'", "member_id = id", "expires_at = NULL"):
        forbidden(bob, f"UPDATE workspaces_token SET {change}")
    refused(bob, "token_renewed_in_place", "UPDATE workspaces_token SET token_hash = sha256('x')")
    forbidden(bob, "DELETE FROM workspaces_token")


def test_a_revoked_token_never_works_again(bob: Someone) -> None:
    made, text = tokens.make(name="Shop", member_id=bob.member.id, scopes=["read"], by=bob.actor)
    refused(bob, "token_revoked_by_a_person", "UPDATE workspaces_token SET revoked_at = created_at")
    tokens.revoke(token_id=made.id, by=bob.actor)
    back = "UPDATE workspaces_token SET revoked_at = NULL, revoked_by_id = NULL"
    refused(bob, "token_revoked_for_good", back)
    with pytest.raises(TokenUnknown):
        tokens.find(text)


def test_a_token_ends_with_its_member(alice: Someone, bob: Someone) -> None:
    _, text = tokens.make(name="Hers", member_id=alice.member.id, scopes=["read"], by=bob.actor)
    workspaces.mark_left(member_id=alice.member.id, by=bob.actor)
    with pytest.raises(TokenUnknown):
        tokens.find(text)


def test_one_key_has_one_answer_for_good(bob: Someone, answered: KeptAnswer) -> None:
    refused(bob, "answered_once", copy_of("workspaces_keptanswer", ANSWER))
    for change in ("body = 'another'", "status = 0"):
        refused(bob, "answered_for_good", f"UPDATE workspaces_keptanswer SET {change}")
    for change in ("request_hash = sha256('x')", "key = 'x'", "token_id = id"):
        forbidden(bob, f"UPDATE workspaces_keptanswer SET {change}")
    unknown = copy_of("workspaces_keptanswer", ANSWER, key="'l'", request_hash="''::bytea")
    refused(bob, "kept_answer_knows_its_request", unknown)


def test_what_was_answered_is_forgotten_and_the_audit_asks(bob: Someone, answered: KeptAnswer) -> None:
    assert found("workspaces.answers_are_forgotten") == 0
    with clock.frozen(clock.now() + dt.timedelta(days=4)):
        assert found("workspaces.answers_are_forgotten") == 1


def test_a_fact_is_told_to_an_address_once(bob: Someone, told: Delivery) -> None:
    refused(bob, "webhook_delivery_once", copy_of("webhooks_delivery", DELIVERY))
    forbidden(bob, "UPDATE webhooks_delivery SET fact_id = NULL")
    forbidden(bob, "UPDATE webhooks_delivery SET subscription_id = id")


def test_a_delivery_is_due_or_over_and_what_is_due_does_not_vanish(bob: Someone, told: Delivery) -> None:
    for change in ("due_at = NULL", "delivered_at = due_at", "gave_up_at = due_at"):
        refused(bob, "webhook_delivery_is_due_or_over", f"UPDATE webhooks_delivery SET {change}")
    assert run(bob, "DELETE FROM webhooks_delivery") == 0
    jobs.deliver(as_of=clock.now())
    assert run(bob, "DELETE FROM webhooks_delivery") == 1


def test_the_audit_finds_what_was_not_told_or_not_tried(bob: Someone, told: Delivery) -> None:
    assert found("webhooks.due_is_tried") == 0
    later = clock.now() + dt.timedelta(hours=2)
    with clock.frozen(later):
        assert found("webhooks.due_is_tried") == 1
    # As if the lead had come long after the subscription.
    by_the_owner("UPDATE webhooks_subscription SET created_at = created_at - interval '1 hour'")
    assert found("webhooks.facts_are_told") == 0
    by_the_owner("DELETE FROM webhooks_delivery")
    assert found("webhooks.facts_are_told") == 1


def by_the_owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def test_the_audit_knows_every_public_kind() -> None:
    file = Path(next(iter(leadfast.__path__))) / "webhooks" / "audit" / "facts_are_told.sql"
    listed = re.search(r"ARRAY\[(.*?)\]", file.read_text(), re.DOTALL)
    assert listed is not None
    assert set(re.findall(r"'(\w+)'", listed.group(1))) == set(rules.PUBLIC)


def test_a_subscription_ends_for_good_and_keeps_its_secret_sealed(bob: Someone, told: Delivery) -> None:
    refused(bob, "subscription_has_its_secret", "UPDATE webhooks_subscription SET sealed_secret = ''")
    refused(bob, "dead_subscription_says_why", "UPDATE webhooks_subscription SET dead_since = created_at")
    refused(bob, "subscription_ended_by_a_person", "UPDATE webhooks_subscription SET ended_at = created_at")
    forbidden(bob, "UPDATE webhooks_subscription SET url = 'https://elsewhere.example/'")
    forbidden(bob, "DELETE FROM webhooks_subscription")
    webhooks.end(subscription_id=told.subscription_id, by=bob.actor)
    back = "UPDATE webhooks_subscription SET ended_at = NULL, ended_by_id = NULL"
    refused(bob, "subscription_ended_for_good", back)
    assert found("webhooks.due_is_tried") == 0


def test_nothing_of_a_stranger_is_seen_or_used(
    bob: Someone, charlie: Someone, answered: KeptAnswer, told: Delivery
) -> None:
    for table in (
        "workspaces_token", "workspaces_keptanswer", "webhooks_subscription", "webhooks_delivery",
    ):  # fmt: skip
        assert run(charlie, f"SELECT id FROM {table}") == 0
    theirs = f"INSERT INTO webhooks_delivery (id, {DELIVERY.replace(' fact_id,', '')})"
    refused(
        charlie,
        "webhooks_delivery_subscription_id_fk",
        f"{theirs} VALUES (gen_random_uuid(), %s, %s, 'test', now(), now(), 0, '')",
        charlie.actor.workspace_id,
        told.subscription_id,
    )
