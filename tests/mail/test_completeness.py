"""Nothing on a server stays unread by a fault of numbers, folders, days, or of the mailbox beside it."""

import datetime as dt
import imaplib
import re
import socket
import threading
from collections.abc import Callable, Collection
from typing import Any

import pytest

from leadfast.foundation import clock
from leadfast.mail import actions as mail
from leadfast.mail import jobs
from leadfast.mail.actions import receiving
from leadfast.mail.jobs import sweeps
from leadfast.mail.models import DayCheck, FolderCursor, Mailbox
from leadfast.workspaces import guard
from leadfast.workspaces.actor import system
from tests.mail import loopback
from tests.mail.letters import letter
from tests.mail.test_receiving import ALICE, MARIA, ours, stored, sync, until, was_synced


def check_today(box: Mailbox) -> DayCheck:
    today = clock.now().date()
    return mail.check_day(mailbox_id=box.id, day=today, ours=ours, by=system(box.workspace_id))


def cursor_of(box: Mailbox, folder: str = "INBOX") -> FolderCursor:
    with guard.scope(box.workspace_id):
        return FolderCursor.objects.get(mailbox_id=box.id, folder=folder)


def test_a_server_that_gives_numbers_out_again_is_read_anew(box: Mailbox, town: loopback.Loopback) -> None:
    """Put back from a backup: the UIDVALIDITY of before, and lower numbers than we have seen."""
    town.deliver(ALICE, letter(sender=MARIA, text="one"))
    sync(box)
    with guard.scope(box.workspace_id):
        FolderCursor.objects.filter(folder="INBOX").update(last_uid=9999)
    town.deliver(ALICE, letter(sender=MARIA, text="two"))
    assert sync(box).renumbered == ["INBOX"]
    assert len(stored(box)) == 2
    assert sync(box).renumbered == []


