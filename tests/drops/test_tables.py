"""A CRM's export: its leads with their last activity, and those that nobody followed up."""

import datetime as dt
import json
from pathlib import Path

import pytest

from leadfast.__main__ import main
from leadfast.drops import tables
from leadfast.drops.errors import NotLeads
from leadfast.drops.rules.dropping import Kind

NOW = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)
LEADS = """Record ID,First Name,Last Name,Email,Company Name,Lead Status,Last Activity Date,Next Activity Date,Amount
1,Maria,Lopez,maria@lopez.example,Lopez Ltd,OPEN,2026-05-01 10:00,,4800
2,Tom,Ray,tom@ray.example,Ray Inc,OPEN,2026-06-28 10:00,,
3,Jo,Kato,jo@kato.example,Kato,OPEN,,,
4,Ana,Sol,ana@sol.example,Sol,CUSTOMER,2026-01-01 10:00,,
5,Ed,Fine,ed@fine.example,Fine,OPEN,2026-05-01 10:00,2026-07-10 09:00,
6,Ines,Lumen,ines@lumen.example,Lumen,OPEN,2026-06-01 10:00,,
"""
TOUCHES = """Activity type,Activity date,Associated contact ID,Title,Email direction,Call direction,Task status,Outcome
Email,2026-05-01 10:00,1,Your offer,EMAIL,,,
Email,2026-05-20 10:00,1,Automatic reply: Your offer,INCOMING_EMAIL,,,
Task,2026-06-10 10:00,1,Call back,,,NOT_STARTED,
Call,2026-06-28 10:00,2,Call,,OUTBOUND,,NO_ANSWER
Note,2026-06-01 10:00,3,Note,,,,
Meeting,2026-07-10 09:00,5,Demo,,,,SCHEDULED
Email,2026-06-01 10:00,6,Question,INCOMING_EMAIL,,,
"""


def written(folder: Path, *, touches: bool) -> list[Path]:
    (folder / "contacts.csv").write_text(LEADS)
    (folder / "activities.csv").write_text(TOUCHES)
    return [folder / "activities.csv", folder / "contacts.csv"] if touches else [folder / "contacts.csv"]


def test_leads_are_judged_by_their_activities(tmp_path: Path) -> None:
    found = tables.search(written(tmp_path, touches=True), now=NOW)
    assert found.classes == {
        "1": "silent", "2": "waiting", "3": "never_touched", "4": "closed", "5": "planned", "6": "answer_owed",
    }  # fmt: skip
    kinds = {one.person: one.kind for one in found.findings}
    assert kinds == {
        "maria@lopez.example": Kind.SILENCE,
        "jo@kato.example": Kind.UNTOUCHED,
        "ines@lumen.example": Kind.NEVER_ANSWERED,
    }
    maria = next(one for one in found.findings if one.name == "Maria Lopez")
    assert (maria.value, maria.company_name, f"{maria.at:%Y-%m-%d}") == (4800, "Lopez Ltd", "2026-05-01")


def test_without_activities_the_days_of_the_row_have_to_do(tmp_path: Path) -> None:
    found = tables.search(written(tmp_path, touches=False), now=NOW)
    assert found.classes["1"] == "silent"
    assert found.classes["5"] == "planned"


@pytest.mark.parametrize(
    ("cells", "written_as"),
    [(["6/29/2026", "6/1/2026"], "mdy"), (["29/6/2026", "1/6/2026"], "dmy")],
)
def test_months_and_days_are_told_apart_by_the_column(
    tmp_path: Path, cells: list[str], written_as: str
) -> None:
    rows = "\n".join(
        f"{number},A{number},a{number}@b.example,Open,{cell}" for number, cell in enumerate(cells)
    )
    (tmp_path / "l.csv").write_text(f"Lead ID,Name,Email,Lead Status,Last Activity\n{rows}\n")
    found = tables.search([tmp_path / "l.csv"], now=NOW)
    assert found.classes == {"0": "waiting", "1": "silent"}, written_as


def test_the_command_takes_leads_and_activities(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, touches=True)
    for given in ([str(tmp_path)], [str(tmp_path / "contacts.csv"), str(tmp_path / "activities.csv")]):
        assert main(["rescue", *given, "--json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said["leads"] == 6
        assert {one["external_id"] for one in said["findings"]} >= {"1", "3", "6"}


def test_a_table_of_something_else_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Colour,Weight\nred,3\n")
    with pytest.raises(NotLeads):
        tables.search([tmp_path / "x.csv"], now=NOW)
