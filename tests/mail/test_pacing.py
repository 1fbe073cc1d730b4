"""The machine's mails leave one by one, in the recipient's working hours, within the limit of the day."""

import datetime as dt
import itertools
from collections import Counter
from typing import Any

import pytest

from leadfast.foundation import clock
from leadfast.mail import actions as mail
from leadfast.mail import reads
from leadfast.mail.errors import HeaderRefused, MailboxMayNotSend, NotWaiting, TooLarge
from leadfast.mail.models import Mailbox, Outgoing
from leadfast.mail.rules import reading
from leadfast.mail.rules.headers import Address
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.fixtures import Someone
from tests.mail import loopback
from tests.mail.test_sending import plan, send_due, state_of

# A Tuesday that is no holiday; ten in the morning in London.
TUESDAY = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def tuesday(connect: Any) -> Any:
    """Alice's mailbox on a quiet Tuesday."""
    with clock.frozen(TUESDAY):
        yield connect(daily_limit=3)


def automated(alice: Someone, box: Mailbox, number: int) -> Outgoing:
    return plan(alice, box, f"a{number}", kind="automated", zone="Europe/London", country="GB")


def told(row: Outgoing) -> list[str]:
    with guard.scope(row.workspace_id):
        return [event.says for event in reads.why([row.id])[row.id]]


def test_they_keep_their_distance_and_move_over_the_limit(
    alice: Someone, tuesday: Mailbox, town: loopback.Loopback
) -> None:
    rows = [automated(alice, tuesday, number) for number in range(4)]
    times = [row.not_before for row in rows]
    assert times[0] == TUESDAY
    assert all(60 <= (b - a).total_seconds() <= 90 for a, b in itertools.pairwise(times[:3]))
    assert times[3] == dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.UTC)
    assert "3 mails a day" in told(rows[3])[0]

    assert len(send_due(tuesday)) == 1
    assert send_due(tuesday) == []
    with clock.frozen(TUESDAY + dt.timedelta(minutes=2)):
        assert len(send_due(tuesday)) == 1


def test_a_backlog_spreads_itself_after_an_outage(
    alice: Someone, tuesday: Mailbox, town: loopback.Loopback
) -> None:
    rows = [automated(alice, tuesday, number) for number in range(3)]
    with clock.frozen(TUESDAY + dt.timedelta(hours=3)):
        assert len(send_due(tuesday)) == 1
        assert send_due(tuesday) == []
    assert len(town.deliveries) == 1
    moved = sorted(state_of(row).not_before for row in rows[1:])
    assert all(one > TUESDAY + dt.timedelta(hours=3) for one in moved)
    assert (moved[1] - moved[0]).total_seconds() >= 60


def test_what_waited_overnight_counts_against_the_day_on_which_it_leaves(
    alice: Someone, tuesday: Mailbox, town: loopback.Loopback
) -> None:
    mail.configure(mailbox_id=tuesday.id, daily_limit=2, by=alice.actor)
    automated(alice, tuesday, 1)
    plan(alice, tuesday, "by hand")
    with clock.frozen(TUESDAY + dt.timedelta(days=1)):
        mail.prove(mailbox_id=tuesday.id, how="canary", by=alice.actor)
        assert len(send_due(tuesday)) == 2
        assert automated(alice, tuesday, 2).not_before == dt.datetime(2026, 11, 26, 8, 0, tzinfo=dt.UTC)


def test_what_is_due_at_night_waits_for_the_morning(
    alice: Someone, tuesday: Mailbox, town: loopback.Loopback
) -> None:
    row = automated(alice, tuesday, 1)
    with clock.frozen(dt.datetime(2026, 11, 24, 22, 0, tzinfo=dt.UTC)):
        assert send_due(tuesday) == []
    assert state_of(row).not_before == dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.UTC)
    assert "sending hours" in told(row)[-1]


def test_a_persons_mail_leaves_at_once_and_counts(
    alice: Someone, tuesday: Mailbox, town: loopback.Loopback
) -> None:
    for number in range(3):
        plan(alice, tuesday, f"p{number}")
    assert len(send_due(tuesday)) == 3
    assert automated(alice, tuesday, 1).not_before.date() == dt.date(2026, 11, 25)


