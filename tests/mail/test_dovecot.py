"""The same reading against an independent server, over real TLS."""

from collections.abc import Iterator

import pytest

from leadfast.foundation import clock
from leadfast.mail import actions as mail
from leadfast.mail.errors import MailboxTrouble, TlsFailed, WrongPassword
from leadfast.mail.models import FetchedMessage
from leadfast.mail.transport import imap
from leadfast.mail.transport.settings import Password, Server
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.fixtures import Someone
from tests.mail import dovecot
from tests.mail.letters import letter
from tests.mail.test_receiving import MARIA, ours

pytestmark = pytest.mark.dovecot

ALICE = "alice@brightline.example"


@pytest.fixture(scope="module")
def server() -> Iterator[dovecot.Dovecot]:
    with dovecot.running() as running:
        yield running


def connection(
    server: dovecot.Dovecot, *, user: str = ALICE, password: str = dovecot.PASSWORD, security: str = "tls"
) -> imap.Connection:
    port = server.tls_port if security == "tls" else server.plain_port
    place = Server("127.0.0.1", port, security, server.certificates)  # type: ignore[arg-type]
    return imap.Connection(place, Password(user, password))


@pytest.mark.parametrize("security", ["tls", "starttls", "plain"])
def test_every_kind_of_encryption(server: dovecot.Dovecot, security: str) -> None:
    with connection(server, user=f"{security}@x.example", security=security) as link:
        assert link.select("INBOX").messages == 0
        assert link.folder_for("sent") == "Gesendete Objekte"
        assert link.folder_for("drafts") == "Entwürfe"
        assert link.alive()


def test_a_certificate_that_nobody_vouches_for_is_refused(server: dovecot.Dovecot) -> None:
    place = Server("127.0.0.1", server.tls_port, "tls")
    with pytest.raises(TlsFailed, match="certificate"):
        imap.Connection(place, Password(ALICE, dovecot.PASSWORD)).open()


def test_the_wrong_port_is_told(server: dovecot.Dovecot) -> None:
    place = Server("127.0.0.1", server.plain_port, "tls", server.certificates)
    with pytest.raises(MailboxTrouble) as told:
        imap.Connection(place, Password(ALICE, dovecot.PASSWORD), step_seconds=5).open()
    assert "encrypt" in told.value.sentence


def test_a_wrong_password(server: dovecot.Dovecot) -> None:
    with pytest.raises(WrongPassword, match="did not accept"):
        connection(server, password="wrong").open()


def test_batches_idle_search_and_delete(server: dovecot.Dovecot) -> None:
    user = "batches@x.example"
    with connection(server, user=user) as link, connection(server, user=user) as other:
        for number in range(5):
            link.append("INBOX", letter(sender=MARIA, message_id=f"{number}@x.example"), at=clock.now())
        link.select("INBOX")
        uids = [uid for uid, _ in link.uids_after(0)]
        assert len(uids) == 5
        assert link.uids_after(uids[-1]) == []
        assert [one.uid for one in link.messages(uids)] == uids
        assert link.uids_with("Message-ID", "3@x.example") == [uids[3]]
        assert link.uids_on(clock.now().date()) == uids
        other.append("INBOX", letter(sender=MARIA), at=clock.now())
        assert link.wait(5)
        link.delete(uids[:2])
        assert [uid for uid, _ in link.uids_after(0)][:3] == uids[2:]


def test_a_mailbox_is_read_from_end_to_end(server: dovecot.Dovecot, alice: Someone) -> None:
    box = mail.connect_mailbox(
        new=mail.NewMailbox(
            owner_id=alice.member.id,
            address=ALICE,
            imap=Server("127.0.0.1", server.tls_port, "tls", server.certificates),
            smtp=Server("127.0.0.1", 9, "plain"),
            secret=dovecot.PASSWORD,
        ),
        by=alice.actor,
    )
    by = system(box.workspace_id)
    with connection(server) as link:
        link.append("INBOX", letter(sender=MARIA, text="to me"), at=clock.now())
        link.append("INBOX", letter(sender="doctor@clinic.example"), at=clock.now())
        link.append("Gesendete Objekte", letter(sender=ALICE, to=MARIA, text="from me"), at=clock.now())
    for _ in range(2):
        mail.sync_mailbox(by=by, mailbox_id=box.id, ours=ours)
    with guard.scope(box.workspace_id):
        found = FetchedMessage.objects.filter(mailbox_id=box.id).order_by("role")
        assert [(one.folder, one.role) for one in found] == [
            ("INBOX", "inbox"),
            ("Gesendete Objekte", "sent"),
        ]
    check = mail.check_day(mailbox_id=box.id, day=clock.now().date(), ours=ours, by=by)
    assert (check.on_server, check.missing) == (3, 0)
