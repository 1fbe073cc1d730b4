"""Walked from the description: no address shows or changes anything of another workspace."""

import json
import uuid

import pytest

from leadfast.api import rest
from leadfast.history.models import RecordedFact
from leadfast.workspaces import guard
from tests.api.conftest import Program
from tests.fixtures import MakeLead, Someone

OPERATIONS = [
    (path, method, "requestBody" in told)
    for path, methods in json.loads(rest.described())["paths"].items()
    for method, told in methods.items()
]
BODIES = {
    "notes": {"words": "Hello"},
    "calls": {"outcome": "reached"},
    "closure": {"value": "1"},
    "done": {"outcome": "x"},
    "date": {"due_at": "2027-01-10T10:00:00Z"},
    "steps": {"kind": "task", "says": "x", "due_at": "2027-01-10T10:00:00Z"},
}


def ask(program: Program, path: str, method: str) -> object:
    where = path.removeprefix(rest.PREFIX)
    if method == "get":
        return program.get(where)
    if method == "delete":
        return program.delete(where)
    return program.post(where, BODIES.get(where.rpartition("/")[2], {}), method=method)


@pytest.mark.parametrize(("path", "method"), [one[:2] for one in OPERATIONS])
def test_without_a_token_there_is_no_answer(db: None, path: str, method: str) -> None:
    filled = path.replace("{", "").replace("}", "")
    for part in path.split("{")[1:]:
        name = part.partition("}")[0]
        filled = filled.replace(name, str(uuid.uuid4()))
    assert ask(Program(""), filled, method).status_code == 401  # type: ignore[attr-defined]


def test_a_stranger_finds_and_changes_nothing(
    strangers: Program, program: Program, alice: Someone, make_lead: MakeLead
) -> None:
    lead = make_lead("Maria Lopez", mail="maria@lopez.example", company="Lopez Ltd")
    arrival = program.post("/arrivals", {"items": [{"name": "Brightline Jan"}]}).json()["items"][0]
    ids = {
        "lead_id": lead.id, "step_id": lead.next_step_id, "person_id": lead.person_id,
        "company_id": lead.company_id, "arrival_id": arrival["id"],
    }  # fmt: skip
    with guard.scope(alice.actor.workspace_id):
        before = RecordedFact.objects.count()
    for path, method, _ in OPERATIONS:
        filled = path
        for part in path.split("{")[1:]:
            name = part.partition("}")[0]
            filled = filled.replace("{" + name + "}", str(ids.get(name, uuid.uuid4())))
        answer = ask(strangers, filled, method)
        if "{" in path:
            assert answer.status_code in (404, 422), (path, method)  # type: ignore[attr-defined]
        for word in (b"Maria", b"Lopez", b"Brightline", b"Alice"):
            assert word not in answer.content, path  # type: ignore[attr-defined]
    with guard.scope(alice.actor.workspace_id):
        assert RecordedFact.objects.count() == before