def test_a_draft_waits_until_a_person_releases_it(
    alice: Someone, tuesday: Mailbox, town: loopback.Loopback
) -> None:
    row = plan(alice, tuesday, "draft", kind="automated", zone="Europe/London", draft=True)
    assert (row.state, send_due(tuesday)) == ("waiting", [])

    mail.release(outgoing_id=row.id, text="Hello Maria, better words", by=alice.actor)
    with pytest.raises(NotWaiting):
        mail.release(outgoing_id=row.id, by=alice.actor)

    assert [one.state for one in send_due(tuesday)] == ["sent"]
    assert "better words" in reading.read(town.deliveries[0].raw).text


def test_what_is_cancelled_does_not_leave(alice: Someone, tuesday: Mailbox, town: loopback.Loopback) -> None:
    row = automated(alice, tuesday, 1)
    assert [one.id for one in mail.cancel(outgoing_ids=[row.id], why="Maria bought.", by=alice.actor)] == [
        row.id
    ]
    assert mail.cancel(outgoing_ids=[row.id], why="Again.", by=alice.actor) == []
    assert send_due(tuesday) == []
    assert state_of(row).words == "Maria bought."


def test_too_many_bounces_stop_the_mailbox_until_a_person_resumes_it(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    town.faults.reply_to_rcpt = lambda to: "550 5.1.1 Unknown" if to == "maria@lopez.example" else None
    by = system(box.workspace_id)

    for number in range(24):
        plan(alice, box, f"good{number}", to=(Address("", "jo@other.example"),))
    send_due(box)
    plan(alice, box, "bad")
    send_due(box)
    with guard.scope(box.workspace_id):
        week = reads.week(box.id, at=clock.now())
        kept = reads.mailbox(box.id)
    assert Counter({"mails": week.mails}) == {"mails": 25}
    assert kept.stopped_at is not None
    assert "4%" in kept.stopped_why
    with pytest.raises(MailboxMayNotSend, match="has stopped sending"):
        send_due(box)

    mail.resume(mailbox_id=box.id, by=alice.actor)
    plan(alice, box, "next", to=(Address("", "jo@other.example"),))
    assert [row.state for row in send_due(box)] == ["sent"]
    assert by.kind == "system"


def test_a_bounce_that_comes_later_is_noted_once(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    row = plan(alice, box)
    send_due(box)
    by = system(box.workspace_id)
    for _ in range(2):
        mail.note_bounce(outgoing_id=row.id, words="550 No such user", by=by)
    with guard.scope(box.workspace_id):
        assert reads.week(box.id, at=clock.now()).bounced == 1.0
    assert len([says for says in told(row) if "came back" in says]) == 1


def test_files_of_the_library_go_along(alice: Someone, box: Mailbox, town: loopback.Loopback) -> None:
    brochure = mail.keep_file(name="Brochure.pdf", content=b"%PDF-1.7 brochure", by=alice.actor)
    assert mail.keep_file(name="Brochure.pdf", content=b"%PDF-1.7 brochure", by=alice.actor).id == brochure.id
    once = mail.keep_file(name="Quote.pdf", content=b"%PDF-1.7 quote", by=alice.actor, once=True)
    with guard.scope(box.workspace_id):
        assert [one.name for one in reads.library(box.workspace_id)] == ["Brochure.pdf"]
    with pytest.raises(TooLarge):
        mail.keep_file(name="Film.mp4", content=b"x" * (10 * 1024 * 1024 + 1), by=alice.actor)

    plan(alice, box, files=(brochure.id, once.id))
    mail.remove_file(file_id=brochure.id, by=alice.actor)
    send_due(box)

    names = [one.name for one in reading.read(town.deliveries[0].raw).attachments]
    assert names == ["Brochure.pdf", "Quote.pdf"]


def test_a_subject_with_a_line_break_is_not_even_planned(alice: Someone, box: Mailbox) -> None:
    with pytest.raises(HeaderRefused):
        plan(alice, box, subject="Offer\r\nBcc: all@lopez.example")
    with guard.scope(box.workspace_id):
        assert not Outgoing.objects.exists()


def test_the_health_of_a_mailbox_on_one_line(alice: Someone, box: Mailbox, town: loopback.Loopback) -> None:
    plan(alice, box)
    send_due(box)
    plan(alice, box, "later", not_before=clock.now() + dt.timedelta(days=1))
    with guard.scope(box.workspace_id):
        health = reads.health(reads.mailbox(box.id), at=clock.now())
    assert (health.may_send.allowed, health.sent_today, health.planned, health.unknown) == (True, 1, 1, 0)
    with guard.scope(box.workspace_id):
        tomorrow = reads.may_send(reads.mailbox(box.id), at=clock.now() + dt.timedelta(hours=25))
    assert not tomorrow.allowed
    assert "24 hours" in tomorrow.why