def test_a_server_that_tells_no_next_number_is_asked_every_time(
    box: Mailbox, town: loopback.Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = imaplib.IMAP4._append_untagged  # type: ignore[attr-defined]

    def without_uidnext(link: Any, kind: str, said: bytes) -> None:
        if kind != "UIDNEXT":
            append(link, kind, re.sub(rb" ?UIDNEXT \d+", b"", said) if kind == "STATUS" else said)

    monkeypatch.setattr(imaplib.IMAP4, "_append_untagged", without_uidnext)
    for text in ("one", "two"):
        town.deliver(ALICE, letter(sender=MARIA, text=text))
        sync(box)
    assert len(stored(box)) == 2


def test_what_the_server_told_the_head_of_and_nothing_more_is_fetched_by_the_check_of_the_day(
    box: Mailbox, town: loopback.Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.deliver(ALICE, letter(sender=MARIA))
    asked = imaplib.IMAP4.uid

    def heads_only(link: Any, command: str, *words: str) -> Any:
        whole = command == "FETCH" and words[-1].endswith("BODY.PEEK[])")
        return ("OK", [None]) if whole else asked(link, command, *words)

    with monkeypatch.context() as broken:
        broken.setattr(imaplib.IMAP4, "uid", heads_only)
        assert sync(box).stored == []
    assert sync(box).stored == []
    check = check_today(box)
    assert (check.missing, check.recovered, len(stored(box))) == (1, 1, 1)


def test_a_folder_that_was_renamed_does_not_end_the_check_of_the_day(
    box: Mailbox, town: loopback.Loopback
) -> None:
    sync(box)
    with guard.scope(box.workspace_id):
        FolderCursor.objects.create(
            workspace_id=box.workspace_id, mailbox_id=box.id, folder="A fair of before", uidvalidity=1
        )
        # What was delivered next will have been run past.
        FolderCursor.objects.filter(folder="INBOX").update(last_uid=9999)
    town.deliver(ALICE, letter(sender=MARIA))
    assert check_today(box).recovered == 1
    assert len(stored(box)) == 1


def test_of_many_folders_each_is_read_in_turn(
    box: Mailbox, town: loopback.Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_FOLDERS", 4)
    folders = tuple(f"Fair {number}" for number in range(5))
    town.add_mailbox(ALICE, folders=folders)
    for name in folders:
        town.deliver(ALICE, letter(sender=MARIA, text=name), folder=name)
    found = []
    for _ in range(3):
        sync(box)
        found.append(len(stored(box)))
    assert found == [2, 4, 5]


def test_the_check_of_the_day_leaves_the_cursor_where_it_is(box: Mailbox, town: loopback.Loopback) -> None:
    """What it finds may lie above what the next sync has still to read."""
    town.deliver(ALICE, letter(sender=MARIA, text="one"))
    sync(box)
    before = cursor_of(box).last_uid
    town.deliver(ALICE, letter(sender=MARIA, text="two"))
    assert check_today(box).recovered == 1
    assert cursor_of(box).last_uid == before


def test_a_folder_with_new_numbers_is_left_to_the_next_sync(box: Mailbox, town: loopback.Loopback) -> None:
    """Under the old ones a message would be taken for another, and never be stored."""
    town.deliver(ALICE, letter(sender=MARIA, text="one"))
    sync(box)
    town.renumber(ALICE)
    town.deliver(ALICE, letter(sender=MARIA, text="two"))
    assert check_today(box).on_server == 0
    sync(box)
    assert len(stored(box)) == 2


def test_a_day_is_compared_when_it_has_ended_everywhere_and_none_is_left_out(box: Mailbox) -> None:
    connected = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    with guard.scope(box.workspace_id):
        Mailbox.objects.filter(id=box.id).update(connected_at=connected)

    def compared(at: dt.datetime) -> list[int]:
        with clock.frozen(at):
            jobs.check_days(as_of=at, ours=ours)
        with guard.scope(box.workspace_id):
            return sorted(check.day.day for check in DayCheck.objects.all())

    # In Honolulu it is still Monday the 23rd; what comes there this evening is not compared yet.
    assert compared(dt.datetime(2026, 11, 24, 0, 30, tzinfo=dt.UTC)) == [20, 21, 22]
    assert compared(dt.datetime(2026, 11, 24, 11, 59, tzinfo=dt.UTC)) == [20, 21, 22]
    assert compared(dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)) == [20, 21, 22, 23]


def test_a_mailbox_that_cannot_be_compared_holds_up_no_other(
    box: Mailbox, connect: Callable[..., Mailbox], town: loopback.Loopback
) -> None:
    other = connect("jo@other.example")
    for address in (ALICE, "jo@other.example"):
        town.deliver(address, letter(sender=f"somebody.of.{address}", to=address))

    def stumbles(keys: Collection[str]) -> Collection[str]:
        if any(key.startswith("somebody.of.alice") for key in keys):
            raise ValueError("it is odd")
        return ()

    for one in (box, other):
        sync_empty(one, town)
    outcome = jobs.check_days(as_of=clock.now() + dt.timedelta(hours=36), ours=stumbles)
    assert [poison.row.id for poison in outcome.poisoned] == [box.id]
    with guard.scope(box.workspace_id):
        assert {check.mailbox_id for check in DayCheck.objects.all()} == {other.id}


def sync_empty(box: Mailbox, town: loopback.Loopback) -> None:
    """The inbox is known, and nothing in it was seen."""
    with guard.scope(box.workspace_id):
        FolderCursor.objects.create(
            workspace_id=box.workspace_id, mailbox_id=box.id, folder="INBOX", role="inbox",
            uidvalidity=town.uidvalidity(box.address), last_uid=9999,
        )  # fmt: skip


def test_a_server_that_says_nothing_holds_up_no_other_mailbox(
    box: Mailbox, connect: Callable[..., Mailbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = connect("jo@other.example")
    monkeypatch.setattr(sweeps, "PATIENCE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with guard.scope(box.workspace_id):
            Mailbox.objects.filter(id=box.id).update(imap_port=silent.getsockname()[1])
        jobs.sync_due(as_of=clock.now(), ours=ours)
        # The sweep came back, and the silent one is still waited for.
        assert [thread for thread in threading.enumerate() if thread.name.startswith("sync")]
        until(lambda: was_synced(other))
        assert not was_synced(box)
        heard, _ = silent.accept()
        heard.close()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name.startswith("sync")])
