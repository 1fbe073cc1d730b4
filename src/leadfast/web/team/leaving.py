"""Somebody leaves: their leads move and their membership ends in one transaction, or neither happens."""

import uuid

from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.errors import NobodyToHandOver
from leadfast.workspaces.models import Member


def leave_team(*, member_id: uuid.UUID, to_member_id: uuid.UUID | None, by: Actor) -> Member:
    """End a membership and hand over every open lead of it."""
    with guard.writing(by):
        ids = list(Lead.objects.filter(owner_id=member_id, closure=None).values_list("id", flat=True))
        if ids and (to_member_id is None or to_member_id == member_id):
            raise NobodyToHandOver
        member = workspaces.mark_left(member_id=member_id, by=by)
        if ids and to_member_id:
            why = f"{member.name} left the team."
            leads.hand_over(lead_ids=ids, to_member_id=to_member_id, why=why, by=by)
    return member
