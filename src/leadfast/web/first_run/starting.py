"""The verbs of the first run, each one transaction."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from leadfast.capture import actions as capture
from leadfast.capture.actions import Received
from leadfast.foundation.contacts import mail_key, phone_key
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.actor import Actor
from leadfast.workspaces.models import Account, Workspace

SOURCE = "First run"


def found(*, account: Account, values: dict[str, Any]) -> Workspace:
    """A workspace, and its founder as the first admin."""
    with transaction.atomic():
        workspace = workspaces.found(**values)
        with guard.scope(workspace.id):
            workspaces.add_member(
                workspace_id=workspace.id, account=account, name=account.name, role="admin", by=None
            )
    return workspace


def begin_with(rows: Sequence[tuple[str, str]], *, by: Actor, country: str) -> list[Received]:
    """Leads typed by hand, by the same road as every other; the same form sent twice is one lead each."""
    received = []
    for who, reach in rows:
        typed = {"line": who or reach, "source": SOURCE}
        if mail_key(reach):
            typed["mail"] = reach
        elif phone_key(reach, country=country):
            typed["phone"] = reach
        elif reach:
            typed["note"] = f"How to reach them, as typed: {reach}"
        received.append(capture.add_by_hand(typed=typed, by=by, key=f"first run:{who}:{reach}"[:200]))
    return received
