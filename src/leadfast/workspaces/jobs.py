"""The sweep that forgets what programs were answered."""

import datetime as dt
import uuid

from leadfast.workspaces import answers, sweeping
from leadfast.workspaces.models import KeptAnswer
from leadfast.workspaces.sweeping import Outcome

BATCH = 2000
_OLD = """
SELECT workspace_id, id FROM workspaces_keptanswer
WHERE created_at <= %(before)s ORDER BY created_at LIMIT %(most)s
"""


def forget_answers(*, as_of: dt.datetime) -> Outcome:
    """A day after it was given an answer is forgotten, with every word in it."""
    old = sweeping.find(_OLD, {"before": as_of - answers.KEPT, "most": BATCH})
    return sweeping.each_batch(old, _forget)


def _forget(workspace_id: uuid.UUID, ids: list[uuid.UUID]) -> None:
    KeptAnswer.objects.filter(workspace_id=workspace_id, id__in=ids).delete()
