"""Every verb locks its lead first, in one order, so that two verbs never wait for each other."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.db import connection

from leadfast.leads.errors import LeadIsClosed, LeadNotFound
from leadfast.leads.models import Lead


def lock(lead_id: uuid.UUID) -> Lead:
    """The lead, locked against other verbs until this transaction ends."""
    return lock_many([lead_id])[0]


def lock_open(lead_id: uuid.UUID) -> Lead:
    """The lead, locked; refuses a closed one."""
    lead = lock(lead_id)
    if not lead.is_open:
        raise LeadIsClosed
    return lead


def hold(lead_ids: Collection[uuid.UUID]) -> None:
    """Lock these leads, as :func:`lock_many` does, for whoever reads them later or not at all."""
    wanted = sorted(set(lead_ids))
    held = Lead.objects.select_for_update(no_key=True).filter(id__in=wanted).order_by("id")
    if len(held.values_list("id", flat=True)) != len(wanted):
        raise LeadNotFound


def lock_many(lead_ids: Sequence[uuid.UUID]) -> list[Lead]:
    """All of these leads, locked in the order of their ids; refuses when one is missing."""
    wanted = sorted(set(lead_ids))
    # NO KEY: the keys of other tables that point here may still be checked meanwhile.
    found = list(Lead.objects.select_for_update(no_key=True).filter(id__in=wanted).order_by("id"))
    if len(found) != len(wanted):
        raise LeadNotFound
    return found


_POINT = """
UPDATE leads_lead AS l
SET next_step_id = n.id, next_due_at = n.due_at, updated_at = %(now)s
FROM (
    SELECT wanted.id AS lead_id, s.id, s.due_at
    FROM unnest(%(leads)s::uuid[]) AS wanted (id)
    LEFT JOIN LATERAL (
        SELECT id, due_at FROM leads_step
        WHERE workspace_id = %(workspace)s AND lead_id = wanted.id AND state = 'pending'
        ORDER BY due_at, id LIMIT 1
    ) AS s ON true
) AS n
WHERE l.workspace_id = %(workspace)s AND l.id = n.lead_id
  AND (l.next_step_id, l.next_due_at) IS DISTINCT FROM (n.id, n.due_at)
"""


def point_at_next(workspace_id: uuid.UUID, lead_ids: Sequence[uuid.UUID], *, now: dt.datetime) -> None:
    """Make each lead's next step its earliest pending one. The CHECK refuses when none is left."""
    if not lead_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_POINT, {"leads": list(lead_ids), "workspace": workspace_id, "now": now})
