"""How a sweep crosses workspaces: find as the sweep role, act in each workspace alone.

The sweep role sees ids and due times of every workspace and nothing else, so finding is one query
over a partial index; acting happens inside the workspace's own scope. A row that fails is pushed
away, with its error, and the sweep goes on: one poison row never blocks the rows behind it.
"""

import contextlib
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connections

from leadfast.foundation import stopping
from leadfast.workspaces import guard

log = logging.getLogger(__name__)


@dataclass(frozen=True, order=True)
class Due:
    """A row that is due: where it lives and which one it is. Everything else is read in its scope."""

    workspace_id: uuid.UUID
    id: uuid.UUID


@dataclass(frozen=True)
class Poison:
    """A row that could not be worked, and what it said."""

    row: Due
    error: str


@dataclass
class Outcome:
    """What one sweep did; the worker records it and shows the poisoned rows on the Trust page."""

    done: int = 0
    poisoned: list[Poison] = field(default_factory=list)


_in_turn = False


@contextlib.contextmanager
def in_turn() -> Iterator[None]:
    """For the length of the block sweeps speak to one mail server after the other, in the caller's thread.

    A simulated clock does not make anybody wait, and its runs are the same only in one order.
    """
    global _in_turn
    before, _in_turn = _in_turn, True
    try:
        yield
    finally:
        _in_turn = before


def one_by_one() -> bool:
    """Whether sweeps work :func:`in_turn`."""
    return _in_turn


def find(sql: str, params: Mapping[str, Any] | Sequence[Any]) -> list[Due]:
    """Run ``sql``, which selects (workspace_id, id), as the sweep role."""
    with connections["sweep"].cursor() as cursor:
        cursor.execute(sql, params)
        return [Due(workspace_id=row[0], id=row[1]) for row in cursor.fetchall()]


def by_workspace(rows: Sequence[Due]) -> Iterator[tuple[uuid.UUID, list[uuid.UUID]]]:
    """The ids of each workspace, for verbs that work on a set."""
    for workspace_id, group in groupby(sorted(rows), key=lambda row: row.workspace_id):
        yield workspace_id, [row.id for row in group]


def each(
    rows: Sequence[Due],
    act: Callable[[Due], object],
    *,
    push_away: Callable[[Due, Exception], object] | None = None,
) -> Outcome:
    """Act on every row in a scope of its own.

    ``push_away`` moves the due time of a row that failed, in a scope of its own, so that the next
    sweep meets the rows behind it first.
    """
    outcome = Outcome()
    for row in rows:
        if stopping.asked():
            break
        try:
            with guard.scope(row.workspace_id):
                act(row)
        except Exception as error:
            log.exception("A due row could not be worked", extra={"row": str(row.id)})
            outcome.poisoned.append(Poison(row=row, error=f"{type(error).__name__}: {error}"[:2000]))
            _push_away(row, error, push_away)
        else:
            outcome.done += 1
    return outcome


def each_batch(
    rows: Sequence[Due],
    act: Callable[[uuid.UUID, list[uuid.UUID]], object],
    *,
    push_away: Callable[[Due, Exception], object] | None = None,
) -> Outcome:
    """Act on the rows of each workspace at once; if a batch fails, find the poison row by row."""
    outcome = Outcome()
    for workspace_id, ids in by_workspace(rows):
        if stopping.asked():
            break
        try:
            with guard.scope(workspace_id):
                act(workspace_id, ids)
        except Exception:
            log.exception("A batch failed and is worked row by row", extra={"workspace": str(workspace_id)})
            alone = each(
                [Due(workspace_id, id_) for id_ in ids],
                lambda row: act(row.workspace_id, [row.id]),
                push_away=push_away,
            )
            outcome.done += alone.done
            outcome.poisoned += alone.poisoned
        else:
            outcome.done += len(ids)
    return outcome


def _push_away(row: Due, error: Exception, push_away: Callable[[Due, Exception], object] | None) -> None:
    if push_away is None:
        return
    try:
        with guard.scope(row.workspace_id):
            push_away(row, error)
    except Exception:
        # The database may be down; the sweep reports the row either way and meets it again later.
        log.exception("A poison row could not be pushed away", extra={"row": str(row.id)})
