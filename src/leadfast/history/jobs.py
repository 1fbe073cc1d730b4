"""The sweep that carries out what must still follow from a fact."""

import dataclasses
import datetime as dt
import types
import typing
import uuid
from collections import defaultdict
from decimal import Decimal
from typing import Any

from leadfast.foundation import clock, wake
from leadfast.history import actions
from leadfast.history.facts import KINDS, Fact, Happening
from leadfast.history.models import Reaction
from leadfast.workspaces import guard, sweeping
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.sweeping import Due, Outcome

SWEEP = "history.reactions"
BATCH = 500
ATTEMPTS = 6
# After each failure a little longer: half a minute, a minute, two, four, eight.
FIRST_RETRY = dt.timedelta(seconds=30)

_DUE = """
SELECT workspace_id, id FROM history_reaction
WHERE done_at IS NULL AND set_aside_at IS NULL AND due_at <= %(as_of)s
ORDER BY due_at LIMIT %(most)s
"""


def carry_out(*, as_of: dt.datetime) -> Outcome:
    """Run due reactions, batch by batch; one that keeps failing is set aside where a person sees it."""
    due = sweeping.find(_DUE, {"as_of": as_of, "most": BATCH})
    outcome = sweeping.each_batch(due, _carry_out, push_away=_push_away)
    if len(due) == BATCH and outcome.done:
        wake.up(SWEEP)
    return outcome


def _carry_out(workspace_id: uuid.UUID, ids: list[uuid.UUID]) -> None:
    with guard.scope(workspace_id):
        # Another worker may hold some of them: skip those, they are in good hands.
        rows = list(
            Reaction.objects.select_for_update(skip_locked=True)
            .filter(id__in=ids, done_at=None, set_aside_at=None)
            .order_by("at", "id")
        )
        by_name: dict[str, list[Reaction]] = defaultdict(list)
        for row in rows:
            by_name[row.name].append(row)
        for name, same in by_name.items():
            actions.reaction(name)([_happening(row) for row in same])
        Reaction.objects.filter(id__in=[row.id for row in rows]).update(done_at=clock.now())


def _push_away(row: Due, error: Exception) -> None:
    reaction = Reaction.objects.select_for_update().get(id=row.id)
    reaction.attempts += 1
    reaction.error = f"{type(error).__name__}: {error}"[:2000]
    now = clock.now()
    if reaction.attempts >= ATTEMPTS:
        reaction.set_aside_at = now
    else:
        reaction.due_at = now + FIRST_RETRY * 2 ** (reaction.attempts - 1)
    reaction.save(update_fields=["attempts", "error", "due_at", "set_aside_at"])


def _happening(row: Reaction) -> Happening:
    by = Actor(row.workspace_id, row.actor_kind, row.member_id)  # type: ignore[arg-type]  # a known kind
    return Happening(_fact(KINDS[row.kind], row.body), by, row.at, row.lead_id, row.person_id)


def _fact(kind: type[Fact], body: dict[str, Any]) -> Fact:
    hints = typing.get_type_hints(kind)
    values = {
        field.name: _typed(hints[field.name], body[field.name])
        for field in dataclasses.fields(kind)
        if field.name in body
    }
    return kind(**values)


def _typed(hint: Any, value: Any) -> Any:
    """A JSON value as the type that the fact declares."""
    if value is None:
        return None
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(option for option in typing.get_args(hint) if option is not type(None))
    if hint in (dt.datetime, dt.date):
        return hint.fromisoformat(value)
    if hint in (uuid.UUID, Decimal):
        return hint(value)
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        return tuple(_typed(inner, item) for item in value)
    return value
