"""Several statements in one round trip, on Django's own connection and inside its transactions."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from leadfast.workspaces import guard, statements
from tests.fixtures import Someone

SAID = (
    "SELECT %(text)s::text, %(none)s::text, %(many)s::text[], %(at)s::timestamptz = %(same)s, %(raw)s::bytea"
)


def test_values_arrive_as_they_were_given(alice: Someone) -> None:
    at = dt.datetime(2026, 3, 1, 9, 30, 0, 5, tzinfo=dt.UTC)
    values = {
        "text": 'a "quoted" \\ word\nand ü',
        "none": None,
        "many": ['one "two"', None, "back\\slash", "", "{a,b}"],
        "at": at,
        "same": at.astimezone(dt.timezone(dt.timedelta(hours=5))),
        "raw": b"\x00\xff\\",
    }
    with guard.scope(alice.actor.workspace_id):
        (answer,) = statements.run((SAID, values))
        (again,) = statements.run((SAID, values))

    assert answer == again
    assert answer.rows == [
        (values["text"], None, '{"one \\"two\\"",NULL,"back\\\\slash","","{a,b}"}', "t", "\\x00ff5c")
    ]


def test_an_error_undoes_all_and_the_connection_goes_on(alice: Someone) -> None:
    workspace = alice.actor.workspace_id
    rename = (
        "UPDATE workspaces_workspace SET name = %(name)s WHERE id = %(id)s",
        {"name": "X", "id": workspace},
    )
    with (
        pytest.raises(DatabaseError, match="division by zero"),
        statements.opening(workspace, rename, ("SELECT 1 / %(zero)s::int", {"zero": 0})),
    ):
        pytest.fail("It must not begin.")

    with statements.opening(
        workspace, ("SELECT name FROM workspaces_workspace WHERE id = %(id)s", {"id": workspace})
    ) as (named,):
        assert named.rows != [("X",)]
    assert connection.get_autocommit()


def test_what_is_done_meanwhile_happens_before_the_commit_is_heard(alice: Someone) -> None:
    workspace, heard = alice.actor.workspace_id, []
    rename = (
        "UPDATE workspaces_workspace SET name = %(name)s WHERE id = %(id)s",
        {"name": "Y", "id": workspace},
    )

    with statements.opening(workspace, rename, meanwhile=lambda: heard.append("built")) as (renamed,):
        assert (renamed.touched, heard) == (1, [])

    assert heard == ["built"]
    with guard.scope(workspace):
        (named,) = statements.run(
            ("SELECT name FROM workspaces_workspace WHERE id = %(id)s", {"id": workspace})
        )
    assert named.rows == [("Y",)]


def test_a_block_that_fails_commits_nothing(alice: Someone) -> None:
    workspace = alice.actor.workspace_id
    rename = (
        "UPDATE workspaces_workspace SET name = %(name)s WHERE id = %(id)s",
        {"name": "Z", "id": workspace},
    )
    with pytest.raises(ZeroDivisionError), statements.opening(workspace, rename, meanwhile=list):
        raise ZeroDivisionError

    with guard.scope(workspace):
        (named,) = statements.run(
            ("SELECT name FROM workspaces_workspace WHERE id = %(id)s", {"id": workspace})
        )
    assert named.rows != [("Z",)]


def test_inside_a_scope_it_is_part_of_it(alice: Someone) -> None:
    with (
        pytest.raises(guard.MixedWorkspaces),
        guard.scope(alice.actor.workspace_id),
        statements.opening(uuid.uuid4(), ("SELECT 1", {})),
    ):
        pytest.fail("It must not begin.")
    with transaction.atomic(), statements.opening(alice.actor.workspace_id, ("SELECT 1", {})) as (one,):
        assert one.rows == [("1",)]
