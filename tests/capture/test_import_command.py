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
