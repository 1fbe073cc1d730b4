"""Tables of text in every encoding and shape: read, proposed, and each row told from the next."""

import json

import pytest

from leadfast.capture.doors.csv import mapping, read, table
from leadfast.capture.errors import FileEmpty, NotATable

TEXT = "Name;Firma;E-Mail;Telefon\nJürgen Groß;Muster GmbH;juergen@muster.example;030 901820\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    found = table.read(TEXT.replace(";", delimiter).encode(encoding))
    assert found.rows[0][:2] == ("Jürgen Groß", "Muster GmbH")
    assert found.delimiter == delimiter


def test_quotes_line_breaks_empty_lines_and_short_rows() -> None:
    content = b'Name,Note,Mail\r\n"Lopez, Maria","first\r\nsecond",m@l.example\r\n\r\nTom\r\n'
    found = table.read(content)
    assert found.rows == [("Lopez, Maria", "first\nsecond", "m@l.example"), ("Tom", "", "")]


def test_what_is_no_table_is_refused() -> None:
    for content, refusal in ((b"", FileEmpty), (b"Name\n", FileEmpty), (b"PK\x03\x04\x00\x00zip", NotATable)):
        with pytest.raises(refusal):
            table.read(content)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["First Name", "Last Name", "Email", "Company"], ["first_name", "last_name", "mail", "company"]),
        (["Vorname", "Nachname", "E-Mail", "Firma"], ["first_name", "last_name", "mail", "company"]),
        (["full_name", "phone_number", "email", "campaign_name"], ["name", "phone", "mail", "source"]),
        (["Account Name", "Contact", "Mobile Phone", "Lead Source"], ["company", "name", "phone", "source"]),
        (["Notes", "Comments", "Deal value"], ["note", "note", "value"]),
    ],
)  # fmt: skip
def test_columns_are_proposed_by_their_titles(header: list[str], fields: list[str]) -> None:
    assert list(mapping.propose(header, []).values()) == fields


def test_columns_without_titles_are_known_by_their_cells() -> None:
    rows = [("Maria", "maria@l.example", "+44 113 496 0000"), ("Tom", "tom@n.example", "0113 496 0001")]
    assert mapping.propose(["a", "b", "c"], rows) == {0: "ignore", 1: "mail", 2: "phone"}


def test_a_row_is_known_again_and_its_twin_is_another() -> None:
    header, rows = ("Name", "Mail"), [("Tom", "t@n.example"), ("Tom", "t@n.example"), ("Ines", "")]
    first = read.keys_of(rows, header)
    assert len(set(first)) == 3
    assert set(read.keys_of(list(reversed(rows)), header)) == set(first)


def test_every_cell_is_kept_and_several_in_one_are_several() -> None:
    raw = read.raw_of(
        ["Name", "Mails", "Colour"], ["Tom", "t@n.example; tom@n.example", "red"], {0: "name", 1: "mail"}
    )
    assert ["ignore", "Colour", "red"] in json.loads(raw)["fields"]
    assert read.read(raw, "GB").mails == ("t@n.example", "tom@n.example")
