"""A mail server on loopback and a mailbox on it."""

from collections.abc import Callable, Iterator

import pytest

from leadfast.mail import actions as mail
from leadfast.mail.models import Mailbox
from leadfast.mail.transport.settings import Server
from tests.fixtures import Someone
from tests.mail import loopback


@pytest.fixture
def town() -> Iterator[loopback.Loopback]:
    """A server with the mailboxes of Alice and of two customers."""
    with loopback.running("alice@brightline.example", "maria@lopez.example", "jo@other.example") as running:
        yield running


Connect = Callable[..., Mailbox]


@pytest.fixture
def connect(town: loopback.Loopback, alice: Someone) -> Connect:
    """Connects Alice's mailbox: ``connect()``; already proven unless ``proven=False``."""

    def act(address: str = "alice@brightline.example", *, proven: bool = True, **changes: object) -> Mailbox:
        box = mail.connect_mailbox(
            new=mail.NewMailbox(
                owner_id=alice.member.id,
                address=address,
                display_name="Alice Ade",
                imap=Server("127.0.0.1", town.imap_port, "plain"),
                smtp=Server("127.0.0.1", town.smtp_port, "plain"),
                secret=loopback.PASSWORD,
                drafts_first=False,
            ),
            by=alice.actor,
        )
        if proven:
            mail.prove(mailbox_id=box.id, how="canary", by=alice.actor)
        if changes:
            mail.configure(mailbox_id=box.id, by=alice.actor, **changes)
        return box

    return act


@pytest.fixture
def box(connect: Connect) -> Mailbox:
    """Alice's proven mailbox."""
    return connect()
