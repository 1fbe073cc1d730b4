"""Files that are more than one table from the top: several of them, merged cells, hidden sheets; or no table."""

import io
import zipfile

import pytest

from leadfast.capture.actions import files
from leadfast.capture.doors.spreadsheet import apart, errors, row
from leadfast.capture.doors.spreadsheet import open as opening
from leadfast.capture.errors import NotATable, WorkbookUnreadable
from tests.capture.doors.workbooks import workbook


def _tables(content: bytes) -> list[tuple[opening.Sheet, int, list[row.Row]]]:
    file = io.BytesIO(content)
    found = []
    for sheet in opening.sheets(file, country="DE"):
        for table, filled in opening.tables(file, sheet, country="DE"):
            plan = table.plan(country="DE")
            read = [row.read(cells, plan) for _, cells in opening.rows(file, table)]
            found.append((table, filled, [one for one in read if one.verdict != "skip"]))
    return found


def _people(content: bytes) -> list[list[tuple[str, str]]]:
    """Name and address of each row, table by table."""
    return [
        [(one.found.name, one.found.mails[0] if one.found.mails else "") for one in rows]
        for _, _, rows in _tables(content)
    ]


BELOW = b"""Name,Company,Email
Jan Kowalski,Acme,jan@k.example
Eva Maas,Bolt,eva@b.example

Suppliers,,
Contact,Email,Phone
Bob Low,bob@s.example,+44 20 7946 0123
"""


def test_a_table_below_another_is_read_under_its_own_header() -> None:
    assert _people(BELOW) == [
        [("Jan Kowalski", "jan@k.example"), ("Eva Maas", "eva@b.example")],
        [("Bob Low", "bob@s.example")],
    ]
    (first, filled, _), (second, one, _) = _tables(BELOW)
    assert (first.header, filled) == (("Name", "Company", "Email"), 2)
    assert (second.header, second.leading, one) == (("Contact", "Email", "Phone"), 5, 1)


def test_without_an_empty_line_between_them_too() -> None:
    content = BELOW.replace(b"\nSuppliers,,\n", b"")
    assert [len(rows) for rows in _people(content)] == [2, 1]


def test_a_small_table_above_a_wide_one_is_not_taken_for_a_title() -> None:
    wide = b"E-mail,Firma,Telefon,Vorname,Nachname,Ort\n" + b"a@b.example,Ax,0301234567,Al,Bo,Ulm\n" * 9
    assert [len(rows) for rows in _people(b"Name,Email\nJan,jan@k.example\n" + wide)] == [1, 9]


def test_a_header_that_comes_again_in_other_letters_begins_no_table() -> None:
    assert len(_tables(b"Name,Email\nJan,jan@k.example\nNAME,E-MAIL\nEva,eva@k.example\n")) == 1


def test_a_lead_whose_words_are_titles_begins_no_table() -> None:
    content = b"Name,Company,Source,Phone\nJan,Acme,Web,0301234567\nEmail,Notes GmbH,Fair,0301234568\n"
    assert len(_tables(content)) == 1


def test_tables_without_end_are_refused() -> None:
    both = b"Name,Email\nJan,jan@k.example\nCompany,Phone\nAcme,0301234567\n"
    with pytest.raises(errors.TooManyTables):
        _tables(both * apart.MOST)


BESIDE = b"Name,Email,,Name,Email\nJan,jan@k.example,,Eva,eva@m.example\nOla,ola@k.example,,,\n"


def test_tables_side_by_side_are_two() -> None:
    assert _people(BESIDE) == [
        [("Jan", "jan@k.example"), ("Ola", "ola@k.example")],
        [("Eva", "eva@m.example")],
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"Name,Email,,Phone,City\nJan,jan@k.example,,030 1234567,Ulm\n",
        # What stands between them, however far down, would be lost.
        BESIDE + b"Ola,ola@k.example,,,\n" * 300 + b"Ida,ida@k.example,see card,,\n",
    ],
)
def test_an_empty_column_alone_makes_no_two_tables(content: bytes) -> None:
    assert len(_tables(content)) == 1


