"""Sweeps: what came due is raised, comes back, is covered, is told. Each is safe to run twice, or beside itself."""

import datetime as dt
import logging

from leadfast.accountability.actions import delivering, escalating, leaving, returning
from leadfast.accountability.rules import ladders
from leadfast.foundation import stopping
from leadfast.workspaces import sweeping
from leadfast.workspaces.sweeping import Due, Outcome, Poison

log = logging.getLogger(__name__)

MOST = 500

# A clock of hours is watched from its due time, one of days from the first day late: read over the
# index of steps that nobody was told of yet, so that a long backlog costs an idle sweep nothing.
_CAME_DUE = """
(SELECT workspace_id, id FROM leads_step
 WHERE state = 'pending' AND NOT by_assistant AND nudges = 0
   AND block = ANY (%(quick)s) AND due_at <= %(as_of)s
 ORDER BY due_at LIMIT %(most)s)
UNION ALL
(SELECT workspace_id, id FROM leads_step
 WHERE state = 'pending' AND NOT by_assistant AND nudges = 0
   AND block = ANY (%(slow)s) AND due_at <= %(day_late)s
 ORDER BY due_at LIMIT %(most)s)
"""
_RUNGS = """
SELECT workspace_id, id FROM accountability_escalation
WHERE ended_at IS NULL AND next_at <= %(as_of)s ORDER BY next_at LIMIT %(most)s
"""
_COMEBACKS = """
SELECT workspace_id, id FROM leads_step
WHERE state = 'pending' AND kind = 'come_back' AND due_at <= %(as_of)s ORDER BY due_at LIMIT %(most)s
"""
_TURNS = """
SELECT workspace_id, id FROM leads_lead
WHERE closure_id IS NULL AND turn = 'theirs' AND theirs_until <= %(as_of)s
ORDER BY theirs_until LIMIT %(most)s
"""
_WORKSPACES = "SELECT id, id FROM workspaces_workspace ORDER BY id"
_DELIVERIES = """
SELECT workspace_id, id FROM accountability_delivery
WHERE state IN ('waiting', 'sending') AND due_at <= %(as_of)s ORDER BY due_at LIMIT %(most)s
"""


def escalate(*, as_of: dt.datetime) -> Outcome:
    """Steps that came due are watched; those still not done climb their ladder by one rung."""
    quick, slow = list(ladders.QUICK_BLOCKS), [3, 4, 5]
    due = sweeping.find(
        _CAME_DUE,
        {
            "quick": quick,
            "slow": slow,
            "as_of": as_of,
            "day_late": as_of - ladders.OVERDUE_NUDGE,
            "most": MOST,
        },
    )
    watched = sweeping.each(due, _watch)
    rungs = sweeping.find(_RUNGS, {"as_of": as_of, "most": MOST})
    climbed = sweeping.each(rungs, _climb)
    return Outcome(watched.done + climbed.done, [*watched.poisoned, *climbed.poisoned])


def comebacks(*, as_of: dt.datetime) -> Outcome:
    """Resting leads whose date has come are worked again."""
    return sweeping.each(sweeping.find(_COMEBACKS, {"as_of": as_of, "most": MOST}), _bring_back)


def turns(*, as_of: dt.datetime) -> Outcome:
    """Turns of theirs that ended fall back to us."""
    return sweeping.each(sweeping.find(_TURNS, {"as_of": as_of, "most": MOST}), _turn_ended)


def cover(*, as_of: dt.datetime) -> Outcome:  # noqa: ARG001  # who is away is asked in each workspace's own zone
    """What is due today from whoever is away goes to the stand-in; what is left with somebody gone, round the team."""
    return sweeping.each(sweeping.find(_WORKSPACES, ()), _cover)


def deliver(*, as_of: dt.datetime) -> Outcome:
    """Notices that are due leave the page. Each is sent outside of any transaction."""
    # A browser needs the installation's key before the first notice can be pushed to it.
    delivering.vapid_keys()
    outcome = Outcome()
    for row in sweeping.find(_DELIVERIES, {"as_of": as_of, "most": 200}):
        if stopping.asked():
            break
        try:
            delivering.deliver(delivery_id=row.id, workspace_id=row.workspace_id)
        except Exception as error:
            log.exception("A notice could not be delivered", extra={"row": str(row.id)})
            outcome.poisoned.append(Poison(row, f"{type(error).__name__}: {error}"[:2000]))
        else:
            outcome.done += 1
    return outcome


def _watch(row: Due) -> None:
    escalating.watch(step_id=row.id, workspace_id=row.workspace_id)


def _climb(row: Due) -> None:
    escalating.climb(escalation_id=row.id, workspace_id=row.workspace_id)


def _bring_back(row: Due) -> None:
    returning.bring_back(step_id=row.id, workspace_id=row.workspace_id)


def _turn_ended(row: Due) -> None:
    returning.turn_ended(lead_id=row.id, workspace_id=row.workspace_id)


def _cover(row: Due) -> None:
    leaving.hand_on_of_gone(workspace_id=row.workspace_id)
    leaving.cover_leave(workspace_id=row.workspace_id)
