"""Reading a real mailbox: everything once, nothing private, nothing lost."""

import contextlib
import threading
import time
from collections.abc import Callable, Collection, Iterator
from typing import Any

import psycopg
import pytest

from leadfast.foundation import clock
from leadfast.mail import actions as mail
from leadfast.mail import jobs, reads
from leadfast.mail.jobs import sweeps
from leadfast.mail.models import Canary, FetchedMessage, FolderCursor, Mailbox, SeenHash
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.fixtures import Someone
from tests.mail import loopback
from tests.mail.letters import letter
from tests.mail.test_sending import plan, send_due, state_of

ALICE = "alice@brightline.example"
MARIA = "maria@lopez.example"


def ours(keys: Collection[str]) -> set[str]:
    """Maria is a lead; everybody else is a stranger."""
    return {key for key in keys if key == MARIA}


def sync(box: Mailbox) -> mail.Report:
    return mail.sync_mailbox(by=system(box.workspace_id), mailbox_id=box.id, ours=ours)


def stored(box: Mailbox) -> list[FetchedMessage]:
    with guard.scope(box.workspace_id):
        return list(FetchedMessage.objects.filter(mailbox_id=box.id).order_by("received_at", "id"))


def test_a_customers_mail_is_stored_raw_and_once(box: Mailbox, town: loopback.Loopback) -> None:
    raw = letter(sender=MARIA)
    town.deliver(ALICE, raw)

    first = sync(box)
    assert [bytes(row.raw) for row in stored(box)] == [raw]
    assert len(first.stored) == 1

    assert sync(box).stored == []
    with guard.scope(box.workspace_id):
        assert [row.id for row in reads.unread(first.stored)] == first.stored
        assert reads.read(stored(box)[0]).sender.email == MARIA  # type: ignore[union-attr]
        assert reads.mailbox(box.id).synced_at is not None


def test_the_same_mail_twice_is_one(box: Mailbox, town: loopback.Loopback) -> None:
    raw = letter(sender=MARIA)
    town.deliver(ALICE, raw)
    town.deliver(ALICE, raw)
    sync(box)
    town.deliver(ALICE, raw)
    sync(box)
    assert len(stored(box)) == 1


def test_two_mails_that_share_an_id_are_two(box: Mailbox, town: loopback.Loopback) -> None:
    town.deliver(ALICE, letter(sender=MARIA, message_id="same@x.example", text="First"))
    town.deliver(ALICE, letter(sender=MARIA, message_id="same@x.example", text="Second"))
    sync(box)
    assert len(stored(box)) == 2


def test_of_private_mail_only_a_hash_is_kept(
    box: Mailbox, town: loopback.Loopback, superuser: psycopg.Connection[Any]
) -> None:
    town.deliver(
        ALICE, letter(sender="doctor@clinic.example", subject="Your results", text="secret findings")
    )

    assert sync(box).seen == 1

    assert stored(box) == []
    with guard.scope(box.workspace_id):
        assert SeenHash.objects.filter(mailbox_id=box.id).count() == 1
    tables = superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    for (table,) in tables:
        found = superuser.execute(
            f"SELECT count(*) FROM {table} t WHERE t::text ~ 'clinic|findings'"
        ).fetchone()
        assert found == (0,), table


def test_an_excluded_address_is_private_although_it_is_known(connect: Any, town: loopback.Loopback) -> None:
    box = connect(exclusions=["lopez.example"])
    town.deliver(ALICE, letter(sender=MARIA))
    sync(box)
    assert stored(box) == []