def test_a_table_that_names_nobody_is_said_and_not_mixed_in() -> None:
    content = b"Name,Email\nJan,jan@k.example\n\nStatus,Notes\nOpen,Still to be asked\nWon,Bought\n"
    (look,) = files.look(name="a.csv", content=content, country="DE")
    assert (look.row_count, look.label) == (1, "table 1")
    assert look.layout["notes"] == [
        "There are 2 tables in this file, each looked at by itself. This is table 1, with its header in line 1.",
        "Not taken in, because it names nobody: the table “Status, Notes” with its header in line 4.",
    ]


def test_a_company_merged_over_rows_is_the_company_of_each() -> None:
    people = [["Company", "Name"], ["Acme", "Al"], ["", "Bo"], ["", ""], ["Zed", "Cy"], ["", "Di"]]
    ((_, _, rows),) = _tables(workbook({"A": people}, merged=["A2:A4"]))
    assert [(one.found.company, one.found.name) for one in rows] == [
        ("Acme", "Al"), ("Acme", "Bo"), ("Zed", "Cy"), ("", "Di"),
    ]  # fmt: skip


def test_a_hidden_sheet_is_told_from_the_others_and_stands_last() -> None:
    leads = [["Name", "Email"], ["Jan", "jan@k.example"]]
    content = workbook({"Old": leads, "Leads": leads}, hidden=["Old"])
    shown, hidden = files.look(name="a.xlsx", content=content, country="DE")
    assert (shown.label, "notes" in shown.layout) == ("Leads", False)
    assert hidden.label == "Old (hidden in the workbook)"
    assert hidden.layout["hidden"]


def test_a_number_without_its_last_digits_is_said_and_a_whole_one_is_read() -> None:
    content = b"""Name,Email,Phone
Jan,jan@k.example,4.41E+11
Eva,,"4,41E+11"
Ola,ola@k.example,4.41701234567E+11
"""
    ((_, _, rows),) = _tables(content)
    assert [(one.verdict, one.why, one.found.phones) for one in rows] == [
        ("lead", "number_cut", ()), ("incomplete", "number_cut", ()), ("lead", "", ("441701234567",)),
    ]  # fmt: skip
    assert "has lost its last digits" in rows[0].reason


def test_a_day_is_read_as_spreadsheet_programs_count_it() -> None:
    ((_, _, rows),) = _tables(b"Name,Email,Created\nJan,j@k.example,46086\nEva,e@k.example,46086.5\n")
    assert [one.created.isoformat() for one in rows if one.created] == [
        "2026-03-05T00:00:00+00:00", "2026-03-05T12:00:00+00:00",
    ]  # fmt: skip


def _archive(name: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(name, "Name\nJan")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<html><table><tr><td>Name</td></tr></table></html>", errors.IsWebPage),
        (b"\xef\xbb\xbf\n<!-- export --><TABLE border=1>", errors.IsWebPage),
        ("\ufeff<meta charset=utf-16><table>".encode("utf-16-le"), errors.IsWebPage),
        (b'<?xml version="1.0"?>\n<Workbook xmlns="urn:x"/>', errors.IsXml),
        (b'[{"name": "Jan"}]', errors.IsJson),
        (b'{"leads": []}', errors.IsJson),
        (_archive("leads.csv"), errors.IsArchive),
        (_archive("picture.png"), WorkbookUnreadable),
        (b"Name,Email\n", errors.OneLineOnly),
        (b"hello world", errors.OneLineOnly),
    ],
)
def test_what_is_no_table_is_called_by_its_name(content: bytes, refusal: type[NotATable]) -> None:
    with pytest.raises(refusal) as refused:
        opening.sheets(io.BytesIO(content))
    assert type(refused.value) is refusal
