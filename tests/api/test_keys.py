"""Idempotency keys: another body, two at once, a crash, a secret in the answer."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from leadfast.api import keys
from leadfast.capture.models import Arrival
from leadfast.conversations.models import Note
from leadfast.leads.models import Lead
from leadfast.webhooks.models import Subscription
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.models import KeptAnswer
from tests.api.conftest import Program
from tests.capture.test_crash import killed_at
from tests.fixtures import MakeLead, Someone


def counted(who: Someone, model: Any) -> int:
    with guard.scope(who.actor.workspace_id):
        return int(model.objects.count())


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each in a thread and on a connection of its own, begun at the same moment."""
    together = threading.Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        together.wait()
        try:
            found[number] = act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_at_once_are_one_deed_and_one_answer(
    alice: Someone, program: Program, make_lead: MakeLead
) -> None:
    where = f"/leads/{make_lead().id}/notes"

    def ask() -> Any:
        return Program(program.token).post(where, {"words": "Called"}, key="k-1")

    answers = at_once(ask, ask, ask)
    assert [one.status_code for one in answers] == [201, 201, 201]
    assert len({one.content for one in answers}) == 1
    assert sum("Idempotency-Replayed" in one for one in answers) == 2
    assert counted(alice, Note) == 1


def test_two_at_once_bring_leads_in_once_and_hear_the_same(alice: Someone, program: Program) -> None:
    items = [{"name": f"Lead {n}"} for n in range(20)]

    def ask() -> Any:
        return Program(program.token).post("/arrivals", {"items": items}, key="k-1")

    first, second = at_once(ask, ask)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert first.json()["counts"]["created"] == 20
    assert counted(alice, Lead) == counted(alice, Arrival) == 20


def test_two_bodies_under_one_key_at_once_are_one_deed(alice: Someone, program: Program) -> None:
    def ask(name: str) -> Callable[[], Any]:
        return lambda: Program(program.token).post("/arrivals", {"items": [{"name": name}]}, key="k-1")

    answers = at_once(ask("One"), ask("Two"))
    assert sorted(one.status_code for one in answers) == [200, 422]
    assert counted(alice, Arrival) == 1


def test_one_key_for_two_addresses_is_refused(alice: Someone, program: Program, make_lead: MakeLead) -> None:
    lead = make_lead()
    assert program.post(f"/leads/{lead.id}/notes", {"words": "Called"}, key="k-1").status_code == 201
    other = program.post(f"/leads/{lead.id}/calls", {"outcome": "reached"}, key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "answered_differently")
    arrivals = program.post("/arrivals", {"items": [{"name": "Jan"}]}, key="k-1")
    assert arrivals.status_code == 422
    assert counted(alice, Arrival) == 0


def test_the_same_key_of_two_programs_is_two_keys(alice: Someone, program: Program, admins: Program) -> None:
    long = "k" * 200
    for one in (program, admins):
        sent = one.post("/arrivals", {"items": [{"name": "Jan"}, {"name": "Ola"}]}, key=long)
        assert sent.json()["counts"]["created"] + sent.json()["counts"]["joined"] == 2
    assert counted(alice, Arrival) == 4


@pytest.mark.parametrize("statement", [1, 3, 6, 10, 15, 22, 30, 40, 60])
def test_killed_at_any_statement_and_asked_again_it_is_done_once(
    alice: Someone, program: Program, make_lead: MakeLead, monkeypatch: pytest.MonkeyPatch, statement: int
) -> None:
    # Nobody is left who could answer: waiting longer for them would find out no more.
    monkeypatch.setattr(keys, "_PATIENCE_S", 0.2)
    where = f"/leads/{make_lead().id}/notes"
    items = [{"name": f"Jan {n}", "asked": True} for n in range(3)]

    def note() -> Any:
        return program.post(where, {"words": "Called"}, key="n-1")

    def bring() -> Any:
        return program.post("/arrivals", {"items": items}, key="a-1")

    killed_at(statement, note)
    killed_at(statement, bring)
    assert note().status_code == 201
    answer = bring()
    assert answer.status_code == 200
    assert {one["settlement"] for one in answer.json()["items"]} == {"created"}
    assert bring().json() == answer.json()
    assert (counted(alice, Note), counted(alice, Arrival), counted(alice, Lead)) == (1, 3, 4)


def test_a_secret_is_kept_sealed_and_told_again_to_admins_only(
    bob: Someone, alice: Someone, admins: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    made = admins.post("/subscriptions", {"url": "http://127.0.0.1/hook"}, key="s-1")
    secret = made.json()["secret"]
    with guard.scope(bob.actor.workspace_id):
        [kept] = KeptAnswer.objects.all()
    assert secret not in kept.body
    again = admins.post("/subscriptions", {"url": "http://127.0.0.1/hook"}, key="s-1")
    assert again.json()["secret"] == secret
    assert again["Idempotency-Replayed"] == "true"
    workspaces.change_member(member_id=alice.member.id, role="admin", by=bob.actor)
    workspaces.change_member(member_id=bob.member.id, role="rep", by=alice.actor)
    refused = admins.post("/subscriptions", {"url": "http://127.0.0.1/hook"}, key="s-1")
    assert refused.status_code == 403
    assert secret.encode() not in refused.content
    assert counted(bob, Subscription) == 1


def test_what_could_not_be_read_holds_no_key(alice: Someone, program: Program) -> None:
    assert program.post("/arrivals", {"items": []}, key="k-1").status_code == 422
    assert counted(alice, KeptAnswer) == 0
    assert program.post("/arrivals", {"items": [{"name": "Jan"}]}, key="k-1").status_code == 200
