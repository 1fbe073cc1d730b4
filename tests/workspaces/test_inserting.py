"""Many rows in one statement: every kind of value arrives as it left, and a key refuses only its own row."""

import datetime as dt

from leadfast.foundation.ids import uuid7
from leadfast.history.models import Reaction
from leadfast.workspaces import guard, inserting
from leadfast.workspaces.models import Workspace

AT = dt.datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=dt.UTC)


def _row(workspace: Workspace, **more: object) -> Reaction:
    values: dict[str, object] = {
        "name": "somewhere.something", "kind": "reply_received", "at": AT, "due_at": AT, "actor_kind": "system",
    }  # fmt: skip
    return Reaction(workspace_id=workspace.id, **(values | more))


def test_values_arrive_as_they_left(workspace: Workspace) -> None:
    body = {"words": "“Grüße”\n\\ 'quoted' \t 日本", "many": [1, None, "x"], "none": None}
    rows = [_row(workspace, body=body, lead_id=uuid7()), _row(workspace, attempts=3, done_at=None)]
    with guard.scope(workspace.id):
        inserting.insert(rows)
        found = Reaction.objects.in_bulk([row.id for row in rows])
    first, second = found[rows[0].id], found[rows[1].id]
    assert (first.body, first.lead_id, first.at) == (body, rows[0].lead_id, AT)
    assert (second.body, second.attempts, second.done_at, second.lead_id) == ({}, 3, None, None)


def test_a_key_refuses_only_its_own_row(workspace: Workspace) -> None:
    there, fresh = _row(workspace), _row(workspace)
    with guard.scope(workspace.id):
        inserting.insert([there])
        again = _row(workspace, id=there.id, name="another")
        assert inserting.insert_missing([again, fresh]) == {fresh.id}
        assert Reaction.objects.get(id=there.id).name == "somewhere.something"


def test_nothing_is_nothing(workspace: Workspace) -> None:
    with guard.scope(workspace.id):
        inserting.insert([])
        assert inserting.insert_missing([]) == set()
