"""Recording facts and running what follows from them.

What follows is listed in ``config/reactions.py``. A *must* entry runs here, in the transaction of
the fact itself; a *row* entry becomes a :class:`Reaction` that a sweep carries out later.
"""

import datetime as dt
import functools
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast

import orjson
from django.conf import settings
from django.utils.module_loading import import_string

from leadfast.foundation import ids, wake
from leadfast.foundation.errors import Refusal
from leadfast.history.facts import Fact, Happening
from leadfast.workspaces import statements
from leadfast.workspaces.actor import Actor

React = Callable[[Sequence[Happening]], None]


class NoReactionsEntry(Refusal):
    """A fact was recorded that config/reactions.py does not list."""


@dataclass(frozen=True)
class Follows:
    """What follows from a kind of fact: dotted names of functions that take happenings."""

    must: tuple[str, ...] = ()
    row: tuple[str, ...] = ()


def record(
    fact: Fact,
    *,
    by: Actor,
    at: dt.datetime,
    lead_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
) -> None:
    """Record one fact and run what must follow from it."""
    record_many([Happening(fact, by, at, lead_id, person_id)])


def record_many(happenings: Sequence[Happening]) -> None:
    """Record facts in one statement, then run what follows, kind by kind."""
    if not happenings:
        return
    statements.run(written(happenings))
    follow(happenings)


def follow(happenings: Sequence[Happening]) -> None:
    """Run what follows from facts that a bulk verb wrote down itself, in the same transaction."""
    by_kind: dict[str, list[Happening]] = defaultdict(list)
    for happening in happenings:
        by_kind[happening.fact.kind].append(happening)
    for kind, same in by_kind.items():
        follows = _entry(kind)
        _plant(follows.row, same)
        for name in follows.must:
            reaction(name)(same)


# SQL of our own, with one parameter: every verb pays for this statement, and a bulk verb for each row of it.
_HAPPENED: Final = """
FROM json_to_recordset(%(rows)s::json)
    AS happened (id uuid, name text, workspace_id uuid, at timestamptz, kind text, lead_id uuid, person_id uuid,
                 actor_kind text, member_id uuid, body jsonb)
"""
_RECORD: Final = f"""
INSERT INTO history_recordedfact
    (id, workspace_id, at, kind, lead_id, person_id, actor_kind, member_id, body)
SELECT id, workspace_id, at, kind, lead_id, person_id, actor_kind, member_id, body
{_HAPPENED}
"""
_PLANT: Final = f"""
INSERT INTO history_reaction
    (id, workspace_id, name, kind, body, at, lead_id, person_id, actor_kind, member_id, due_at, attempts, error)
SELECT id, workspace_id, name, kind, body, at, lead_id, person_id, actor_kind, member_id, at, 0, ''
{_HAPPENED}
"""


def written(happenings: Sequence[Happening]) -> statements.Wanted:
    """The statement that writes facts down, for a verb that runs it together with its own; it calls
    :func:`follow` in the same transaction."""
    return _RECORD, {"rows": orjson.dumps(_rows(happenings)).decode()}


def _rows(happenings: Sequence[Happening]) -> list[dict[str, object]]:
    return [
        {
            "id": row_id,
            "workspace_id": h.by.workspace_id,
            "at": h.at,
            "kind": h.fact.kind,
            "lead_id": h.lead_id,
            "person_id": h.person_id,
            "actor_kind": h.by.kind,
            "member_id": h.by.member_id,
            "body": h.fact.body(),
        }
        for row_id, h in zip(ids.many(len(happenings)), happenings, strict=True)
    ]


@functools.cache
def reaction(name: str) -> React:
    """The function behind a dotted name of ``config/reactions.py``."""
    return cast("React", import_string(name))


@functools.cache
def _table() -> dict[str, Follows]:
    return cast("dict[str, Follows]", import_string(settings.REACTIONS))


def _entry(kind: str) -> Follows:
    try:
        return _table()[kind]
    except KeyError as error:
        raise NoReactionsEntry(kind=kind) from error


def _plant(names: Sequence[str], happenings: Sequence[Happening]) -> None:
    rows = [row | {"name": name} for name in names for row in _rows(happenings)]
    if rows:
        statements.run((_PLANT, {"rows": orjson.dumps(rows).decode()}))
        wake.up("history.reactions")
