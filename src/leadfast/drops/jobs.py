"""Sweeps: searches go on, and what nobody adopted is forgotten."""

import datetime as dt
import logging

from leadfast.drops.actions import beginning, going
from leadfast.foundation import stopping
from leadfast.workspaces import actor, sweeping
from leadfast.workspaces.sweeping import Outcome, Poison

log = logging.getLogger(__name__)

_DUE = """
SELECT workspace_id, id FROM drops_rescue
WHERE state = 'queued' AND due_at <= %(as_of)s ORDER BY due_at LIMIT 20
"""
_OLD = "SELECT workspace_id, id FROM drops_rescue WHERE forget_at <= %(as_of)s ORDER BY forget_at LIMIT 200"


def rescues(*, as_of: dt.datetime) -> Outcome:
    """Go on with each search that is due, a turn for each. No transaction is held open while a server is read."""
    outcome = Outcome()
    for row in sweeping.find(_DUE, {"as_of": as_of}):
        if stopping.asked():
            break
        try:
            going.go_on(rescue_id=row.id, by=actor.system(row.workspace_id))
        except Exception as error:
            log.exception("A search could not go on", extra={"row": str(row.id)})
            outcome.poisoned.append(Poison(row=row, error=f"{type(error).__name__}: {error}"[:2000]))
            going.push_away(row.id, row.workspace_id, error)
        else:
            outcome.done += 1
    return outcome


def forget(*, as_of: dt.datetime) -> Outcome:
    """Remove searches whose time has passed, with what nobody adopted of them."""
    rows = sweeping.find(_OLD, {"as_of": as_of})
    return sweeping.each(
        rows, lambda row: beginning.forget_old(rescue_id=row.id, by=actor.system(row.workspace_id))
    )
