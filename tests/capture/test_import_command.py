"""The same through the command line: each row with its outcome, what waits in a file, as JSON."""

import argparse
import importlib
import json
from pathlib import Path

import pytest

from leadfast.capture.models import Arrival, CallFile, Upload
from leadfast.people.models import ContactPoint
from leadfast.workspaces import guard
from tests.capture.doors.workbooks import workbook
from tests.fixtures import Someone

command = importlib.import_module("leadfast.cli.import")
ROWS = "Name,Email,Country\nJan,jan@k.example,Poland\nEva,see card,Poland\nTotal,2,\n"


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(list(words))


def test_a_file_comes_in_and_what_waits_is_written_down(alice: Someone, tmp_path: Path) -> None:
    file, left = tmp_path / "a.csv", tmp_path / "left.csv"
    file.write_text(ROWS)
    (done,) = command._file(file, asked(str(file), "--waiting", str(left), "--json"), alice.actor)
    assert done.figures == {
        "rows": 3, "created": 1, "joined": 0, "waiting": 1, "junk": 0, "seen_before": 0, "no_lead": 1, "left": 0,
        "difference": 0,
    }  # fmt: skip
    assert done.columns == {"Name": "name", "Email": "mail", "Country": "country"}
    assert json.dumps(vars(done))
    mended = left.read_text("utf-8-sig").replace("see card", "eva@k.example")
    left.write_text(mended)
    (again,) = command._file(left, asked(str(left)), alice.actor)
    assert (again.figures["created"], again.figures["waiting"]) == (1, 0)


def test_a_preview_writes_nothing_and_a_bad_file_says_why(alice: Someone, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(ROWS)
    (seen,) = command._file(file, asked(str(file), "--preview"), alice.actor)
    assert seen.figures == {"created": 1, "waiting": 1, "no_lead": 1}
    (again,) = command._file(file, asked(str(file)), alice.actor)
    assert again.figures["created"] == 1
    (missing,) = command._file(tmp_path / "none.csv", asked("none.csv"), alice.actor)
    assert missing.refused.startswith("It cannot be opened")
    with pytest.raises(command.ColumnNotThere):
        raise command.ColumnNotThere
    (wrong,) = command._file(file, asked(str(file), "--column", "Nope=mail"), alice.actor)
    assert "Nope" in wrong.refused


def test_a_preview_of_calls_writes_nothing(alice: Someone, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text("Start,From,To,Duration,Status\n2026-03-02 10:15:00,+442079460117,100,9,No answer\n")
    (seen,) = command._file(file, asked(str(file), "--preview"), alice.actor)
    assert (seen.figures["rows"], seen.figures["created"], seen.upload) == (1, 1, "")
    with guard.scope(alice.actor.workspace_id):
        assert not CallFile.objects.exists()
        assert not Arrival.objects.exists()
    (done,) = command._file(file, asked(str(file)), alice.actor)
    assert done.figures == seen.figures
    assert done.upload


def test_a_file_that_nobody_was_prepared_for_takes_no_other_along(alice: Someone, tmp_path: Path) -> None:
    words = asked("no\0name.csv", str(tmp_path), "--json")
    done = [table for file in words.files for table in command._file(file, words, alice.actor)]
    assert [one.refused for one in done] == [
        "It could not be read (ValueError).", "It cannot be opened: Is a directory.",
    ]  # fmt: skip


def test_the_rows_that_wait_of_each_file_are_in_a_file_of_their_own(alice: Someone, tmp_path: Path) -> None:
    one, other, left = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "left.csv"
    one.write_text(ROWS)
    other.write_text("Name,Email,City\nOla,ola@k.example,Gdansk\nUwe,on paper,Bonn\n")
    words = asked(str(one), str(tmp_path / "none.csv"), str(other), "--waiting", str(left))
    done = [table for file in words.files for table in command._file(file, words, alice.actor)]
    assert [Path(table.waiting_file).name for table in done] == ["left.csv", "", "left-2.csv"]
    assert "see card" in left.read_text("utf-8-sig")
    assert "on paper" in (tmp_path / "left-2.csv").read_text("utf-8-sig")
    assert "Those that wait are in" in command._said(done[2])


def test_who_bought_elsewhere_is_listed_before_and_after(alice: Someone, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(
        "Record ID,Name,Email,Lead Status,Contact owner\n1,Jan,jan@k.example,Closed Won,Priya Nair\n"
    )
    (seen,) = command._file(file, asked(str(file), "--preview"), alice.actor)
    assert seen.elsewhere == {
        "program": "HubSpot", "left_out": 1, "lost": 0, "never": 0, "planned": 0, "owners": 0, "ours": 0,
    }  # fmt: skip
    (done,) = command._file(file, asked(str(file)), alice.actor)
    why = "Already a customer in HubSpot: Closed Won."
    for one in (seen, done):
        assert [(row["row"], row["why"]) for row in one.left_out] == [(1, why)]
        assert json.dumps(vars(one))
        assert command._said(one).splitlines()[1:] == [f"  row 1, left out: {why}"]
    assert (done.figures["no_lead"], done.figures["created"], done.figures["difference"]) == (1, 0, 0)


def test_a_hidden_sheet_is_not_taken_in_and_says_so(alice: Someone, tmp_path: Path) -> None:
    leads = [["Name", "Email"], ["Jan", "jan@k.example"]]
    old = [["Name", "Email"], ["Eva", "eva@k.example"]]
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook({"Old": old, "Leads": leads}, hidden=["Old"]))
    shown, hidden = command._file(file, asked(str(file)), alice.actor)
    assert (shown.figures["created"], hidden.figures) == (1, {})
    assert command._said(hidden) == (
        "a.xlsx · Old (hidden in the workbook): no row came in\n"
        "  Not taken in, because the sheet is hidden in the workbook. Under Uploads it can be looked at and started."
    )
    with guard.scope(alice.actor.workspace_id):
        assert Upload.objects.get(id=hidden.upload).state == "preview"
        assert not ContactPoint.objects.filter(key="eva@k.example").exists()
    _, seen = command._file(file, asked(str(file), "--preview"), alice.actor)
    assert (seen.figures, seen.notes) == (
        {"created": 1},
        ["This sheet is hidden in the workbook. Let it come in only if you know that it is meant to."],
    )
