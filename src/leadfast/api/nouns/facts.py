"""Facts: what happened, as a feed that is read from a cursor on."""

import datetime as dt
import uuid
from typing import Any

from ninja import Router, Schema

from leadfast.api.asking import Needs, TokenRequest
from leadfast.api.shapes import Cursor, Limit, MomentOut, Word, cursor, read_id
from leadfast.foundation import clock
from leadfast.foundation.ids import uuid7
from leadfast.history.models import RecordedFact
from leadfast.webhooks import rules
from leadfast.webhooks.actions.delivering import said

router = Router(tags=["facts"])

# A fact is seen when its transaction is over, not when its id was made: so long a transaction may take
# without one of its facts slipping in behind a cursor.
BEHIND = dt.timedelta(seconds=30)


class FactOut(Schema):
    """Something that happened, as webhooks tell it too."""

    id: uuid.UUID
    kind: str
    at: MomentOut
    workspace_id: uuid.UUID
    lead_id: uuid.UUID | None
    person_id: uuid.UUID | None
    by: str
    member_id: uuid.UUID | None
    body: dict[str, Any]


class FactPage(Schema):
    """Facts in their order. ``next`` is never empty: keep it, and go on from it later."""

    items: list[FactOut]
    next: str


@router.get("", response=FactPage, auth=Needs("read"), summary="What happened since")
def list_facts(
    request: TokenRequest,
    kind: Word = "",
    lead_id: uuid.UUID | None = None,
    after: Cursor = "",
    limit: Limit = 50,
) -> dict[str, Any]:
    """Oldest first, without what happened in the last thirty seconds; webhooks tell that at once."""
    last = read_id(after)
    until = uuid7(clock.now() - BEHIND)
    rows = RecordedFact.objects.filter(workspace_id=request.workspace.id, kind__in=rules.PUBLIC, id__lt=until)
    if last is not None:
        rows = rows.filter(id__gt=last)
    if kind:
        rows = rows.filter(kind=kind)
    if lead_id is not None:
        rows = rows.filter(lead_id=lead_id)
    found = list(rows.order_by("id")[:limit])
    end = found[-1].id if len(found) == limit else max(until, last or until)
    return {"items": [said(one) for one in found], "next": cursor(end)}
