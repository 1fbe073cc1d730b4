"""Where a lead is shown, and the names of the team."""

import uuid
from collections.abc import Mapping

from leadfast.workspaces.models import Member


def path(lead_id: uuid.UUID) -> str:
    """Where a lead is shown."""
    return f"/leads/{lead_id}/"


def member_names(workspace_id: uuid.UUID) -> Mapping[object, str]:
    """Everybody who ever worked here, by id as text: facts keep ids, people read names."""
    return {
        str(member_id): name
        for member_id, name in Member.objects.filter(workspace_id=workspace_id).values_list("id", "name")
    }
