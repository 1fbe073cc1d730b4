"""A mailbox is searched: what was dropped is found, what was not is left alone."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from leadfast.__main__ import main
from leadfast.cli.rescue import pages
from leadfast.drops import sources
from leadfast.drops.errors import NoneIsYours, SourceNeedsLibrary, SourceNotFound, SourceUnknown, WhoAreYou
from leadfast.drops.reads import searching
from leadfast.drops.rules.dropping import Kind
from tests.drops.mailbox import START, US, Mailbox, a_year

NOW = START + dt.timedelta(days=200)
DROPPED = {
    "maria@lopez.example": Kind.SILENCE,
    "tom@ray.example": Kind.PROMISE_OF_OURS,
    "ines@lumen.example": Kind.QUESTION,
    "jo@kato.example": Kind.NEVER_ANSWERED,
    "ana@sol.example": Kind.DATE_PASSED,
}


def found_in(place: Path, told: tuple[str, ...] = ()) -> searching.Search:
    source = sources.open_source(place)
    try:
        return searching.search(source, now=NOW, told=told)
    finally:
        source.close()


def zipped(box: Mailbox, place: Path) -> Path:
    with zipfile.ZipFile(place, "w") as packed:
        packed.write(box.as_mbox(place.with_suffix(".mbox")), "Takeout/Mail/All mail Including Spam.mbox")
    return place


@pytest.mark.parametrize(
    "save",
    [
        lambda box, at: box.as_mbox(at / "all.mbox"),
        lambda box, at: box.as_maildir(at / "Maildir"),
        lambda box, at: box.as_folder(at / "mails"),
        lambda box, at: zipped(box, at / "takeout.zip"),
    ],
    ids=["mbox", "maildir", "folder", "takeout"],
)
def test_what_was_dropped_is_found_in_every_kind_of_mailbox(
    tmp_path: Path, save: Callable[[Mailbox, Path], Path]
) -> None:
    found = found_in(save(a_year(), tmp_path))
    assert {one.person: one.kind for one in found.findings} == DROPPED
    assert found.us == (US,)
    assert found.mails == len(a_year().mails)


def test_the_likeliest_worth_comes_first_and_quotes_the_last_new_words(tmp_path: Path) -> None:
    found = found_in(a_year().as_mbox(tmp_path / "all.mbox"))
    worths = [one.worth for one in found.findings]
    assert worths == sorted(worths, reverse=True)
    maria = next(one for one in found.findings if one.person == "maria@lopez.example")
    assert maria.quote == "Here is the quote over $48,000. Does it suit you?"
    assert maria.name == "Maria Lopez"
    assert "48,000" in maria.because


def test_a_colleague_of_theirs_who_wrote_later_ends_the_silence(tmp_path: Path) -> None:
    box = a_year()
    box.write("Desk <desk@lopez.example>", US, "We have ordered, thank you.", day=120, subject="Order placed")
    assert "maria@lopez.example" not in {
        one.person for one in found_in(box.as_mbox(tmp_path / "a.mbox")).findings
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [
        ("May I send you an offer?", "Not interested in the trucks. Could you send me the batteries?", True),
        ("Here is our price list.", "Sounds good, Tuesday at ten suits me.", True),
        ("The report is attached.", "Please see attached a worksheet as requested.", False),
        ("May I send you an offer?", "We are not interested, thank you.", False),
        ("It is the quote of the day.", "How the heck are you, what are you up to?", False),
    ],
)
def test_what_they_answered_decides(tmp_path: Path, ours: str, theirs: str, kind: bool) -> None:
    box = Mailbox()
    sent = box.write(US, "kim@mill.example", ours, day=1)
    box.write("Kim <kim@mill.example>", US, theirs, day=2, answers=sent)
    found = found_in(box.as_mbox(tmp_path / "a.mbox"), told=(US,)).findings
    assert bool(found) is kind


def test_a_short_word_of_ours_settles_what_they_asked(tmp_path: Path) -> None:
    box = Mailbox()
    asked = box.write("Kim <kim@mill.example>", US, "Any issues with me calling him on Monday?", day=1)
    box.write(US, "kim@mill.example", "No issues, please do call him.", day=2, answers=asked)
    assert found_in(box.as_mbox(tmp_path / "a.mbox"), told=(US,)).findings == []


def test_only_the_months_asked_for(tmp_path: Path) -> None:
    source = sources.open_source(a_year().as_mbox(tmp_path / "all.mbox"))
    found = searching.search(source, now=NOW, months=5)
    source.close()
    assert {one.person for one in found.findings} == {"ana@sol.example"} or not found.findings


def test_odd_mails_are_counted_and_lose_nothing(tmp_path: Path) -> None:
    place = a_year().as_mbox(tmp_path / "all.mbox")
    with place.open("ab") as file:
        file.write(b"\nFrom nobody Mon Jan  5 00:00:00 2026\n\n\x00\xff no head at all\n")
        file.write(
            b"\nFrom nobody Mon Jan  5 00:00:00 2026\nFrom: =?x?q?=\nDate: yesterday\n\nFrom here on\n"
        )
    found = found_in(place)
    assert found.unreadable == 2
    assert {one.person: one.kind for one in found.findings} == DROPPED


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.pst").write_bytes(b"!BDN")
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty.mbox").write_bytes(b"")
    for name, refusal in (
        ("a.pst", SourceNeedsLibrary),
        ("a.png", SourceUnknown),
        ("none.mbox", SourceNotFound),
    ):
        with pytest.raises(refusal):
            sources.open_source(tmp_path / name)
    with pytest.raises(WhoAreYou):
        found_in(tmp_path / "empty.mbox")
    assert found_in(tmp_path / "empty.mbox", told=(US,)).findings == []
    # A slip in one's own address is no mailbox in which nobody was dropped.
    with pytest.raises(NoneIsYours):
        found_in(a_year().as_mbox(tmp_path / "all.mbox"), told=("alise@brightlime.example",))


def test_the_command_prints_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:

    place = a_year().as_mbox(tmp_path / "all.mbox")
    assert main(["rescue", str(place), "--json", "--months", "400", "--html", str(tmp_path / "p.html")]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {one["address"] for one in said["findings"]} >= {"maria@lopez.example", "jo@kato.example"}
    page = (tmp_path / "p.html").read_text()
    assert "Maria Lopez" in page
    assert "of 100: speaks of quote" in page
    # Who has no name is called by the address, once.
    assert page.count("new@fresh.example") == 1


def test_a_table_that_a_spreadsheet_cannot_run(tmp_path: Path) -> None:
    box = a_year()
    box.write('"=cmd()" <evil@corp.example>', US, "=HYPERLINK(1) Can you quote?", day=110, subject="=1+1")
    file = io.StringIO()
    pages.write_csv(found_in(box.as_mbox(tmp_path / "a.mbox")).findings, file)
    rows = list(csv.reader(io.StringIO(file.getvalue())))
    evil = next(row for row in rows if "evil@corp.example" in row)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in evil)
