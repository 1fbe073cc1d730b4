"""The verbs of the first run, each one transaction."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from leadfast.foundation import clock
from leadfast.foundation.contacts import mail_key, phone_key
from leadfast.leads import actions as leads
from leadfast.leads.models import Lead
from leadfast.leads.rules import NewStep
from leadfast.people import actions as people
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import actor, guard
from leadfast.workspaces.models import Account, Member, Workspace

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


def begin_with(rows: Sequence[tuple[str, str]], *, owner: Member, country: str) -> list[Lead]:
    """Leads typed by hand: each is met, owned by whoever typed it, and due today."""
    by = actor.person(owner.workspace_id, owner.id)
    due = clock.now() + dt.timedelta(minutes=30)
    opened = []
    with guard.writing(by):
        for who, reach in rows:
            mail = reach if mail_key(reach) else ""
            phone = reach if not mail and phone_key(reach, country=country) else ""
            person = people.meet(
                name=who, mails=[mail] if mail else [], phones=[phone] if phone else [], by=by,
                country=country, basis="unknown", basis_source=SOURCE,
            )  # fmt: skip
            label = who or reach
            unreachable = not mail and not phone
            says = f"Find out how to reach {label}" if unreachable else f"Get in touch with {label}"
            opened.append(
                leads.open_lead(
                    new=leads.NewLead(
                        label=label,
                        owner_id=owner.id,
                        person_id=person.id,
                        source=SOURCE,
                        note="" if not reach or mail or phone else f"As typed: {reach}",
                        is_incomplete=unreachable,
                        step=NewStep(kind="call" if phone else "task", due_at=due, says=says),
                    ),
                    by=by,
                )
            )
    return opened
