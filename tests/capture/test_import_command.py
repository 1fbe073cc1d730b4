"""The same through the command line: each row with its outcome, what waits in a file, as JSON."""

import argparse
import importlib
import json
from pathlib import Path

import pytest

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
