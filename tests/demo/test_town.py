"""The mail town by itself: what its people send back is what real programs send."""

import datetime as dt
import email.utils
import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage

import imap_tools
import pytest

from leadfast.cli.town import characters, journal, square
from leadfast.cli.town.letters import Address

REP = "hannah@brightline.example"


@pytest.fixture
def town() -> Iterator[square.Town]:
    with square.running(REP, pace=0.01) as town:
        yield town


def write(
    town: square.Town, to: str, subject: str = "Two forklifts", message_id: str = "<one@x.example>"
) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = f"Hannah Reed <{REP}>", to, subject
    letter["Date"], letter["Message-ID"] = email.utils.localtime(), message_id
    letter.set_content("Hello, shall we talk?")
    with smtplib.SMTP("127.0.0.1", town.smtp_port, timeout=30) as post:
        post.login(REP, square.PASSWORD)
        post.send_message(letter)


def inbox(town: square.Town, count: int = 1) -> list[EmailMessage]:
    until = time.monotonic() + 30
    while len(town.contents(REP)) < count and time.monotonic() < until:
        time.sleep(0.01)
    return [journal.read(raw) for raw in town.contents(REP)]


def settle(town: square.Town, address: str, behaves: characters.Character) -> None:
    town.settle(square.Resident(Address("Maria Lopez", address), behaves))


def test_an_answer_stays_in_the_thread_and_comes_once_per_word(town: square.Town) -> None:
    settle(town, "maria@lopez.example", characters.answers("Yes, please call me."))
    write(town, "maria@lopez.example")
    (answer,) = inbox(town)
    assert answer["In-Reply-To"] == "<one@x.example>"
    assert "Yes, please call me." in answer.get_content()
    assert "> Hello, shall we talk?" in answer.get_content()
    write(town, "maria@lopez.example", message_id="<two@x.example>")
    time.sleep(0.3)
    assert len(inbox(town)) == 1


def test_a_colleague_answers_from_another_address(town: square.Town) -> None:
    jo = Address("Jo Park", "jo@other.example")
    settle(town, "maria@lopez.example", characters.colleague_answers(jo, "Maria gave me your mail."))
    write(town, "maria@lopez.example")
    (answer,) = inbox(town)
    assert answer["From"].addresses[0].addr_spec == "jo@other.example"
    assert answer["References"] == "<one@x.example>"


def test_a_mailbox_that_is_gone_sends_a_delivery_status_notification(town: square.Town) -> None:
    settle(town, "maria@lopez.example", characters.gone())
    write(town, "maria@lopez.example")
    (bounce,) = inbox(town)
    assert bounce.get_content_type() == "multipart/report"
    status, original = list(bounce.iter_parts())[1:]
    assert status.get_content_type() == "message/delivery-status"
    assert "one@x.example" in original.as_string()


def test_somebody_on_holiday_says_when_they_are_back(town: square.Town) -> None:
    settle(town, "maria@lopez.example", characters.on_holiday(days=9))
    write(town, "maria@lopez.example")
    (away,) = inbox(town)
    assert away["Auto-Submitted"] == "auto-replied"
    assert str((dt.datetime.now(dt.UTC) + dt.timedelta(days=9)).year) in away.get_content()


def test_the_journal_tells_what_was_taken_twice(town: square.Town) -> None:
    for _ in range(2):
        write(town, "nobody@lopez.example")
    assert town.journal.taken_twice() == {"one@x.example": 2}


def test_a_post_office_that_drops_the_line_has_the_mail_all_the_same(town: square.Town) -> None:
    town.faults.drop_after_message = lambda _: True
    with pytest.raises(smtplib.SMTPServerDisconnected):
        write(town, "maria@lopez.example")
    assert [taken.message_id for taken in town.journal.all()] == ["one@x.example"]


def test_mailboxes_are_read_over_imap_and_their_connections_can_be_cut(town: square.Town) -> None:
    settle(town, "maria@lopez.example", characters.answers("Yes."))
    # Not as a context: its end would say goodbye to a server that has hung up.
    box = imap_tools.MailBoxUnencrypted("127.0.0.1", town.imap_port, timeout=30)
    box.login(REP, square.PASSWORD)
    assert {folder.name for folder in box.folder.list()} == {"INBOX", "Sent"}
    write(town, "maria@lopez.example")
    inbox(town)
    box.folder.set("INBOX")
    assert [mail.text.splitlines()[0] for mail in box.fetch()] == ["Yes."]
    assert town.hang_up() == 1
    with pytest.raises(Exception, match=r"socket error|closed|EOF|reset"):
        box.client.noop()
    box.client.shutdown()
