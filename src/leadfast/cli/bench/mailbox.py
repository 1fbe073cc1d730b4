"""A workspace with one member and one proven mailbox, in the scratch database."""

from leadfast.foundation import clock
from leadfast.mail import actions as mail
from leadfast.mail.models import Mailbox
from leadfast.mail.actions import Server
from leadfast.workspaces import actions as workspaces
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
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
