"""Where a lead is shown, and what is recorded of it."""

import datetime as dt
import uuid
from collections.abc import Mapping

from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead
from leadfast.workspaces.models import Member

_PER_PAGE = 100


def path(lead_id: uuid.UUID) -> str:
    """Where a lead is shown."""
    return f"/leads/{lead_id}/"


def member_names(workspace_id: uuid.UUID) -> Mapping[object, str]:
    """Everybody who ever worked here, by id as text: facts keep ids, people read names."""
    return {
        str(member_id): name
        for member_id, name in Member.objects.filter(workspace_id=workspace_id).values_list("id", "name")
    }


def history(lead: Lead, *, before: str = "") -> tuple[list[RecordedFact], str]:
    """The last facts of a lead, oldest first, and from where to read on towards its beginning."""
    facts = RecordedFact.objects.filter(lead_id=lead.id).order_by("-at", "-id")
    moment = _moment(before)
    if moment is not None:
        facts = facts.filter(at__lt=moment)
    found = list(facts[: _PER_PAGE + 1])
    earlier = found[_PER_PAGE - 1].at.isoformat() if len(found) > _PER_PAGE else ""
    return list(reversed(found[:_PER_PAGE])), earlier


def _moment(text: str) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
