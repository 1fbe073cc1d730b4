"""Many leads were reached out to: noted in one statement. The single form is ``note_touch``."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from leadfast.foundation import clock
from leadfast.history import actions as history
from leadfast.history.facts import Happening
from leadfast.leads import facts
from leadfast.leads.actions.locking import hold
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor


@dataclass(frozen=True, slots=True)
class Touched:
    """One lead that was called or written to; ``replied``: they were spoken to, too."""

    lead_id: uuid.UUID
    at: dt.datetime
    by_person: bool
    replied: bool = False
    # Who reached them, where the lead is reached by this for the first time.
    by: Actor | None = None


_TOUCHED = """
UPDATE leads_lead AS l
SET last_touch_at = greatest(l.last_touch_at, n.at),
    first_responded_at = CASE WHEN n.by_person THEN coalesce(l.first_responded_at, n.at) ELSE l.first_responded_at END,
    last_reply_at = CASE WHEN n.replied THEN greatest(l.last_reply_at, n.at) ELSE l.last_reply_at END
FROM unnest(%(leads)s::uuid[], %(at)s::timestamptz[], %(people)s::boolean[], %(replied)s::boolean[])
     AS n (id, at, by_person, replied)
WHERE l.workspace_id = %(workspace)s AND l.id = n.id AND l.closure_id IS NULL
"""


def note_touches(*, touched: Sequence[Touched], by: Actor) -> None:
    """Each lead at most once; closed ones are left as they are. Who is spoken to for the first time is reached."""
    if not touched:
        return
    now = clock.now()
    with guard.writing(by):
        hold([one.lead_id for one in touched])
        spoken = {one.lead_id: one.by or by for one in touched if one.replied}
        new = Lead.objects.filter(id__in=spoken, stage="new", closure=None)
        reached = list(new.order_by("id").values_list("id", flat=True))
        with connection.cursor() as cursor:
            cursor.execute(
                _TOUCHED,
                {
                    "workspace": by.workspace_id,
                    "leads": [one.lead_id for one in touched],
                    "at": [one.at for one in touched],
                    "people": [one.by_person for one in touched],
                    "replied": [one.replied for one in touched],
                },
            )
        if reached:
            Lead.objects.filter(id__in=reached).update(stage="reached", updated_at=now)
            history.record_many(
                [
                    Happening(facts.StageReached("new", "reached"), spoken[lead_id], now, lead_id)
                    for lead_id in reached
                ]
            )
