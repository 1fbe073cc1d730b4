"""A workspace with one member and one proven mailbox, in the scratch database."""

import datetime as dt

from leadfast.foundation import clock
from leadfast.leads import actions as leading
from leadfast.leads.rules import NewStep
from leadfast.mail import actions as mail
from leadfast.mail.actions import Server
from leadfast.mail.models import Mailbox
from leadfast.people import actions as people
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.actor import person, system
from leadfast.workspaces.models import Account


def connected(*, smtp_port: int, imap_port: int, address: str = "alice@firm.example") -> Mailbox:
    """The mailbox; its servers are on loopback."""
    workspace = workspaces.found(
        name="Bench", zone="UTC", country="GB", currency="GBP", postal_address="1 High Street, Leeds"
    )
    account = Account.objects.create_user(f"owner@{clock.now().timestamp()}.example", "a long password")
    with guard.scope(workspace.id):
        member = workspaces.add_member(
            workspace_id=workspace.id, account=account, name="Alice", role="admin", by=None
        )
    by = system(workspace.id)
    box = mail.connect_mailbox(
        new=mail.NewMailbox(
            owner_id=member.id,
            address=address,
            display_name="Alice Ade",
            imap=Server("127.0.0.1", imap_port, "plain"),
            smtp=Server("127.0.0.1", smtp_port, "plain"),
            secret="password",  # noqa: S106  # of a server that takes any
            drafts_first=False,
        ),
        by=by,
    )
    mail.prove(mailbox_id=box.id, how="canary", by=by)
    with guard.scope(workspace.id):
        return Mailbox.objects.get(id=box.id)


def with_leads(box: Mailbox, leads: int) -> None:
    """Open leads of the mailbox's owner: Customer N, who writes from buyerN.example."""
    by = person(box.workspace_id, box.owner_id)
    with guard.scope(box.workspace_id):
        for number in range(leads):
            name = f"Customer {number}"
            someone = people.meet(
                name=name, mails=[f"customer{number}@buyer{number}.example"], phones=[], by=by
            )
            step = NewStep(kind="call", due_at=clock.now() + dt.timedelta(days=1), says=f"Call {name}")
            leading.open_lead(
                new=leading.NewLead(label=name, owner_id=box.owner_id, person_id=someone.id, step=step), by=by
            )
