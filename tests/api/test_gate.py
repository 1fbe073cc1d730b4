"""Tokens, scopes, rates and idempotency keys."""

import datetime as dt

import pytest
from django.test import Client

from leadfast.conversations.models import Note
from leadfast.foundation import clock
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard, jobs, rules, tokens
from leadfast.workspaces.errors import MemberNotFound, TokenNeedsAdmin, TokenNeedsScopes, TokenNotFound
from leadfast.workspaces.models import KeptAnswer, Token
from tests.api.conftest import Program, program_of
from tests.fixtures import MakeLead, Someone


def code(answer: object) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"  # type: ignore[index]
    return answer.status_code, answer.json()["code"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("token", ["", "nonsense", "lf_" + "0" * 32 + "_" + "a" * 43])
def test_without_a_living_token_nothing_is_said(db: None, token: str) -> None:
    answer = Program(token).get("/leads")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_token(client: Client, alice: Someone) -> None:
    client.force_login(alice.account)
    assert code(client.get("/api/v1/leads")) == (401, "token_missing")


def test_only_the_hash_is_kept_and_use_is_noted(alice: Someone, program: Program) -> None:
    assert program.get("/leads").status_code == 200
    with guard.scope(alice.actor.workspace_id):
        [kept] = Token.objects.all()
    assert program.token.encode() not in bytes(kept.token_hash)
    assert program.token.endswith(kept.ends_with)
    assert kept.last_used_at is not None


def test_revoked_expired_or_left_is_unknown(alice: Someone, bob: Someone, program: Program) -> None:
    soon = clock.now() + dt.timedelta(days=1)
    _, text = tokens.make(name="", member_id=alice.member.id, scopes=["read"], by=bob.actor, expires_at=soon)
    short = Program(text)
    assert short.get("/leads").status_code == 200
    with clock.frozen(soon):
        assert code(short.get("/leads")) == (401, "token_unknown")
    other = program_of(alice)
    with guard.scope(bob.actor.workspace_id):
        first = Token.objects.order_by("created_at", "id")[0]
    tokens.revoke(token_id=first.id, by=bob.actor)
    assert code(program.get("/leads")) == (401, "token_unknown")
    workspaces.mark_left(member_id=alice.member.id, by=bob.actor)
    assert code(other.get("/leads")) == (401, "token_unknown")


def test_a_token_is_made_for_a_member_within_their_role(
    alice: Someone, bob: Someone, charlie: Someone
) -> None:
    with pytest.raises(TokenNeedsAdmin):
        tokens.make(name="x", member_id=alice.member.id, scopes=["admin"], by=bob.actor)
    with pytest.raises(TokenNeedsScopes):
        tokens.make(name="x", member_id=alice.member.id, scopes=[], by=bob.actor)
    with pytest.raises(TokenNeedsScopes):
        tokens.make(name="x", member_id=alice.member.id, scopes=["everything"], by=bob.actor)
    with pytest.raises(MemberNotFound):
        tokens.make(name="x", member_id=charlie.member.id, scopes=["read"], by=bob.actor)
    made, _ = tokens.make(name="x", member_id=bob.member.id, scopes=["read"], by=bob.actor)
    with pytest.raises(TokenNotFound):
        tokens.revoke(token_id=made.id, by=charlie.actor)
    with guard.scope(bob.actor.workspace_id):
        assert Token.objects.get().revoked_at is None


@pytest.mark.parametrize("scope", list(rules.SCOPES))
def test_each_scope_opens_its_own_addresses(bob: Someone, make_lead: MakeLead, scope: str) -> None:
    lead, only = make_lead(), program_of(bob, [scope])
    opened = {
        "read": only.get("/leads").status_code,
        "write": only.post(f"/leads/{lead.id}/notes", {"words": "Called"}).status_code,
        "receive": only.post("/arrivals", {"items": [{"name": "Jan"}]}).status_code,
        "admin": only.get("/subscriptions").status_code,
    }
    assert {name for name, status in opened.items() if status in (200, 201)} == {scope}
    assert {status for name, status in opened.items() if name != scope} == {403}


def test_too_many_requests_wait(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADFAST_API_PER_MINUTE", "3")
    with clock.frozen(dt.datetime(2026, 11, 22, 12, 0, 20, tzinfo=dt.UTC)):
        assert [program.get("/leads").status_code for _ in range(3)] == [200, 200, 200]
        refused = program.get("/leads")
        assert code(refused) == (429, "too_many_requests")
        assert refused["Retry-After"] == "40"
    with clock.frozen(dt.datetime(2026, 11, 22, 12, 1, 0, tzinfo=dt.UTC)):
        assert program.get("/leads").status_code == 200


def notes(someone: Someone) -> int:
    with guard.scope(someone.actor.workspace_id):
        return Note.objects.count()


def test_one_key_is_one_deed(alice: Someone, program: Program, make_lead: MakeLead) -> None:
    where = f"/leads/{make_lead().id}/notes"
    first = program.post(where, {"words": "Called"}, key="k-1")
    again = program.post(where, {"words": "Called"}, key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert notes(alice) == 1
    assert code(program.post(where, {"words": "Other"}, key="k-1")) == (422, "answered_differently")
    assert notes(alice) == 1
    assert program.post(where, {"words": "Called"}, key="k-2").status_code == 201
    assert code(program.post(where, {"words": "Called"}, key="k" * 201)) == (400, "key_unreadable")
    assert notes(alice) == 2


def test_what_was_refused_is_not_kept(alice: Someone, program: Program, make_lead: MakeLead) -> None:
    lead = make_lead()
    refused = program.post(f"/leads/{lead.id}/closure", {}, key="w-1")
    assert refused.status_code == 409
    with guard.scope(alice.actor.workspace_id):
        assert not KeptAnswer.objects.exists()
        lead.refresh_from_db()
        assert lead.is_open


def test_answers_are_forgotten_after_a_day(alice: Someone, program: Program, make_lead: MakeLead) -> None:
    where = f"/leads/{make_lead().id}/notes"
    program.post(where, {"words": "Called"}, key="k-1")
    later = clock.now() + dt.timedelta(hours=25)
    with clock.frozen(later):
        assert program.post(where, {"words": "Called"}, key="k-1").status_code == 201
    assert notes(alice) == 2
    jobs.forget_answers(as_of=later)
    with guard.scope(alice.actor.workspace_id):
        assert KeptAnswer.objects.count() == 1
    jobs.forget_answers(as_of=later + dt.timedelta(hours=25))
    with guard.scope(alice.actor.workspace_id):
        assert not KeptAnswer.objects.exists()


def test_problems_say_what_is_wrong(program: Program) -> None:
    assert code(program.get("/nowhere")) == (404, "no_such_address")
    unknown = program.post("/leads", {})
    assert code(unknown) == (405, "method_unknown")
    assert unknown["Allow"] == "GET"
    unfit = program.post("/arrivals", {"items": [], "nome": "Jan"})
    assert code(unfit) == (422, "fields_unfit")
    assert {one["where"].rpartition(".")[2] for one in unfit.json()["errors"]} == {"items", "nome"}
    assert code(program.post("/arrivals", "not json")) == (400, "body_unreadable")
    assert code(program.get("/leads", after="zzz")) == (422, "cursor_unreadable")
    # With a key and without one: whoever hears that it was our fault would send it for ever.
    endless = {"items": [{"name": "Maria Lopez", "note": "x" * 3_000_000}]}
    assert code(program.post("/arrivals", endless)) == (413, "body_too_large")
    assert code(program.post("/arrivals", endless, key="order-17")) == (413, "body_too_large")
