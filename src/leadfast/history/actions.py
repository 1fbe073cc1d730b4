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
    _write_down(happenings)
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
FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[], %s::text[], %s::uuid[], %s::uuid[], %s::text[],
            %s::uuid[], %s::text[])
    AS happened (id, workspace_id, at, kind, lead_id, person_id, actor_kind, member_id, body)
"""


def _write_down(happenings: Sequence[Happening]) -> None:
    columns = zip(
        *(
            (
                uuid7(),
                h.by.workspace_id,
                h.at,
                h.fact.kind,
                h.lead_id,
                h.person_id,
                h.by.kind,
                h.by.member_id,
                json.dumps(h.fact.body()),
            )
            for h in happenings
        ),
        strict=True,
    )
    statements.run(_RECORD, [list(column) for column in columns])


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
