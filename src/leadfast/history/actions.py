"""Recording facts and running what follows from them.

What follows is listed in ``config/reactions.py``. A *must* entry runs here, in the transaction of
the fact itself; a *row* entry becomes a :class:`Reaction` that a sweep carries out later.
"""

import datetime as dt
import functools
import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from django.conf import settings
from django.utils.module_loading import import_string

from leadfast.foundation import wake
from leadfast.foundation.errors import Refusal
from leadfast.foundation.ids import uuid7
from leadfast.history.facts import Fact, Happening
from leadfast.history.models import Reaction
from leadfast.workspaces import inserting, statements
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
        _plant([(name, h) for name in follows.row for h in same])
        for name in follows.must:
            reaction(name)(same)


# SQL of our own: every verb pays for this statement, and composing it anew costs three times as much.
_RECORD: Final = """
INSERT INTO history_recordedfact
    (id, workspace_id, at, kind, lead_id, person_id, actor_kind, member_id, body)
SELECT id, workspace_id, at, kind, lead_id, person_id, actor_kind, member_id, body::jsonb
FROM unnest(%(id)s::uuid[], %(workspace_id)s::uuid[], %(at)s::timestamptz[], %(kind)s::text[],
            %(lead_id)s::uuid[], %(person_id)s::uuid[], %(actor_kind)s::text[], %(member_id)s::uuid[],
            %(body)s::text[])
    AS happened (id, workspace_id, at, kind, lead_id, person_id, actor_kind, member_id, body)
"""


def written(happenings: Sequence[Happening]) -> statements.Wanted:
    """The statement that writes facts down, for a verb that runs it together with its own; it calls
    :func:`follow` in the same transaction."""
    return _RECORD, {
        "id": [uuid7() for _ in happenings],
        "workspace_id": [h.by.workspace_id for h in happenings],
        "at": [h.at for h in happenings],
        "kind": [h.fact.kind for h in happenings],
        "lead_id": [h.lead_id for h in happenings],
        "person_id": [h.person_id for h in happenings],
        "actor_kind": [h.by.kind for h in happenings],
        "member_id": [h.by.member_id for h in happenings],
        "body": [json.dumps(h.fact.body()) for h in happenings],
    }


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


def _plant(wanted: Sequence[tuple[str, Happening]]) -> None:
    if wanted:
        inserting.insert(
            [
                Reaction(
                    workspace_id=h.by.workspace_id,
                    name=name,
                    kind=h.fact.kind,
                    body=h.fact.body(),
                    at=h.at,
                    lead_id=h.lead_id,
                    person_id=h.person_id,
                    actor_kind=h.by.kind,
                    member_id=h.by.member_id,
                    due_at=h.at,
                )
                for name, h in wanted
            ]
        )
        wake.up("history.reactions")
