"""Outlook's .msg files, with the head of the servers and without."""

import datetime as dt
import struct
from pathlib import Path

from leadfast.drops import sources
from leadfast.drops.reads import searching
from leadfast.drops.rules.dropping import Kind
from leadfast.drops.sources import outlook
from leadfast.mail.rules import reading
from tests.drops.compound import build
from tests.drops.mailbox import US

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
SENT = dt.datetime(2026, 2, 3, 9, 30, tzinfo=dt.UTC)


def text(code: int, words: str) -> tuple[str, bytes]:
    return f"__substg1.0_{code:04X}001F", words.encode("utf-16-le")


def fixed(header: int, *values: tuple[int, int, int]) -> tuple[str, bytes]:
    entries = b"".join(struct.pack("<HHIQ", kind, code, 6, value) for code, kind, value in values)
    return "__properties_version1.0", b"\0" * header + entries


def ticks(at: dt.datetime) -> int:
    return int((at - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)).total_seconds() * 10_000_000)


def received() -> bytes:
    head = (
        "Received: by mx.example\r\nFrom: Jo Kato <jo@kato.example>\r\n"
        f"To: {US}\r\nDate: {SENT:%a, %d %b %Y %H:%M:%S} +0000\r\n"
        "Message-ID: <jo@kato.example>\r\nSubject: Inquiry\r\nContent-Type: multipart/mixed; boundary=gone\r\n"
    )
    streams = dict(
        [text(0x007D, head), text(0x1000, "We need an offer for 3 units, please."), text(0x0037, "Inquiry")]
    )
    return build({(name,): content for name, content in streams.items()})


def sent() -> bytes:
    """As it lies in Sent Items: it never came through a server, so its head is in its properties."""
    top = [
        text(0x0037, "Forklifts"),
        text(0x1000, "Shall we send the contract for 12 forklifts?"),
        text(0x0C1A, "Alice Ade"),
        text(0x5D01, US),
        text(0x1035, "<alice-1@brightline.example>"),
        fixed(32, (0x0039, 0x40, ticks(SENT))),
    ]
    to = [text(0x3001, "Maria Lopez"), text(0x39FE, "maria@lopez.example"), fixed(8, (0x0C15, 3, 1))]
    file = [text(0x3707, "offer.pdf")]
    streams: dict[tuple[str, ...], bytes] = {(name,): content for name, content in top}
    streams |= {("__recip_version1.0_#00000000", name): content for name, content in to}
    streams |= {("__attach_version1.0_#00000000", name): content for name, content in file}
    return build(streams)


def test_head_and_words_of_a_mail_that_came_through_a_server() -> None:
    read = reading.read(outlook.as_mail(received()))
    assert read.sender is not None
    assert (read.sender.name, read.sender.email) == ("Jo Kato", "jo@kato.example")
    assert (read.message_id, read.subject, read.date) == ("jo@kato.example", "Inquiry", SENT)
    assert read.text.strip() == "We need an offer for 3 units, please."


def test_a_mail_that_never_left_through_a_server_is_told_by_its_properties() -> None:
    read = reading.read(outlook.as_mail(sent()))
    assert read.sender is not None
    assert read.sender.email == US
    assert [one.email for one in read.to] == ["maria@lopez.example"]
    assert (read.subject, read.date) == ("Forklifts", SENT)
    assert [one.name for one in read.attachments] == ["offer.pdf"]


def test_a_folder_of_them_is_searched_and_a_damaged_one_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a.msg").write_bytes(received())
    (tmp_path / "b.msg").write_bytes(sent())
    (tmp_path / "c.msg").write_bytes(received()[:700])
    source = sources.open_source(tmp_path)
    found = searching.search(source, now=NOW, told=[US])
    source.close()
    assert {one.person: one.kind for one in found.findings} == {
        "jo@kato.example": Kind.NEVER_ANSWERED,
        "maria@lopez.example": Kind.SILENCE,
    }
    assert (found.mails, found.unreadable) == (3, 1)


def test_a_mail_of_that_name_that_is_no_compound_file_is_read_as_it_is() -> None:
    assert outlook.as_mail(b"From: a@b.example\n\nHello") == b"From: a@b.example\n\nHello"