def test_an_answer_from_a_strange_address_is_found_by_our_id(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    row = plan(alice, box)
    send_due(box)
    answer = letter(
        sender="m.lopez@private.example", headers={"References": f"<x@y.example> <{row.message_id}>"}
    )
    town.deliver(ALICE, answer)

    sync(box)

    assert [one.outgoing_id for one in stored(box)] == [row.id]


def test_a_bounce_is_fetched_only_when_it_is_about_our_mail(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    row = plan(alice, box)
    about_ours = letter(
        sender="MAILER-DAEMON@mx.example", text=f"failed\r\n\r\nMessage-ID: <{row.message_id}>"
    )
    about_other = letter(sender="MAILER-DAEMON@mx.example", text="failed\r\n\r\nTo: aunt@family.example")
    town.deliver(ALICE, about_ours)
    town.deliver(ALICE, about_other)

    sync(box)

    assert [bytes(one.raw) for one in stored(box)] == [about_ours]
    assert stored(box)[0].outgoing_id == row.id


def test_mail_sent_from_another_program_is_seen_in_sent(box: Mailbox, town: loopback.Loopback) -> None:
    town.deliver(ALICE, letter(sender=ALICE, to=MARIA), folder="Sent", seen=True)
    sync(box)
    assert [(one.role, one.folder) for one in stored(box)] == [("sent", "Sent")]


def test_new_uids_do_not_bring_the_mails_again(box: Mailbox, town: loopback.Loopback) -> None:
    for text in ("one", "two", "three"):
        town.deliver(ALICE, letter(sender=MARIA, text=text))
    sync(box)
    town.renumber(ALICE)
    town.deliver(ALICE, letter(sender=MARIA, text="four"))

    report = sync(box)

    assert report.renumbered == ["INBOX"]
    assert len(stored(box)) == 4
    with guard.scope(box.workspace_id):
        cursor = FolderCursor.objects.get(mailbox_id=box.id, folder="INBOX")
    assert (cursor.renumbered, cursor.complete) == (1, 2)


def test_a_sync_that_was_cut_off_is_resumed(box: Mailbox, town: loopback.Loopback, monkeypatch: Any) -> None:
    for number in range(5):
        town.deliver(ALICE, letter(sender=MARIA, text=f"letter {number}"))
    sync(box)
    with guard.scope(box.workspace_id):
        # As after a crash between the commit of the rows and the end of the sync.
        FolderCursor.objects.filter(folder="INBOX").update(last_uid=102)
    sync(box)
    assert len(stored(box)) == 5


def test_the_canary_proves_the_mailbox_and_leaves_no_trace(connect: Any, town: loopback.Loopback) -> None:
    box = connect(proven=False)
    town.copies_to_sent = True

    assert jobs.send_canaries(as_of=clock.now()).done == 1
    assert len(town.messages(ALICE)) == len(town.messages(ALICE, "Sent")) == 1
    assert jobs.send_canaries(as_of=clock.now()).done == 0

    assert sync(box).canary_came_back
    with guard.scope(box.workspace_id):
        fresh = reads.mailbox(box.id)
        assert reads.may_send(fresh, at=clock.now()).allowed
        assert (fresh.proven_by, Canary.objects.get().seen_at is not None) == ("canary", True)
    assert town.messages(ALICE) == town.messages(ALICE, "Sent") == []
    assert stored(box) == []


def test_a_mail_server_that_keeps_us_waiting_holds_up_no_other_canary(
    connect: Any, town: loopback.Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect("jo@other.example", proven=False)
    connect(proven=False)
    # As long as the test wants: longer than the sweep waits, however slow the machine is.
    hangs = threading.Event()
    hangs.set()
    town.faults.stall_after_message = lambda first: 0.05 * (first == "jo@other.example" and hangs.is_set())
    monkeypatch.setattr(sweeps, "PATIENCE_SECONDS", 3.0)

    assert jobs.send_canaries(as_of=clock.now()).done == 1

    # The sweep came back although the slow one is still being spoken to; that one is not begun again.
    assert speaking()
    assert len(town.messages(ALICE)) == 1
    assert jobs.send_canaries(as_of=clock.now()).done == 0
    # It is left to end before the test's database goes.
    hangs.clear()
    until(lambda: not speaking())


def speaking() -> bool:
    """Whether a canary is on its way in a thread of its own."""
    return any(thread.name.startswith("canary") for thread in threading.enumerate())


def test_what_the_provider_does_not_file_is_filed_by_us(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    row = plan(alice, box)
    send_due(box)
    with clock.frozen(clock.now() + mail_patience()):
        assert sync(box).filed == 1
        assert sync(box).filed == 0
    assert len(town.messages(ALICE, "Sent")) == 1
    assert state_of(row).filed_at is not None


def test_what_the_provider_files_is_not_filed_twice_and_proves_the_mailbox(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    town.copies_to_sent = True
    plan(alice, box)
    send_due(box)
    with clock.frozen(clock.now() + mail_patience()):
        assert sync(box).filed == 0
    assert len(town.messages(ALICE, "Sent")) == 1
    with guard.scope(box.workspace_id):
        assert reads.mailbox(box.id).proven_by == "real"


def test_an_unknown_mail_that_lies_in_sent_was_sent(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    town.copies_to_sent = True
    town.faults.drop_after_message = lambda _: True
    row = plan(alice, box)
    send_due(box)
    assert state_of(row).state == "unknown"

    assert sync(box).found_in_sent == 1

    assert state_of(row).state == "sent"
    assert len(town.deliveries) == 1


def test_an_unknown_mail_that_is_not_in_sent_waits_for_a_person(
    alice: Someone, box: Mailbox, town: loopback.Loopback
) -> None:
    town.faults.drop_after_message = lambda _: True
    row = plan(alice, box)
    send_due(box)

    for _ in range(3):
        # Too early to tell anything.
        sync(box)
    later = clock.now() + 2 * mail_patience()
    with clock.frozen(later):
        sync(box)
        with guard.scope(box.workspace_id):
            assert reads.doubtful(box.workspace_id) == []
        sync(box)
        sync(box)

    with guard.scope(box.workspace_id):
        assert [one.id for one in reads.doubtful(box.workspace_id)] == [row.id]
    assert state_of(row).state == "unknown"
    assert mail.decide_unknown(outgoing_id=row.id, went_out=False, by=alice.actor).state == "cancelled"
    assert send_due(box) == []
    assert len(town.deliveries) == 1


def test_a_mailbox_without_a_folder_for_sent_mail_gets_one(
    alice: Someone, connect: Any, town: loopback.Loopback
) -> None:
    town.add_mailbox("bare@brightline.example", folders=())
    box = connect("bare@brightline.example")
    plan(alice, box)
    send_due(box)
    with clock.frozen(clock.now() + mail_patience()):
        assert sync(box).filed == 1
    assert len(town.messages("bare@brightline.example", "Sent")) == 1


def test_an_answer_proves_the_mailbox(alice: Someone, box: Mailbox, town: loopback.Loopback) -> None:
    row = plan(alice, box)
    send_due(box)
    town.deliver(ALICE, letter(sender=MARIA, headers={"In-Reply-To": f"<{row.message_id}>"}))
    sync(box)
    with guard.scope(box.workspace_id):
        assert reads.mailbox(box.id).proven_by == "answer"


def test_large_messages_are_fetched_few_at_a_time(
    box: Mailbox, town: loopback.Loopback, monkeypatch: Any
) -> None:
    monkeypatch.setattr("leadfast.mail.transport.imap.BATCH_BYTES", 5000)
    for number in range(5):
        town.deliver(ALICE, letter(sender=MARIA, text=f"{number}" * 3000))
    sync(box)
    assert len(stored(box)) == 5


def test_a_gap_is_found_and_mended(box: Mailbox, town: loopback.Loopback) -> None:
    town.deliver(ALICE, letter(sender=MARIA, text="seen"))
    sync(box)
    town.deliver(ALICE, letter(sender=MARIA, text="never seen"))
    with guard.scope(box.workspace_id):
        # A cursor that ran past a message: the fault that left 41 % of a mailbox unread elsewhere.
        FolderCursor.objects.filter(folder="INBOX").update(last_uid=9999)

    today = clock.now().date()
    check = mail.check_day(mailbox_id=box.id, day=today, ours=ours, by=system(box.workspace_id))

    assert (check.on_server, check.missing, check.recovered) == (2, 1, 1)
    assert len(stored(box)) == 2
    again = mail.check_day(mailbox_id=box.id, day=today, ours=ours, by=system(box.workspace_id))
    assert (again.on_server, again.missing) == (2, 0)


def test_a_wrong_password_is_told_in_a_sentence(alice: Someone, box: Mailbox) -> None:
    mail.reconnect(mailbox_id=box.id, secret="wrong", by=alice.actor)
    assert jobs.sync_due(as_of=clock.now(), ours=ours).done == 0
    with guard.scope(box.workspace_id):
        fresh = reads.mailbox(box.id)
        assert (fresh.state, fresh.trouble_code, fresh.needs_person) == ("trouble", "wrong_password", True)
        assert "did not accept this user name and password" in fresh.trouble
        assert not reads.may_send(fresh, at=clock.now()).allowed

    mail.reconnect(mailbox_id=box.id, secret=loopback.PASSWORD, by=alice.actor)
    assert jobs.sync_due(as_of=clock.now(), ours=ours).done == 1
    with guard.scope(box.workspace_id):
        assert reads.mailbox(box.id).state == "works"


def mail_patience() -> Any:
    from leadfast.mail.actions import filing

    return filing.PATIENCE


def test_a_listener_is_woken_by_new_mail(box: Mailbox, town: loopback.Loopback) -> None:
    with listening(ours):
        until(lambda: was_synced(box))
        # Long before the wait is over. This server, unlike others, never tells of what came between the last command
        # and IDLE; then the next mail does it.
        for _ in range(8):
            town.deliver(ALICE, letter(sender=MARIA))
            with contextlib.suppress(AssertionError):
                until(lambda: bool(stored(box)), seconds=5)
                break
        assert stored(box)


def test_mail_that_comes_while_the_mailbox_is_read_is_not_waited_for(
    box: Mailbox, town: loopback.Loopback
) -> None:
    """The inbox has been read, Sent is being read: the next wait hears nothing of what comes now."""
    town.deliver(ALICE, letter(sender=ALICE, to=MARIA), folder="Sent")
    meanwhile = letter(sender=MARIA, text="Meanwhile")

    def asked(keys: Collection[str]) -> set[str]:
        if not town.messages(ALICE):
            town.deliver(ALICE, meanwhile)
        return ours(keys)

    with listening(asked):
        until(lambda: meanwhile in [bytes(one.raw) for one in stored(box)])


@contextlib.contextmanager
def listening(of_ours: mail.Ours) -> Iterator[None]:
    """One that waits for news much longer than a test waits for it."""
    stop = threading.Event()
    thread = threading.Thread(target=jobs.listen, args=(stop,), kwargs={"ours": of_ours, "seconds": 300})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()


def until(happened: Callable[[], bool], *, seconds: float = 40) -> None:
    """Wait for something another thread does."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def was_synced(box: Mailbox) -> bool:
    with guard.scope(box.workspace_id):
        return reads.mailbox(box.id).synced_at is not None
