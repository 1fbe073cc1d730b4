"""Walked from the description: whoever may not, does not; and nothing of another workspace is shown or changed."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import resolve

from leadfast.foundation import clock
from leadfast.history.models import RecordedFact
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard, rules, tokens
from leadfast.workspaces.models import Workspace
from tests.api.conftest import Program, program_of
from tests.api.operations import NOBODYS, TABLE, Operation, described
from tests.fixtures import MakeLead, Someone, someone

OPERATIONS = described()
each = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
# A screen that more may see is no wall for those.
WIDER = ("members", "cadence_editors", "deciders", "admins")


@each
def test_its_scope_and_its_people_are_those_of_its_screen(operation: Operation) -> None:
    assert operation.scope == TABLE[operation.name][0]
    screen = resolve(operation.screen).func.access  # type: ignore[attr-defined]
    assert WIDER.index(operation.who) >= WIDER.index(screen), "wider than the screen"


def test_the_table_has_every_operation() -> None:
    assert {operation.name for operation in OPERATIONS} == TABLE.keys()


@pytest.mark.parametrize("role", rules.ROLES)
def test_a_token_does_what_its_member_may_and_no_more(workspace: Workspace, bob: Someone, role: str) -> None:
    """Made while they were an admin, with every scope: what counts is what they are now."""
    which = someone(workspace, "Dana", "admin")
    program = program_of(which)
    workspaces.change_member(member_id=which.member.id, role=role, by=bob.actor)
    with guard.scope(bob.actor.workspace_id):
        which.member.refresh_from_db()
    may = {"members": True, "deciders": which.member.decides, "admins": which.member.administers}
    for operation in OPERATIONS:
        answer = operation.ask(program, {})
        assert (answer.status_code == 403) == (not may[operation.who]), (operation.name, role)


@pytest.mark.parametrize("scope", rules.SCOPES)
def test_a_token_does_what_its_scopes_say_and_no_more(bob: Someone, scope: str) -> None:
    program = program_of(bob, [scope])
    for operation in OPERATIONS:
        answer = operation.ask(program, {}, key=f"k-{operation.name}")
        assert (answer.status_code == 403) == (operation.scope != scope), operation.name
        if answer.status_code == 403:
            assert answer.json()["code"] == "scope_missing"


def test_a_token_that_does_not_work_is_told_nothing(alice: Someone, bob: Someone) -> None:
    revoked, expired = program_of(bob), clock.now() + dt.timedelta(hours=1)
    with guard.scope(bob.actor.workspace_id):
        [made] = tokens.listed()
    tokens.revoke(token_id=made.id, by=bob.actor)
    _, short = tokens.make(
        name="", member_id=bob.member.id, scopes=["read"], by=bob.actor, expires_at=expired
    )
    left = program_of(alice)
    workspaces.mark_left(member_id=alice.member.id, by=bob.actor)
    another = f"lf_{alice.member.workspace_id.hex}_{'a' * 43}"
    nobodys = f"lf_{'0' * 32}_{'a' * 43}"
    with clock.frozen(expired):
        for program in (revoked, Program(short), left, *map(Program, ("", "nonsense", another, nobodys))):
            for operation in OPERATIONS:
                answer = operation.ask(program, {}, key="k")
                assert answer.status_code == 401, operation.name
                assert answer.json()["code"] in ("token_missing", "token_unknown")
                assert "RateLimit" not in answer


def test_what_is_a_strangers_is_as_if_it_did_not_exist(
    alice: Someone, program: Program, admins: Program, strangers: Program, make_lead: MakeLead,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("LEADFAST_WEBHOOKS_ANYWHERE", "1")
    lead = make_lead("Maria Lopez", mail="maria@lopez.example", company="Lopez Ltd")
    sent = program.post("/arrivals", {"items": [{"name": "Brightline Jan"}]}).json()["items"][0]
    upload = next(one for one in OPERATIONS if one.name == "upload_file").ask(program, {}).json()["items"][0]
    hook = admins.post("/subscriptions", {"url": "http://127.0.0.1/brightline"}).json()
    ids = {
        "lead_id": lead.id, "step_id": lead.next_step_id, "person_id": lead.person_id,
        "company_id": lead.company_id, "arrival_id": sent["id"], "upload_id": upload["id"],
        "subscription_id": hook["id"],
    }  # fmt: skip
    before = _facts(alice)
    asked = set[str]()
    for operation in OPERATIONS:
        asked.update(name for name in ids if "{" + name + "}" in operation.path)
        theirs, nobodys = operation.ask(strangers, ids), operation.ask(strangers, {})
        if "{" in operation.path:
            assert theirs.status_code == 404, operation.name
            assert (theirs.content, _plain(theirs)) == (nobodys.content, _plain(nobodys)), operation.name
        for word in (b"Maria", b"Lopez", b"Brightline", b"Alice", b"brightline"):
            assert word not in theirs.content, operation.name
    assert asked == ids.keys(), "every kind of id was tried"
    assert _facts(alice) == before


def test_ids_of_a_stranger_in_queries_and_cursors_narrow_to_nothing(
    program: Program, strangers: Program, make_lead: MakeLead, alice: Someone
) -> None:
    lead = make_lead("Maria Lopez")
    program.post("/arrivals", {"items": [{"name": f"Jan {n}"} for n in range(3)]})
    strangers.post("/arrivals", {"items": [{"name": "Theirs"}]})
    for path, query in (
        ("/leads", {"owner_id": str(alice.member.id)}),
        ("/leads", {"upload_id": str(lead.id)}),
        ("/facts", {"lead_id": str(lead.id)}),
    ):
        assert strangers.get(path, **query).json()["items"] == []
    for path in ("/leads", "/arrivals", "/persons"):
        cursor = program.get(path, limit=1).json()["next"]
        answer = strangers.get(path, after=cursor)
        assert b"Maria" not in answer.content
        assert b"Jan" not in answer.content
    assert strangers.get(f"/leads/{NOBODYS}").status_code == 404


def test_what_a_stranger_sends_about_ours_stays_theirs(
    strangers: Program, charlie: Someone, make_lead: MakeLead, alice: Someone
) -> None:
    """A step of ours named in a call of theirs ends nothing of ours."""
    ours = make_lead("Maria Lopez")
    strangers.post("/arrivals", {"items": [{"name": "Theirs", "asked": True}]})
    [theirs] = strangers.get("/leads").json()["items"]
    call = {"outcome": "reached", "step_id": str(ours.next_step_id)}
    assert strangers.post(f"/leads/{theirs['id']}/calls", call).status_code in (201, 404, 409)
    with guard.scope(alice.actor.workspace_id):
        before = ours.next_step_id
        ours.refresh_from_db()
        assert ours.next_step_id == before


def _facts(who: Someone) -> int:
    with guard.scope(who.actor.workspace_id):
        return RecordedFact.objects.count()


def _plain(answer: object) -> tuple[object, ...]:
    headers: Callable[[str], object] = answer.get  # type: ignore[attr-defined]
    return (answer.status_code, headers("Content-Type"), headers("Allow"))  # type: ignore[attr-defined]
