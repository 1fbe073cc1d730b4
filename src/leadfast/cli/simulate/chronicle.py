"""What happened in a run, in an order and a wording that two runs of one seed share."""

import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from typing import Final

from leadfast.history.models import RecordedFact
from leadfast.leads.models import Lead
from leadfast.workspaces import guard
from leadfast.workspaces.models import Member

# A Message-ID of ours ends in what this installation's own key signs: another one in every throw-away database.
_SIGNED: Final = re.compile(r"<?lf\.[0-9a-f]{32}\.")


def lines(workspace_id: uuid.UUID) -> list[str]:
    """Every fact with its simulated time, what it was about and who did it; ids are left out."""
    with guard.scope(workspace_id):
        return sorted(_lines())


def digest(workspace_id: uuid.UUID) -> tuple[int, str]:
    """How many facts, and sixteen letters that stand for all of them."""
    told = lines(workspace_id)
    return len(told), hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _lines() -> Iterator[str]:
    labels = dict(Lead.objects.values_list("id", "label"))
    names = dict(Member.objects.values_list("id", "name"))
    for fact in RecordedFact.objects.all().iterator():
        who = names.get(fact.member_id, fact.actor_kind) if fact.member_id else fact.actor_kind
        about = labels.get(fact.lead_id, "") if fact.lead_id else ""
        yield f"{fact.at.isoformat()} {fact.kind} | {about} | {who} | {_body(fact.body)}"


def _body(body: dict[str, object]) -> str:
    kept = {key: value for key, value in body.items() if not _is_id(value)}
    return json.dumps(kept, sort_keys=True, default=str)


def _is_id(value: object) -> bool:
    if isinstance(value, list):
        return any(_is_id(one) for one in value)
    if not isinstance(value, str):
        return False
    if _SIGNED.match(value):
        return True
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True
